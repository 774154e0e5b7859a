import sharp from 'sharp';
import { rawRequest } from '../raw';
import { expect, expectPicture, plain, test } from './fixtures';

interface Avatar {
  key: string;
  url: string;
}

async function avatarOf(baseURL: string, headers: Record<string, string>): Promise<Avatar> {
  return (await (await fetch(`${baseURL}/api/me/avatar`, { headers })).json()) as Avatar;
}

test('GET /media – immutable, tagged, of the named type, usable on any page and as nothing but a picture', async ({ server, owner }) => {
  const { url } = await avatarOf(server.baseURL, owner.auth);
  const response = await fetch(url);
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(response.headers.get('content-type')).toBe('image/webp');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const etag = response.headers.get('etag') ?? '';
  expect((await fetch(url, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  const head = await fetch(url, { method: 'HEAD' });
  expect({ status: head.status, etag: head.headers.get('etag') }).toEqual({ status: 200, etag });
});

for (const path of ['65.webp', '64.gif', '64.svg', '0.png', '64', 'full', '1e2.png', '064.png', '64.webp.png', '..%2f64.webp']) {
  test(`GET /media/{key}/${path} – only the sizes and formats of the ladder exist`, async ({ server, owner }) => {
    const { key } = await avatarOf(server.baseURL, owner.auth);
    expect((await fetch(`${server.baseURL}/media/${key}/${path}`)).status).toBe(404);
  });
}

for (const key of ['0'.repeat(40), 'x', '..%2f..%2fsecret', `${'A'.repeat(40)}`]) {
  test(`GET /media/${key}/64.webp – 404 for a key that is nobody's`, async ({ server }) => {
    expect((await fetch(`${server.baseURL}/media/${key}/64.webp`)).status).toBe(404);
  });
}

const accepts: [accept: string, type: string][] = [
  ['image/avif,image/webp,*/*;q=0.8', 'image/avif'],
  ['image/webp,*/*', 'image/webp'],
  ['*/*', 'image/jpeg'],
  ['image/png', 'image/png'],
];
for (const [accept, type] of accepts) {
  test(`GET /u/{id}/avatar – Accept: ${accept} gets ${type}`, async ({ server, owner }) => {
    const response = await fetch(`${server.baseURL}/u/${owner.id}/avatar?s=100`, { headers: { Accept: accept } });
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('vary')).toMatch(/\baccept\b/i);
    expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).width).toBe(100);
  });
}

test('GET /u/{id}/avatar – 304 until the picture changes, then the new one at once', async ({ server, owner }) => {
  const url = `${server.baseURL}/u/${owner.id}/avatar?s=64`;
  const etag = (await fetch(url)).headers.get('etag') ?? '';
  expect((await fetch(url, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await plain('png', [0, 200, 0]) });
  const changed = await fetch(url, { headers: { 'If-None-Match': etag } });
  expect(changed.status).toBe(200);
  expect(changed.headers.get('cache-control')).toBe('public, no-cache');
  await expectPicture(url, [0, 200, 0]);
});

const wrong: [path: string, status: number][] = [
  ['/u/999999/avatar', 404],
  ['/u/x/avatar', 404],
  ['/u/1/avatar?s=0', 400],
  ['/u/1/avatar?s=-5', 400],
  ['/u/1/avatar?s=5000', 400],
  ['/u/1/avatar?s=big', 400],
];
for (const [path, status] of wrong) {
  test(`GET ${path} – ${status}`, async ({ server }) => {
    expect((await fetch(server.baseURL + path)).status).toBe(status);
  });
}

test('nothing that is served carries metadata of the upload', async ({ server, person }) => {
  const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Make: 'Secret Camera', Copyright: 'Somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withIccProfile('p3')
    .jpeg()
    .toBuffer();
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: new Uint8Array(photo) });
  const { key } = await avatarOf(server.baseURL, person.auth);
  for (const format of ['webp', 'avif', 'jpg', 'png']) {
    const bytes = Buffer.from(await (await fetch(`${server.baseURL}/media/${key}/256.${format}`)).arrayBuffer());
    const { exif, xmp, iptc, icc } = await sharp(bytes).metadata();
    expect({ format, exif, xmp, iptc, icc }).toEqual({ format, exif: undefined, xmp: undefined, iptc: undefined, icc: undefined });
    expect(bytes.includes('Secret Camera')).toBe(false);
  }
});

test('GET /media – several requests that come at once on one connection are answered in their order', async ({ server, owner }) => {
  const { key } = await avatarOf(server.baseURL, owner.auth);
  const sizes = [256, 64, 128];
  const heads = sizes.map((size) => `GET /media/${key}/${size}.png HTTP/1.1\r\nHost: localhost\r\n`);
  const { answer } = await rawRequest(server.port, [heads.join('\r\n'), 'Connection: close\r\n\r\n'], 'open');
  const pictures = answer.split(/(?=\x89PNG\r\n)/).slice(1);
  const shown = await Promise.all(pictures.map((picture) => sharp(Buffer.from(picture, 'latin1')).metadata()));
  expect(shown.map(({ width }) => width)).toEqual(sizes);
});
