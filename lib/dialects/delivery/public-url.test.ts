import { beforeEach, describe, expect, it } from 'vitest';
import { createResponseCache } from '@/lib/http/response-cache/response-cache';
import { router } from '@/lib/routes';
import { memoryStorage } from '@/lib/storage/memory';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { OLD_COLOUR, pathOf, tiny } from '@/testing/in-process/pictures';

const CDN = 'https://cdn.example.org';
const PATH = '/api/me/avatar';

let app: TestApp;
let owner: TestPerson;
let url: string;

/** An app whose renditions visitors can read at another address. */
beforeEach(async () => {
  const publicUrl = (key: string) => (key.startsWith('renditions/') ? `${CDN}/${key}` : null);
  app = await createTestApp({ storage: { ...memoryStorage(), publicUrl } });
  owner = await app.open();
  url = await save(app, owner);
});

/** @returns the address of the new picture */
async function save({ ask, avatars }: TestApp, { auth }: TestPerson): Promise<string> {
  const response = await ask('PUT', PATH, { headers: auth, body: await tiny('png', OLD_COLOUR) });
  await avatars.settled();
  return (await response.json()).url;
}

async function answer(path: string, headers: Record<string, string> = {}) {
  const response = await app.ask('GET', path, { headers });
  return { status: response.status, location: response.headers.get('location'), cache: response.headers.get('cache-control') };
}

const IMMUTABLE = 'public, max-age=31536000, immutable';
const ownSize = (file: string) => pathOf(url).replace('512.webp', file);

describe('where visitors can read the store', () => {
  it('a stored rendition is read there, and no cache keeps the redirect longer than the picture is shown', async () => {
    const { key } = await (await app.ask('GET', PATH, { headers: owner.auth })).json();
    expect(await answer(pathOf(url))).toEqual({ status: 302, location: `${CDN}/renditions/${key}/512.webp`, cache: 'no-store' });
    const head = await app.ask('HEAD', pathOf(url));
    expect([head.status, head.headers.get('location')]).toEqual([302, `${CDN}/renditions/${key}/512.webp`]);
    expect(await answer(pathOf(url), { 'If-None-Match': `"${key}-512-webp"` })).toEqual({ status: 304, location: null, cache: IMMUTABLE });
  });

  it('a rendition that is made now comes from here, and from there once it is stored', async () => {
    expect(await answer(ownSize('100.png'))).toEqual({ status: 200, location: null, cache: IMMUTABLE });
    await app.avatars.settled();
    expect(await answer(ownSize('100.png'))).toMatchObject({ status: 302, location: expect.stringMatching(/^https:.*\/100\.png$/) });
  });

  it('a rendition that the store refuses stays here', async () => {
    app.storage.fails = ({ operation, key }) => operation === 'put' && key.endsWith('100.png');
    for (const _ of [1, 2]) {
      expect((await answer(ownSize('100.png'))).status).toBe(200);
      await app.avatars.settled();
    }
  });

  it('sizes that are not stored, and addresses that always show the current picture, stay here', async () => {
    expect((await answer(ownSize('128x128.png'))).status).toBe(200);
    for (const path of [`/u/${owner.id}/avatar`, `/user_avatars/1/${owner.id}.png`]) expect((await answer(path)).location).toBeNull();
  });

  it('the address of a replaced picture leads to the current one, by way of this server', async () => {
    const location = await save(app, owner);
    expect(await answer(pathOf(url))).toEqual({ status: 302, location, cache: 'no-store' });
    expect(new URL(location).origin).not.toBe(CDN);
  });
});

it('a store without a public address is read by this server alone', async () => {
  const plain = await createTestApp();
  expect((await plain.ask('GET', pathOf(await save(plain, await plain.open())))).status).toBe(200);
});

it('the redirect is kept in memory until the picture changes', async () => {
  const described: unknown[] = [];
  const responses = createResponseCache(app.directory);
  const describe = (_response: Response, madeFrom: unknown) => void described.push(madeFrom);
  await askWith(pathOf(url), { ...responses, sequence: 0, describe });
  await askWith(ownSize('90.png'), { ...responses, sequence: 0, describe });
  // A picture that is not stored yet is not kept either: that would hide the redirect.
  expect(described).toEqual([{ owner: { userId: owner.id } }]);
});

async function askWith(path: string, responses: ReturnType<typeof createResponseCache>): Promise<void> {
  await router.handle(new Request(`https://pictures.example.org${path}`), { ...app.parts(), responses });
}
