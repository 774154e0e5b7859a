import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { isTruncated } from './is-truncated';

const photo = sharp(readFileSync('testing/faces/astronaut.jpg')).resize(128);

it.each([
  ['JPEG', () => photo.clone().jpeg()],
  ['progressive JPEG', () => photo.clone().jpeg({ progressive: true })],
  [
    'JPEG with EXIF',
    () =>
      photo
        .clone()
        .withExif({ IFD0: { Artist: 'Ada' } })
        .jpeg(),
  ],
  ['PNG', () => photo.clone().png()],
  ['lossless WebP', () => photo.clone().webp({ lossless: true })],
  ['lossy WebP', () => photo.clone().webp()],
] as const)('%s: whole, with data behind it, and cut off', async (_, encode) => {
  const bytes = new Uint8Array(await encode().toBuffer());
  expect(isTruncated(bytes)).toBe(false);
  expect(isTruncated(new Uint8Array([...bytes, 1, 2, 3, 0xff]))).toBe(false);
  for (const share of [0.1, 0.5, 0.99]) expect(isTruncated(bytes.subarray(0, bytes.length * share))).toBe(true);
});

it('other formats and short files are left to the browser', async () => {
  for (const bytes of [await photo.clone().gif().toBuffer(), Buffer.from('no picture at all'), Buffer.alloc(0)])
    expect(isTruncated(new Uint8Array(bytes))).toBe(false);
});
