import { describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, halves, pathOf, tiny } from '@/testing/in-process/pictures';
import { problem, wireOf } from '@/testing/in-process/wire';
import { pixels } from '@/testing/pictures';
import { ADDRESS } from '@/testing/requests';
import { keysBelow } from '@/testing/storage';
import type { KeptAvatarResource } from './kept-schemas';

const app = await createTestApp();
const RED: Colour = [200, 30, 30];
const GREEN: Colour = [30, 200, 30];
const BLUE: Colour = [30, 30, 200];

const put = async ({ auth }: TestPerson, body: BodyInit) => (await app.ask('PUT', '/api/me/avatar', { headers: auth, body })).json();
const list = async ({ auth }: TestPerson, query = ''): Promise<KeptAvatarResource[]> =>
  (await app.ask('GET', `/api/me/avatars${query}`, { headers: auth })).json();

/** A person with a red, a green and a blue picture, the newest first. */
async function withPictures(): Promise<{ ada: TestPerson; red: KeptAvatarResource; green: KeptAvatarResource; blue: KeptAvatarResource }> {
  const ada = await app.open();
  for (const colour of [RED, GREEN, BLUE]) await put(ada, await tiny('png', colour));
  await app.avatars.settled();
  const [blue, green, red] = await list(ada);
  if (!blue || !green || !red) throw new Error('Expected three versions');
  return { ada, red, green, blue };
}

describe('GET /api/me/avatars', () => {
  it('has every kept picture, newest first, with its file, framing and addresses', async () => {
    const { ada, blue, red } = await withPictures();
    expect((await list(ada)).map(({ current }) => current)).toEqual([true, false, false]);
    const url = `${ADDRESS}/api/me/avatars/${red.id}`;
    expect(red).toEqual({
      id: red.id,
      name: 'picture',
      alt: '',
      createdAt: expect.any(String),
      current: false,
      via: 'api',
      addresses: 0,
      format: 'png',
      bytes: (await tiny('png', RED)).byteLength,
      width: 8,
      height: 8,
      animated: false,
      animationDropped: null,
      stillFrame: 0,
      crop: { x: 0, y: 0, width: 8, height: 8, rotate: 0 },
      background: '#ffffff',
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      thumbhash: expect.any(String),
      sameFile: false,
      previewUrl: `${url}/picture`,
      originalUrl: `${url}/original`,
    });
    const [address] = await app.parts().services.accounts.addresses.list(ada.id);
    const shows = { shows: { avatar: red.id } };
    await app.ask('PATCH', `/api/me/addresses/${address?.id}`, { headers: ada.session, json: shows });
    expect((await list(ada)).map(({ addresses }) => addresses)).toEqual([0, 0, 1]);
    expect(blue.current).toBe(true);
  });

  it('comes in pages, each with a Link to the next', async () => {
    const { ada, red, green, blue } = await withPictures();
    const first = await app.ask('GET', '/api/me/avatars?limit=2', { headers: ada.auth });
    const [, next = ''] = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    expect(next).toBe(`${ADDRESS}/api/me/avatars?cursor=${green.id}&limit=2`);
    const last = await app.ask('GET', pathOf(next), { headers: ada.auth });
    expect([(await first.json()).map(({ id }: { id: number }) => id), (await last.json()).map(({ id }: { id: number }) => id)]).toEqual([
      [blue.id, green.id],
      [red.id],
    ]);
    expect([last.headers.get('link'), last.headers.get('cache-control')]).toEqual([null, 'private, no-store']);
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?cursor=x', '?cursor=1.5'])('refuses the query %s', async (query) => {
    const response = await app.ask('GET', `/api/me/avatars${query}`, { headers: app.admin().auth });
    const [field = ''] = query.slice(1).split('=');
    expect([response.status, (await response.json()).fields]).toEqual([400, { [field]: expect.any(String) }]);
  });
});

describe('GET /api/me/avatars/{id}/picture', () => {
  it('has 128 pixels, or 256', async () => {
    const ada = await app.open();
    await put(ada, await tiny('png', BLUE, 300));
    const [version] = await list(ada);
    const sideOf = async (query: string) => {
      const response = await app.ask('GET', `/api/me/avatars/${version?.id}/picture${query}`, { headers: ada.auth });
      return [response.status, (await pixels(Buffer.from(await response.arrayBuffer()))).width, response.headers.get('etag')];
    };
    const [small, large] = [await sideOf(''), await sideOf('?s=256')];
    expect([small.slice(0, 2), large.slice(0, 2), small[2] === large[2]]).toEqual([[200, 128], [200, 256], false]);
    expect((await app.ask('GET', `/api/me/avatars/${version?.id}/picture?s=64`, { headers: ada.auth })).status).toBe(400);
  });
});

describe('GET /api/me/avatars/{id}/original', () => {
  it('downloads the file of any kept picture, to its owner alone, and runs nowhere', async () => {
    const { ada, red } = await withPictures();
    const ask = (headers: Record<string, string>) => app.ask('GET', `/api/me/avatars/${red.id}/original`, { headers });
    const found = await ask(ada.auth);
    expect(Buffer.from(await found.arrayBuffer()).equals(Buffer.from(await tiny('png', RED)))).toBe(true);
    expect(Object.fromEntries(found.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "attachment; filename*=UTF-8''picture",
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const eve = await app.open();
    expect([(await ask(eve.auth)).status, (await ask(app.admin().session)).status, (await ask({})).status]).toEqual([404, 404, 401]);
  });
});

describe('PATCH /api/me/avatars/{id}', () => {
  it('frames an earlier picture anew: another version of the same file, which is shown', async () => {
    const ada = await app.open();
    const first = await put(ada, await halves([255, 0, 0], [0, 255, 0], 30));
    await put(ada, await tiny('png', BLUE));
    const json = { crop: { x: 31, y: 2, width: 25, height: 25 }, alt: 'The green half' };
    const response = await app.ask('PATCH', `/api/me/avatars/${first.id}`, { headers: ada.auth, json });
    const framed = await response.json();
    expect([response.status, framed]).toMatchObject([200, { source: 'upload', alt: 'The green half', crop: { x: 31, width: 25 } }]);
    await expectColour(app, `/u/${ada.id}/avatar`, [0, 255, 0]);
    const kept = await list(ada);
    expect(kept.map(({ id, current, sameFile, via }) => ({ id, current, sameFile, via }))).toEqual([
      { id: framed.id, current: true, sameFile: true, via: 'api' },
      { id: expect.any(Number), current: false, sameFile: false, via: 'api' },
      { id: first.id, current: false, sameFile: true, via: 'api' },
    ]);
    // The earlier one is as it was.
    expect((await app.ask('POST', `/api/me/avatars/${first.id}/restore`, { headers: ada.auth })).status).toBe(200);
    expect(await (await app.ask('GET', '/api/me/avatar', { headers: ada.auth })).json()).toEqual({ ...first, removed: undefined });
  });

  it('with the id of the current picture changes that one, as PATCH /api/me/avatar does', async () => {
    const { ada, blue } = await withPictures();
    const described = await app.ask('PATCH', `/api/me/avatars/${blue.id}`, { headers: ada.auth, json: { alt: 'Blue' } });
    expect(await described.json()).toMatchObject({ id: blue.id, alt: 'Blue' });
    expect(await list(ada)).toHaveLength(3);
  });

  it('is refused for a crop that the file does not have, a stale tag and unknown fields, and changes nothing', async () => {
    const { ada, red } = await withPictures();
    const ask = (json: object, headers = {}) =>
      app.ask('PATCH', `/api/me/avatars/${red.id}`, { headers: { ...ada.auth, ...headers }, json });
    const crop = { x: 0, y: 0, width: 4, height: 4 };
    const refused = [
      await ask({ crop: { ...crop, width: 900, height: 3 } }),
      await ask({ crop }, { 'If-Match': `"a${ada.id}v1"` }),
      await ask({ crop, note: 'x' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([422, 412, 400]);
    await expectColour(app, `/u/${ada.id}/avatar`, BLUE);
  });
});

describe('DELETE /api/me/avatars/{id}', () => {
  const remove = ({ auth }: TestPerson, id: number) => app.ask('DELETE', `/api/me/avatars/${id}`, { headers: auth });
  const keysOf = async (userId: number, id: number) => (await app.records.version(userId, id)) ?? expect.unreachable('It exists');
  const stored = async (key: string) => (await keysBelow(app.storage)).filter((path) => path.includes(key));

  it('deletes the file and everything made from it, for good', async () => {
    const { ada, red } = await withPictures();
    const { key, originalKey } = await keysOf(ada.id, red.id);
    await app.ask('POST', `/api/me/avatars/${red.id}/restore`, { headers: ada.auth });
    await put(ada, await tiny('png', GREEN));
    expect(await stored(originalKey)).toHaveLength(1);
    expect((await remove(ada, red.id)).status).toBe(204);
    expect([await stored(originalKey), await stored(key)]).toEqual([[], []]);
    expect((await list(ada)).map(({ id }) => id)).not.toContain(red.id);
    const gone = problem(404, 'not_found');
    expect(await wireOf(await remove(ada, red.id))).toEqual(gone);
    for (const [method, end] of [
      ['POST', '/restore'],
      ['PATCH', ''],
      ['GET', '/original'],
      ['GET', '/picture'],
    ] as const) {
      const json = method === 'PATCH' ? {} : undefined;
      expect(await wireOf(await app.ask(method, `/api/me/avatars/${red.id}${end}`, { headers: ada.auth, json }))).toEqual(gone);
    }
    const audit = await app.ask('GET', `/api/audit?subject=${ada.id}&action=picture-deleted`, { headers: app.admin().session });
    expect((await audit.json()).entries).toMatchObject([{ actorId: ada.id, details: { oldKey: key } }]);
  });

  it('refuses the current picture and one that an address shows, and says what to do', async () => {
    const { ada, red, blue } = await withPictures();
    const current = await remove(ada, blue.id);
    expect([current.status, await current.json()]).toMatchObject([
      409,
      { code: 'picture_shown', detail: 'This is your current picture. Remove it or use another one first, then delete it.' },
    ]);
    const [address] = await app.parts().services.accounts.addresses.list(ada.id);
    await app.ask('PATCH', `/api/me/addresses/${address?.id}`, { headers: ada.session, json: { shows: { avatar: red.id } } });
    const shown = await remove(ada, red.id);
    expect([shown.status, await shown.json()]).toMatchObject([
      409,
      {
        code: 'picture_shown',
        detail: 'One of your e-mail addresses shows this picture. Choose another one for the address first, then delete it.',
      },
    ]);
    expect(await list(ada)).toHaveLength(3);
    // Removed, it can be deleted.
    await app.ask('DELETE', '/api/me/avatar', { headers: ada.auth });
    expect((await remove(ada, blue.id)).status).toBe(204);
  });

  it('keeps the file while another picture is framed from it', async () => {
    const { ada, red } = await withPictures();
    const { originalKey } = await keysOf(ada.id, red.id);
    await app.ask('PATCH', `/api/me/avatars/${red.id}`, { headers: ada.auth, json: { crop: { x: 0, y: 0, width: 4, height: 4 } } });
    expect((await remove(ada, red.id)).status).toBe(204);
    expect(await stored(originalKey)).toHaveLength(1);
    await expectColour(app, `/u/${ada.id}/avatar`, RED);
  });

  it('is done even if the storage fails: the maintenance deletes the file later', async () => {
    const { ada, red } = await withPictures();
    const { originalKey } = await keysOf(ada.id, red.id);
    app.storage.fails = ({ operation }) => operation === 'delete';
    expect((await remove(ada, red.id)).status).toBe(204);
    app.storage.fails = () => false;
    expect(app.reported.splice(0)).toMatchObject([{ code: 'storage_failed' }]);
    expect((await list(ada)).map(({ id }) => id)).not.toContain(red.id);
    expect(await stored(originalKey)).toHaveLength(1);
    await app.parts().services.erasures.run((error) => expect.unreachable(String(error)));
    expect(await stored(originalKey)).toEqual([]);
  });
});
