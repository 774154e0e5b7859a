import sharp from 'sharp';
import { rawRequest } from '../client/raw';
import { expect, test } from '../server/upload-fixtures';

interface Avatar {
  key: string;
  url: string;
}

async function avatarOf(baseURL: string, headers: Record<string, string>): Promise<Avatar> {
  return (await (await fetch(`${baseURL}/api/me/avatar`, { headers })).json()) as Avatar;
}

test('GET /media – immutable, tagged, of the named type, usable on any page and as nothing but a picture', { tag: '@main' }, async ({
  server,
  owner,
}) => {
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

test('GET /media/{key}/..%2f64.webp – 404, for the key and for the file', { tag: '@main' }, async ({ server, owner }) => {
  const { key } = await avatarOf(server.baseURL, owner.auth);
  expect((await fetch(`${server.baseURL}/media/${key}/..%2f64.webp`)).status).toBe(404);
  expect((await fetch(`${server.baseURL}/media/..%2f..%2fsecret/64.webp`)).status).toBe(404);
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
