import { expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Bytes, type Colour, expectColour, halves, OLD_COLOUR, openOwner, pathOf, tiny } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';
import { pixels } from '@/testing/pictures';
import { ADDRESS } from '@/testing/requests';

const app = await createTestApp();
const PATH = '/api/me/avatar';
const BLUE: Colour = [20, 60, 220];

const avatarOf = async ({ auth }: TestPerson) => (await app.ask('GET', PATH, { headers: auth })).json();
const put = async ({ auth }: TestPerson, body: Bytes | FormData) => (await app.ask('PUT', PATH, { headers: auth, body })).json();

it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
  'PUT /api/me/avatar – a %s as raw bytes, whatever the declared type, becomes the picture',
  async (format) => {
    const owner = await openOwner(app);
    const headers = { ...owner.auth, 'Content-Type': 'application/octet-stream' };
    const response = await app.ask('PUT', PATH, { headers, body: await tiny(format, BLUE) });
    expect(response.status).toBe(200);
    await expectColour(app, (await response.json()).url, BLUE);
  },
);

it('GET /api/me/avatar – without an upload: source none and a generated avatar of the person', async () => {
  const [ada, grace] = [await app.open(), await app.open()];
  const avatar = await avatarOf(ada);
  expect(avatar).toMatchObject({ id: null, source: 'none', name: null, crop: null });
  const [mine, others] = await Promise.all(
    [avatar.url, (await avatarOf(grace)).url].map(async (url) => Buffer.from(await (await app.ask('GET', pathOf(url))).arrayBuffer())),
  );
  expect((await pixels(mine ?? Buffer.of())).width).toBe(512);
  expect(mine?.equals(others ?? Buffer.of())).toBe(false);
});

it('GET /api/me/avatar – 304 for its ETag, and 200 after a change', async () => {
  const { auth } = await openOwner(app);
  const tag = (await app.ask('GET', PATH, { headers: auth })).headers.get('etag') ?? '';
  const headers = { ...auth, 'If-None-Match': tag };
  expect((await app.ask('GET', PATH, { headers })).status).toBe(304);
  await app.ask('PATCH', PATH, { headers: auth, body: JSON.stringify({ alt: 'new words' }) });
  const changed = await app.ask('GET', PATH, { headers });
  expect(changed.status).toBe(200);
  expect((await changed.json()).alt).toBe('new words');
});

it('PATCH /api/me/avatar – frames the stored original again under a new key; the old URL redirects to the new picture', async () => {
  const owner = await openOwner(app);
  const before = await put(owner, await halves([255, 0, 0], [0, 255, 0], 30));
  const json = { crop: { x: 31, y: 2, width: 25, height: 25 } };
  const after = await (await app.ask('PATCH', PATH, { headers: owner.auth, json })).json();
  expect(after.crop).toEqual({ x: 31, y: 2, width: 25, height: 25, rotate: 0 });
  expect(after.key).not.toBe(before.key);
  await expectColour(app, after.url, [0, 255, 0]);
  await app.avatars.settled();
  const old = await app.ask('GET', pathOf(before.url));
  expect(old.status).toBe(302);
  await expectColour(app, new URL(old.headers.get('location') ?? '', ADDRESS).href, [0, 255, 0]);
});

it('DELETE /api/me/avatar – 204, also the second time; restore returns to the same picture', async () => {
  const owner = await openOwner(app);
  const before = await avatarOf(owner);
  for (const _ of [1, 2]) expect((await app.ask('DELETE', PATH, { headers: owner.auth })).status).toBe(204);
  expect(await avatarOf(owner)).toMatchObject({ source: 'none' });
  const restored = await app.ask('POST', `/api/me/avatars/${before.id}/restore`, { headers: owner.auth });
  expect(await restored.json()).toEqual(before);
  await expectColour(app, before.url, OLD_COLOUR);
});

it('GET /api/me/avatar/original – sends the uploaded bytes, to the owner only', async () => {
  const owner = await openOwner(app);
  const jpeg = await tiny('jpeg', BLUE);
  await put(owner, formOf({ image: jpeg }, 'me.jpg'));
  const original = await app.ask('GET', `${PATH}/original`, { headers: owner.auth });
  expect(Buffer.from(await original.arrayBuffer()).equals(Buffer.from(jpeg))).toBe(true);
  expect(original.headers.get('content-type')).toBe('image/jpeg');
  expect(original.headers.get('content-security-policy')).toContain('sandbox');
  expect((await app.ask('GET', `${PATH}/original`)).status).toBe(401);
});

it('GET /api/users/{id}/avatar – public, without the file name and the crop', async () => {
  const { id } = await openOwner(app);
  const avatar = await (await app.ask('GET', `/api/users/${id}/avatar`)).json();
  expect(avatar).toMatchObject({ source: 'upload', name: null, crop: null, width: null, height: null });
  await expectColour(app, avatar.url, OLD_COLOUR);
  for (const unknown of ['999999', '0', 'x', '99999999999999']) {
    expect((await app.ask('GET', `/api/users/${unknown}/avatar`)).status).toBe(404);
  }
});

it('GET /media/{key}/{size}.still.webp – is the picture itself if it is not animated; 404 for other formats and sizes', async () => {
  const { key } = await avatarOf(await openOwner(app));
  const bytes = async (file: string) => Buffer.from(await (await app.ask('GET', `/media/${key}/${file}`)).arrayBuffer());
  expect((await bytes('64.still.webp')).equals(await bytes('64.webp'))).toBe(true);
  for (const file of ['64.still.png', '64.still.avif', '65.still.webp', 'still.webp'])
    expect((await app.ask('GET', `/media/${key}/${file}`)).status).toBe(404);
});
