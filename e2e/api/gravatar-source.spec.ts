import { createHash } from 'node:crypto';
import { type GravatarWorker, gravatarWorker, sha256 } from '../gravatar';
import { openAccount, signInCookie, type TestPerson } from '../people';
import { discard, type Server, startServer } from '../server';
import { call, OK, signIn } from './cloudreve';
import { test as base, type Color, expect, expectOldPicture, expectPicture, form, OLD_COLOR, oldPicture, plain } from './fixtures';
import { change } from './policy-fixtures';
import { expectQuarters, picture as quarteredPicture, quartersOf } from './quarters';
import { READ_PATHS } from './readers';
import { native } from './uploads';
import { basic } from './zulip-wire';

const PATH = '/api/me/avatar/gravatar';
const TEAL: Color = [20, 150, 150];
const PLUM: Color = [140, 30, 110];

const test = base.extend<object, GravatarWorker>(gravatarWorker);

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

const put = ({ baseURL }: Server, { auth }: TestPerson, headers: Record<string, string> = {}) =>
  fetch(baseURL + PATH, { method: 'PUT', headers: { ...auth, ...headers } });

/** What a client has to do to use Gravatar. */
const ways: { way: string; send: (server: Server, person: TestPerson) => Promise<void> }[] = [
  {
    way: 'PUT /api/me/avatar/gravatar',
    send: async (server, person) => expect((await put(server, person)).status).toBe(200),
  },
  {
    way: 'PUT /user/setting/avatar without a body',
    send: async (server, { auth }) => expect(await call(server, 'PUT', '/user/setting/avatar', { headers: auth })).toEqual(OK),
  },
];

async function json({ baseURL }: Server, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(baseURL + path, { headers });
  expect(response.status, path).toBe(200);
  return response.json();
}

/** Every address of ours under which the picture is shown, none of which may lead a visitor to another server. */
async function addresses(server: Server, person: TestPerson): Promise<string[]> {
  const { baseURL } = server;
  const { key, url, versions } = await json(server, '/api/me/avatar', person.auth);
  const page = await fetch(`${baseURL}/settings/picture`, { headers: { Cookie: await signInCookie(baseURL, person) } });
  const text = await page.text();
  expect(text).not.toMatch(/\/avatar\/[0-9a-f]{32}/);
  const [path = 'no picture in the page'] = /\/media\/[0-9a-f]{40}\/\d+\.webp/.exec(text) ?? [];
  return [
    url,
    versions['20'].url,
    (await json(server, `/api/users/${person.id}/avatar`)).url,
    `${baseURL}/u/${person.id}/avatar`,
    baseURL + path,
    (await json(server, '/api/v1/user/check', person.auth)).avatar,
    (await json(server, `/v1/users/${person.id}`, person.auth)).avatar.versions['128x128'].url,
    `${baseURL}/user_avatars/1/${key}.png`,
    `${baseURL}/user_avatars/1/${key}-medium.png`,
  ];
}

async function expectEverywhere(server: Server, person: TestPerson, color: Color): Promise<void> {
  for (const address of await addresses(server, person)) {
    expect((await fetch(address, { redirect: 'manual' })).status, address).toBe(200);
    await expectPicture(address, color);
  }
}

for (const { way, send } of ways) {
  test(`${way} – the server fetches the picture, and every address of ours shows the copy`, async ({ server, gravatar, owner }) => {
    gravatar.set(owner.email, await plain('jpeg', TEAL));
    await send(server, owner);
    expect(gravatar.asked(owner.email)).toEqual([`/avatar/${sha256(owner.email)}?s=1024&d=404`]);
    await expectEverywhere(server, owner, TEAL);
    expect(gravatar.asked(owner.email)).toHaveLength(1);
  });
}

const [, emptyUpload] = ways;

test(`${emptyUpload?.way} – where Gravatar has no picture, every address of ours shows the generated one`, async ({ server, owner }) => {
  await emptyUpload?.send(server, owner);
  const { key, source, id } = await json(server, '/api/me/avatar', owner.auth);
  expect({ source, id }).toEqual({ source: 'gravatar', id: null });
  for (const address of await addresses(server, owner)) {
    expect(address.includes(key) || address.endsWith(`/u/${owner.id}/avatar`), address).toBe(true);
    expect((await fetch(address, { redirect: 'manual' })).status, address).toBe(200);
  }
});

for (const [has, picture, status, code] of [
  ['has no picture', null, 404, 'gravatar_not_found'],
  ['sends a page', Buffer.from('<html><script>alert(1)</script></html>'), 502, 'gravatar_unusable'],
  ['sends nothing', Buffer.alloc(0), 502, 'gravatar_unusable'],
] as const) {
  test(`PUT ${PATH} – where Gravatar ${has}, every API goes on showing the upload`, async ({ server, gravatar, owner }) => {
    const quarters = quartersOf(2);
    await native.send(server.baseURL, owner, await quarteredPicture(quarters));
    const before = await json(server, '/api/me/avatar', owner.auth);
    gravatar.set(owner.email, picture);
    for (const method of ['POST', 'PUT']) {
      const response = await fetch(server.baseURL + PATH, { method, headers: owner.auth });
      expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: { code } });
    }
    expect(await json(server, '/api/me/avatar', owner.auth)).toEqual(before);
    for (const { api, address } of READ_PATHS) {
      await test.step(api, async () => expectQuarters(quarters, await address(server.baseURL, owner)));
    }
  });
}

test('where Gravatar cannot be reached, the native API keeps the upload and Cloudreve’s leads there; the log does not say of whom', async () => {
  const server = await startServer();
  const person = await openAccount(server.baseURL);
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: await oldPicture() });
  const response = await put(server, person);
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 502, body: { code: 'gravatar_unavailable' } });
  const { id } = await json(server, '/api/me/avatar', person.auth);
  await expectOldPicture(server, person);
  await emptyUpload?.send(server, person);
  expect(await json(server, '/api/me/avatar', person.auth)).toMatchObject({ source: 'gravatar', id: null });
  for (const address of await addresses(server, person)) {
    expect((await fetch(address, { redirect: 'manual' })).status, address).toBe(200);
  }
  const restore = { method: 'POST', headers: person.auth };
  expect((await fetch(`${server.baseURL}/api/me/avatars/${id}/restore`, restore)).status).toBe(200);
  expect(await json(server, '/api/me/avatar', person.auth)).toMatchObject({ source: 'upload' });
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar?s=100`, OLD_COLOR);
  expect(server.output()).not.toContain(sha256(person.email));
  expect(server.output()).toContain('No picture from 127.0.0.1:9');
  await discard(server);
});

test('Zulip and Cloudreve lead to the service that GRAVATAR_URL names, and know the source', async ({ server, gravatar, owner }) => {
  gravatar.set(owner.email, await plain('jpeg', TEAL));
  await put(server, owner);
  const { id } = await signIn(server, owner);
  const cloudreve = await fetch(`${server.baseURL}/user/avatar/${id}`, { redirect: 'manual' });
  expect(cloudreve.headers.get('location')).toBe(`${gravatar.url}/avatar/${md5(owner.email)}?d=mm&s=200`);
  expect((await json(server, `/user/info/${id}`)).data.avatar).toBe('gravatar');
  const zulip = `${gravatar.url}/avatar/${md5(owner.email)}?d=identicon`;
  expect((await json(server, '/api/v1/users/me', basic(owner))).avatar_url).toBe(`${zulip}&version=3`);
  const medium = await fetch(`${server.baseURL}/avatar/${owner.id}/medium`, { redirect: 'manual', headers: basic(owner) });
  expect(medium.headers.get('location')).toBe(`${zulip}&s=500&version=3`);
});

test('without GRAVATAR_URL, Zulip and Cloudreve lead to where their originals do', async () => {
  // The person chooses it while there is a service that nobody asks on the Internet.
  const before = await startServer({ DATABASE_URL: '' });
  const person = await openAccount(before.baseURL);
  await emptyUpload?.send(before, person);
  const { id } = await signIn(before, person);
  await before.stop();
  const server = await startServer({ DATABASE_URL: '', GRAVATAR_URL: '', DATA_DIR: before.dataDir });
  const cloudreve = await fetch(`${server.baseURL}/user/avatar/${id}`, { redirect: 'manual' });
  expect(cloudreve.headers.get('location')).toBe(`https://www.gravatar.com/avatar/${md5(person.email)}?d=mm&s=200`);
  const zulip = await fetch(`${server.baseURL}/avatar/${person.id}`, { redirect: 'manual', headers: basic(person) });
  expect(zulip.headers.get('location')).toBe(`https://secure.gravatar.com/avatar/${md5(person.email)}?d=identicon&version=2`);
  await discard(server);
});

test('Ulule takes the copy for the avatar that the person has', async ({ server, gravatar, owner }) => {
  gravatar.set(owner.email, await plain('jpeg', TEAL));
  await put(server, owner);
  expect(await json(server, `/v1/users/${owner.id}`, owner.auth)).toMatchObject({ has_avatar: true });
  const post = { method: 'POST', headers: owner.auth, body: form({ image: await plain('png', PLUM) }) };
  expect((await fetch(`${server.baseURL}/v1/users/${owner.id}/avatars`, post)).status).toBe(400);
  const patch = { method: 'PATCH', headers: owner.auth, body: form({ image: await plain('png', PLUM) }) };
  expect((await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, patch)).status).toBe(200);
  await expectEverywhere(server, owner, PLUM);
  expect(await json(server, '/api/me/avatar', owner.auth)).toMatchObject({ source: 'upload' });
});

test.describe(`PUT ${PATH}`, () => {
  test('200 with the resource, once more without a change, and with what is new there', async ({ server, gravatar, owner }) => {
    const uploaded = await json(server, '/api/me/avatar', owner.auth);
    gravatar.set(owner.email, await plain('jpeg', TEAL));
    const response = await put(server, owner);
    const body = await response.json();
    expect(Object.keys(body)).toEqual(Object.keys(uploaded));
    expect(body).toMatchObject({ source: 'gravatar', name: 'gravatar', alt: '', width: 300, height: 300 });
    expect(body.key).not.toBe(uploaded.key);
    expect(await json(server, '/api/me/avatar', owner.auth)).toEqual(body);
    const etag = `"a${owner.id}v3-gzip"`;
    expect(response.headers.get('etag')).toBe(etag);
    const again = await put(server, owner, { 'If-Match': etag });
    expect({ etag: again.headers.get('etag'), body: await again.json() }).toEqual({ etag, body });
    gravatar.set(owner.email, await plain('jpeg', PLUM));
    expect((await put(server, owner)).headers.get('etag')).toBe(`"a${owner.id}v4-gzip"`);
    await expectEverywhere(server, owner, PLUM);
    gravatar.set(owner.email, null);
    expect((await put(server, owner)).status).toBe(404);
    await expectEverywhere(server, owner, PLUM);
  });

  test('the copy can be framed, which makes it an upload, and gone back to', async ({ server, gravatar, owner }) => {
    gravatar.set(owner.email, await plain('jpeg', TEAL));
    const { id } = await (await put(server, owner)).json();
    const body = JSON.stringify({ crop: { x: 0, y: 0, width: 100, height: 100 } });
    const framed = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PATCH', headers: owner.auth, body });
    expect(await framed.json()).toMatchObject({ source: 'upload', crop: { width: 100 } });
    const restored = await fetch(`${server.baseURL}/api/me/avatars/${id}/restore`, { method: 'POST', headers: owner.auth });
    expect(await restored.json()).toMatchObject({ source: 'upload', id });
    await put(server, owner);
    expect((await fetch(`${server.baseURL}/api/me/avatar`, { method: 'DELETE', headers: owner.auth })).status).toBe(204);
    expect(await json(server, '/api/me/avatar', owner.auth)).toMatchObject({ source: 'none' });
  });

  test('is refused to whoever may not change the picture, and nothing is asked', async ({ server, gravatar, owner }) => {
    const { baseURL } = server;
    const basicAuth = Buffer.from(`${owner.email}:${owner.password}`).toString('base64');
    const readKey = await fetch(`${baseURL}/api/keys`, {
      method: 'POST',
      headers: { Authorization: `Basic ${basicAuth}` },
      body: JSON.stringify({ label: 'reader', scopes: ['avatar:read'] }),
    });
    const { key } = await readKey.json();
    const Cookie = await signInCookie(baseURL, owner);
    const refused: [headers: Record<string, string>, status: number, code: string][] = [
      [{}, 401, 'not_authenticated'],
      [{ Authorization: `Bearer ${'x'.repeat(32)}` }, 401, 'invalid_credentials'],
      [{ Authorization: `Bearer ${key}` }, 403, 'forbidden'],
      [{ Cookie }, 403, 'cross_origin'],
      [{ Cookie, Origin: 'https://elsewhere.example' }, 403, 'cross_origin'],
      [{ ...owner.auth, 'If-Match': `"a${owner.id}v1"` }, 412, 'precondition_failed'],
    ];
    for (const [headers, status, code] of refused) {
      const response = await fetch(baseURL + PATH, { method: 'PUT', headers });
      expect({ status: response.status, body: await response.json() }).toEqual({ status, body: expect.objectContaining({ status, code }) });
    }
    expect(gravatar.asked(owner.email)).toEqual([]);
    await expectOldPicture(server, owner);
    gravatar.set(owner.email, await plain('jpeg', TEAL));
    const own = await fetch(baseURL + PATH, { method: 'PUT', headers: { Cookie, Origin: baseURL } });
    expect(own.status).toBe(200);
  });

  test('403 changes_disabled where only administrators may change pictures', async () => {
    const server = await startServer({ DATABASE_URL: '' });
    const [admin, member] = [await openAccount(server.baseURL), await openAccount(server.baseURL)];
    await change(server, admin, { avatarChangesDisabled: true });
    const response = await put(server, member);
    expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 403, body: { code: 'changes_disabled' } });
    // No picture there, and no refusal.
    expect((await put(server, admin)).status).toBe(502);
    await discard(server);
  });
});
