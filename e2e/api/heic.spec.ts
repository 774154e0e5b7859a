import sharp from 'sharp';
import { formOf } from '@/testing/form';
import { CORNERS, heic, LOSS } from '@/testing/heic';
import { openAccount } from '../client/people';
import { type Color, colorAt, distance } from '../pictures/files';
import { discard, startServer } from '../server/server';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/me/avatar';
const bytesOf = (name: string) => new Uint8Array(heic(name));

/** Expects the colours of the middle square of the landscape in its corners. */
async function expectUpright(url: string): Promise<void> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const places = [0.1, 0.9].flatMap((down) => [0.1, 0.9].map((across) => [across, down] as const));
  for (const [index, [across, down]] of places.entries()) {
    const expected = CORNERS[index] as Color;
    expect(distance(await colorAt(bytes, across, down), expected), `${url} at ${across}, ${down}`).toBeLessThanOrEqual(2 * LOSS);
  }
}

test(`PUT ${PATH} – a HEIC becomes the picture, and comes back as it was sent`, { tag: '@main' }, async ({ server, owner }) => {
  const headers = { ...owner.auth, 'Content-Type': 'image/heic' };
  const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers, body: bytesOf('turned-90') });
  const avatar = await response.json();
  expect(response.status).toBe(200);
  expect(avatar).toMatchObject({ width: 120, height: 80, crop: { x: 20, y: 0, width: 80, height: 80 } });
  await expectUpright(avatar.url);
  await expectUpright(`${server.baseURL}/media/${avatar.key}/64.avif`);
  const original = await fetch(`${server.baseURL}${PATH}/original`, { headers: owner.auth });
  expect(original.headers.get('content-type')).toBe('image/heic');
  expect(new Uint8Array(await original.arrayBuffer())).toEqual(bytesOf('turned-90'));
});

test(`POST ${PATH}/preview – the whole picture as WebP, with the size of the original`, async ({ server, owner }) => {
  const body = formOf({ image: bytesOf('turned-180') }, 'IMG_0001.HEIC');
  const response = await fetch(`${server.baseURL}${PATH}/preview`, { method: 'POST', headers: owner.auth, body });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'no-store',
    'x-picture-width': '120',
    'x-picture-height': '80',
  });
  const picture = Buffer.from(await response.arrayBuffer());
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 120, height: 80 });
});

test('HEIC=off – a HEIC is refused, and no response promises it', async () => {
  const server = await startServer({ HEIC: 'off' });
  try {
    const person = await openAccount(server.baseURL);
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: person.auth, body: bytesOf('landscape') });
    expect([response.status, (await response.json()).code]).toEqual([415, 'heic_unsupported']);
    const { formats } = await (await fetch(`${server.baseURL}/api/limits`)).json();
    expect(formats.map(({ format }: { format: string }) => format)).toEqual(['jpeg', 'png', 'webp', 'gif', 'avif']);
  } finally {
    await discard(server);
  }
});
