import { beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '@/lib/imaging/sharp';
import { createTestApp, type TestPerson } from '@/testing/app';
import { expectColour, openOwner, pathOf, tiny } from '@/testing/in-process/pictures';
import { keysBelow } from '@/testing/storage';

const app = await createTestApp();
const avatarOf = async ({ auth }: TestPerson) => (await app.ask('GET', '/api/me/avatar', { headers: auth })).json();

describe('the picture of a person', () => {
  let owner: TestPerson;
  let avatar: { key: string; url: string };
  beforeAll(async () => {
    owner = await app.open();
    const body = await tiny('png', [200, 30, 90], 120);
    avatar = await (await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body })).json();
  });

  it('GET /media – immutable, with an ETag and its type; any page may embed it, and browsers treat it as a picture only', async () => {
    const path = pathOf(avatar.url);
    const response = await app.ask('GET', path);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const etag = response.headers.get('etag') ?? '';
    expect((await app.ask('GET', path, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const head = await app.ask('HEAD', path);
    expect({ status: head.status, etag: head.headers.get('etag') }).toEqual({ status: 200, etag });
  });

  it.each(['65.webp', '64.gif', '64.svg', '0.png', '64', 'full', '1e2.png', '064.png', '64.webp.png', '..%2f64.webp'])(
    'GET /media/{key}/%s – 404: other sizes and formats than those of the ladder do not exist',
    async (file) => {
      expect((await app.ask('GET', `/media/${avatar.key}/${file}`)).status).toBe(404);
    },
  );

  it.each([
    ['image/avif,image/webp,*/*;q=0.8', 'image/avif'],
    ['image/webp,*/*', 'image/webp'],
    ['*/*', 'image/jpeg'],
    ['image/png', 'image/png'],
  ])('GET /u/{id}/avatar – Accept: %s gets %s', async (accept, type) => {
    const response = await app.ask('GET', `/u/${owner.id}/avatar?s=100`, { headers: { Accept: accept } });
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('vary')).toMatch(/\baccept\b/i);
    expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).width).toBe(100);
  });
});

it.each(['0'.repeat(40), 'x', '..%2f..%2fsecret', 'A'.repeat(40)])('GET /media/%s/64.webp – 404: no picture has this key', async (key) => {
  expect((await app.ask('GET', `/media/${key}/64.webp`)).status).toBe(404);
});

it('GET /u/{id}/avatar – 304 until the picture changes, then the new one', async () => {
  const { id, auth } = await openOwner(app);
  const path = `/u/${id}/avatar?s=64`;
  const etag = (await app.ask('GET', path)).headers.get('etag') ?? '';
  expect((await app.ask('GET', path, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  await app.ask('PUT', '/api/me/avatar', { headers: auth, body: await tiny('png', [0, 200, 0]) });
  const changed = await app.ask('GET', path, { headers: { 'If-None-Match': etag } });
  expect(changed.status).toBe(200);
  expect(changed.headers.get('cache-control')).toBe('public, no-cache');
  await expectColour(app, path, [0, 200, 0]);
});

it.each([
  ['/u/999999/avatar', 404],
  ['/u/x/avatar', 404],
  ['/u/1/avatar?s=0', 400],
  ['/u/1/avatar?s=-5', 400],
  ['/u/1/avatar?s=5000', 400],
  ['/u/1/avatar?s=big', 400],
])('GET %s – %i', async (path, status) => {
  expect((await app.ask('GET', path)).status).toBe(status);
});

it('no served picture contains metadata of the upload', async () => {
  const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Make: 'Secret Camera', Copyright: 'A Photographer' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withIccProfile('p3')
    .jpeg()
    .toBuffer();
  expect(photo.includes('Secret Camera')).toBe(true);
  const person = await app.open();
  await app.ask('PUT', '/api/me/avatar', { headers: person.auth, body: new Uint8Array(photo) });
  const { key } = await avatarOf(person);
  for (const format of ['webp', 'avif', 'jpg', 'png']) {
    const bytes = Buffer.from(await (await app.ask('GET', `/media/${key}/256.${format}`)).arrayBuffer());
    const { exif, xmp, iptc, icc } = await sharp(bytes).metadata();
    expect({ format, exif, xmp, iptc, icc }).toEqual({ format, exif: undefined, xmp: undefined, iptc: undefined, icc: undefined });
    expect(bytes.includes('Secret Camera')).toBe(false);
  }
});

it('an address of an earlier picture leads to the current one while its file is still stored', async () => {
  const own = await createTestApp();
  const ada = await own.open();
  const upload = async (colour: Parameters<typeof tiny>[1]) => {
    const response = await own.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: await tiny('png', colour) });
    return (await response.json()).key;
  };
  const earlier = await upload([200, 30, 90]);
  await own.avatars.settled();
  own.storage.fails = ({ operation }) => operation === 'delete';
  const current = await upload([30, 90, 200]);
  await own.avatars.settled();
  expect(await keysBelow(own.storage, `renditions/${earlier}/`)).not.toEqual([]);
  for (const file of ['64.webp', '512.webp', 'whole.png']) {
    const response = await own.ask('GET', `/media/${earlier}/${file}`);
    expect([response.status, response.headers.get('location')]).toEqual([302, expect.stringContaining(`/media/${current}/${file}`)]);
  }
});
