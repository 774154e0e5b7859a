import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { type Colour, halves } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';
import { pixelAt, pixels } from '@/testing/pictures';

const PATH = '/api/me/avatar';
const [RED, GREEN, WHITE]: Colour[] = [
  [250, 20, 20],
  [20, 200, 20],
  [255, 255, 255],
];

async function open() {
  const app = await createTestApp();
  const { auth } = await app.open();
  const at = async (key: string, x: number, y: number, format = 'png') => {
    const bytes = await (await app.ask('GET', `/media/${key}/64.${format}`)).arrayBuffer();
    const [red = 0, green = 0, blue = 0, alpha = 255] = pixelAt(await pixels(new Uint8Array(bytes)), x, y);
    return alpha === 0 ? 'transparent' : [red, green, blue].map((value) => Math.round(value / 10));
  };
  const ask = async (method: 'PUT' | 'PATCH' | 'GET', body: object) => {
    const response = await app.ask(method, PATH, { headers: auth, ...body });
    return { status: response.status, body: await response.json() };
  };
  return { app, auth, at, ask, image: await halves(RED as Colour, GREEN as Colour, 64) };
}

const rounded = (colour: Colour | undefined) => colour?.map((value) => Math.round(value / 10));

it('PUT with flip mirrors the picture, GET says so, and PATCH undoes it', async () => {
  const { ask, at, image } = await open();
  const crop = { x: 0, y: 0, width: 64, height: 64, rotate: 0 };
  const mirrored = await ask('PUT', { body: formOf({ image, crop: JSON.stringify({ ...crop, flip: true }) }) });
  expect(mirrored.body.crop).toEqual({ ...crop, flip: true });
  expect((await ask('GET', {})).body.crop).toEqual({ ...crop, flip: true });
  expect(await at(mirrored.body.key, 30, 30)).toEqual(rounded(GREEN));
  // A crop that does not say so is not mirrored.
  const plain = await ask('PATCH', { json: { crop } });
  expect(plain.body.crop).toEqual(crop);
  expect(await at(plain.body.key, 30, 30)).toEqual(rounded(RED));
});

it('PATCH zooms out beyond the picture, and each background fills the margin in each format', async () => {
  const { ask, at, image } = await open();
  await ask('PUT', { body: formOf({ image }) });
  const crop = { x: 0, y: -32, width: 128, height: 128, rotate: 0 };
  const filled = await ask('PATCH', { json: { crop } });
  expect(filled.body).toMatchObject({ crop, background: '#ffffff' });
  for (const format of ['png', 'webp', 'jpg', 'avif']) expect(await at(filled.body.key, 30, 3, format)).toEqual(rounded(WHITE));

  const clear = await ask('PATCH', { json: { background: 'transparent' } });
  expect(clear.body).toMatchObject({ crop, background: 'transparent' });
  expect(clear.body.key).not.toBe(filled.body.key);
  for (const format of ['png', 'webp', 'avif']) expect(await at(clear.body.key, 30, 3, format)).toBe('transparent');
  expect(await at(clear.body.key, 30, 3, 'jpg')).toEqual(rounded(WHITE));

  const blurred = await ask('PATCH', { json: { background: 'blur' } });
  expect(blurred.body).toMatchObject({ crop, background: 'blur' });
  for (const format of ['png', 'webp', 'jpg', 'avif']) {
    const [red = 0, green = 0] = (await at(blurred.body.key, 3, 3, format)) as number[];
    expect(red, format).toBeGreaterThan(2 * green);
  }
});

it.each([
  [
    'beside the picture',
    { x: 200, y: 0, width: 64, height: 64 },
    'Expected a rectangle that shows a part of 128 × 64 pixels, got 64 × 64 at 200, 0.',
  ],
  [
    'of more than eight times its longer side',
    { x: 0, y: 0, width: 1100, height: 1100 },
    'Expected at most 1024 pixels, 8 times the longer side of the picture, got 1100 × 1100 at 0, 0.',
  ],
])('a crop %s is refused, and the picture stays', async (_where, crop, detail) => {
  const { ask, image } = await open();
  const before = await ask('PUT', { body: formOf({ image }) });
  expect(await ask('PATCH', { json: { crop } })).toMatchObject({ status: 422, body: { code: 'invalid_crop', detail } });
  expect((await ask('GET', {})).body.key).toBe(before.body.key);
});

it('a flip that is no boolean is refused by its name', async () => {
  const { ask, image } = await open();
  const crop = JSON.stringify({ x: 0, y: 0, width: 64, height: 64, flip: 'yes' });
  expect(await ask('PUT', { body: formOf({ image, crop }) })).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', fields: { 'crop.flip': 'Expected true or false.' } },
  });
});
