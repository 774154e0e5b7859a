import { beforeEach, describe, expect, it } from 'vitest';
import { bearer, createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { expectEverywhere } from '@/testing/in-process/addresses-of';
import { type Bytes, type Colour, expectColour, expectOldPicture, OLD_COLOUR, openOwner, tiny } from '@/testing/in-process/pictures';
import { md5, sha256 } from '@/testing/in-process/shown';
import { enveloped, problem, wireOf } from '@/testing/in-process/wire';

const PATH = '/api/me/avatar/gravatar';
const TEAL: Colour = [20, 150, 150];
const PLUM: Colour = [140, 30, 110];
const GRAVATAR = 'https://gravatar.example';
const app = await createTestApp({ gravatarUrl: GRAVATAR });

let owner: TestPerson;
beforeEach(async () => {
  owner = await openOwner(app);
  app.gravatar.asked.splice(0);
  app.gravatar.answer = { kind: 'none' };
});

const hasPicture = async (colour: Colour) => {
  app.gravatar.answer = { kind: 'picture', bytes: await tiny('jpeg', colour) };
};
const put = ({ auth }: TestPerson, headers: Record<string, string> = {}) => app.ask('PUT', PATH, { headers: { ...auth, ...headers } });
const avatarOf = async ({ auth }: TestPerson) => (await app.ask('GET', '/api/me/avatar', { headers: auth })).json();

/** In Cloudreve, an upload without a body selects Gravatar. */
async function emptyUpload(at: TestApp, { auth }: TestPerson): Promise<void> {
  const response = await at.ask('PUT', '/user/setting/avatar', { headers: auth });
  expect(await wireOf(response)).toEqual(enveloped({ code: 0, msg: '' }));
}

const page: Bytes = new Uint8Array(Buffer.from('<html><script>alert(1)</script></html>'));
it.each([
  ['has no picture', { kind: 'none' }, 404, 'gravatar_not_found'],
  ['sends a page', { kind: 'picture', bytes: page }, 502, 'gravatar_unusable'],
  ['sends nothing', { kind: 'picture', bytes: new Uint8Array() }, 502, 'gravatar_unusable'],
  ['cannot be reached', { kind: 'failed' }, 502, 'gravatar_unavailable'],
] as const)('PUT /api/me/avatar/gravatar – where Gravatar %s, every API goes on showing the upload', async (_has, answer, status, code) => {
  const before = await avatarOf(owner);
  app.gravatar.answer = answer;
  for (const method of ['POST', 'PUT']) {
    expect(await wireOf(await app.ask(method, PATH, { headers: owner.auth }))).toEqual(problem(status, code));
  }
  expect(await avatarOf(owner)).toEqual(before);
  await expectOldPicture(app, owner);
  await expectEverywhere(app, owner, OLD_COLOUR);
  const read = async (path: string, headers: Record<string, string> = {}) => (await app.ask('GET', path, { headers })).json();
  await expectColour(app, (await read('/api/v1/users/me', owner.basic)).avatar_url, OLD_COLOUR);
  for (const path of [`/user/avatar/${owner.hashid}?nocache=1`, `/avatar/${md5(owner.email)}`, `/avatar/${sha256(owner.email)}.webp`]) {
    await expectColour(app, path, OLD_COLOUR);
  }
});

it('after Cloudreve selected Gravatar without a picture there, the upload can be restored', async () => {
  const { id } = await avatarOf(owner);
  app.gravatar.answer = { kind: 'failed' };
  await emptyUpload(app, owner);
  expect(await avatarOf(owner)).toMatchObject({ source: 'gravatar', id: null });
  expect((await app.ask('POST', `/api/me/avatars/${id}/restore`, { headers: owner.auth })).status).toBe(200);
  expect(await avatarOf(owner)).toMatchObject({ source: 'upload' });
  await expectColour(app, `/u/${owner.id}/avatar?s=100`, OLD_COLOUR);
});

it('Zulip and Cloudreve redirect to the service in GRAVATAR_URL, and report the source', async () => {
  await hasPicture(TEAL);
  await put(owner);
  const cloudreve = await app.ask('GET', `/user/avatar/${owner.hashid}`);
  expect(cloudreve.headers.get('location')).toBe(`${GRAVATAR}/avatar/${md5(owner.email)}?d=mm&s=200`);
  expect((await (await app.ask('GET', `/user/info/${owner.hashid}`)).json()).data.avatar).toBe('gravatar');
  const zulip = `${GRAVATAR}/avatar/${md5(owner.email)}?d=identicon`;
  const me = await app.ask('GET', '/api/v1/users/me', { headers: owner.basic });
  expect((await me.json()).avatar_url).toBe(`${zulip}&version=3`);
  const medium = await app.ask('GET', `/avatar/${owner.id}/medium`, { headers: owner.basic });
  expect(medium.headers.get('location')).toBe(`${zulip}&s=500&version=3`);
});

it('without GRAVATAR_URL, Zulip and Cloudreve redirect where the originals do', async () => {
  const without = await createTestApp();
  const person = await without.open();
  await emptyUpload(without, person);
  const cloudreve = await without.ask('GET', `/user/avatar/${person.hashid}`);
  expect(cloudreve.headers.get('location')).toBe(`https://www.gravatar.com/avatar/${md5(person.email)}?d=mm&s=200`);
  const zulip = await without.ask('GET', `/avatar/${person.id}`, { headers: person.basic });
  expect(zulip.headers.get('location')).toBe(`https://secure.gravatar.com/avatar/${md5(person.email)}?d=identicon&version=2`);
});

describe('PUT /api/me/avatar/gravatar', () => {
  it('200 with the resource, unchanged for the same picture, and updated for a new one', async () => {
    const uploaded = await avatarOf(owner);
    await hasPicture(TEAL);
    const response = await put(owner);
    const body = await response.json();
    expect(Object.keys(body)).toEqual(Object.keys(uploaded));
    expect(body).toMatchObject({ source: 'gravatar', name: 'gravatar', alt: '', width: 8, height: 8 });
    expect(body.key).not.toBe(uploaded.key);
    expect(await avatarOf(owner)).toEqual(body);
    const etag = `"a${owner.id}v3"`;
    expect(response.headers.get('etag')).toBe(etag);
    const again = await put(owner, { 'If-Match': etag });
    expect({ etag: again.headers.get('etag'), body: await again.json() }).toEqual({ etag, body });
    await hasPicture(PLUM);
    expect((await put(owner)).headers.get('etag')).toBe(`"a${owner.id}v4"`);
    await expectEverywhere(app, owner, PLUM);
    app.gravatar.answer = { kind: 'none' };
    expect((await put(owner)).status).toBe(404);
    await expectEverywhere(app, owner, PLUM);
  });

  it('the copy can be framed, which makes it an upload, and restored', async () => {
    await hasPicture(TEAL);
    const { id } = await (await put(owner)).json();
    const json = { crop: { x: 0, y: 0, width: 4, height: 4 } };
    const framed = await app.ask('PATCH', '/api/me/avatar', { headers: owner.auth, json });
    expect(await framed.json()).toMatchObject({ source: 'upload', crop: { width: 4 } });
    const restored = await app.ask('POST', `/api/me/avatars/${id}/restore`, { headers: owner.auth });
    expect(await restored.json()).toMatchObject({ source: 'upload', id });
    await put(owner);
    expect((await app.ask('DELETE', '/api/me/avatar', { headers: owner.auth })).status).toBe(204);
    expect(await avatarOf(owner)).toMatchObject({ source: 'none' });
  });

  it('is refused without permission to change the picture, before a request to Gravatar', async () => {
    const { session, auth } = owner;
    const refused: [headers: Record<string, string>, status: number, code: string][] = [
      [{}, 401, 'not_authenticated'],
      [bearer('x'.repeat(32)), 401, 'invalid_credentials'],
      [bearer(await owner.createKey(['avatar:read'])), 403, 'forbidden'],
      [{ Cookie: session.Cookie }, 403, 'cross_origin'],
      [{ Cookie: session.Cookie, Origin: 'https://elsewhere.example' }, 403, 'cross_origin'],
      [{ ...auth, 'If-Match': `"a${owner.id}v1"` }, 412, 'precondition_failed'],
    ];
    for (const [headers, status, code] of refused) {
      expect(await wireOf(await app.ask('PUT', PATH, { headers }))).toEqual(problem(status, code));
    }
    expect(app.gravatar.asked).toEqual([]);
    await expectOldPicture(app, owner);
    await hasPicture(TEAL);
    expect((await app.ask('PUT', PATH, { headers: session })).status).toBe(200);
  });

  it('403 changes_disabled if only administrators may change pictures', async () => {
    const own = await createTestApp();
    const member = await own.open();
    const json = { avatarChangesDisabled: true };
    expect((await own.ask('PATCH', '/api/policy', { headers: own.admin().auth, json })).status).toBe(200);
    expect(await wireOf(await own.ask('PUT', PATH, { headers: member.auth }))).toEqual(problem(403, 'changes_disabled'));
    expect(own.gravatar.asked).toEqual([]);
    // An administrator may: the error is that Gravatar has no picture.
    expect((await own.ask('PUT', PATH, { headers: own.admin().auth })).status).toBe(404);
  });
});
