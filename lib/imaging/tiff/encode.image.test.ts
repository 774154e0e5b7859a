import { expect, it } from 'vitest';
import { landscape } from '@/testing/reference';
import { fromPixels, type Pixels, sharp } from '../sharp';
import { encodeTiff } from './encode';

function picture(width: number, height: number): Pixels {
  return { ...landscape(width, height), data: Buffer.from(landscape(width, height).data) };
}

it.each([
  [1, 1],
  [1, 3000],
  [3000, 1],
  [301, 203],
  // Several strips, the last of them shorter.
  [640, 479],
])('a TIFF of %i × %i pixels decodes to the encoded pixels', async (width, height) => {
  const { data, channels } = picture(width, height);
  const tiff = encodeTiff({ data, width, height, channels });
  expect(await sharp(tiff).metadata()).toMatchObject({ format: 'tiff', width, height, channels: 3, space: 'srgb' });
  expect((await sharp(tiff).raw().toBuffer()).equals(data)).toBe(true);
});

it('a TIFF keeps alpha, and the colours of transparent pixels', async () => {
  const data = Buffer.from([200, 100, 50, 128, 10, 20, 30, 0]);
  const tiff = encodeTiff({ data, width: 2, height: 1, channels: 4 });
  expect(await sharp(tiff).metadata()).toMatchObject({ channels: 4, hasAlpha: true });
  expect([...(await sharp(tiff).raw().toBuffer())]).toEqual([...data]);
});

it('a TIFF keeps the ICC profile', async () => {
  const { icc } = await sharp(await fromPixels(picture(8, 8)).withIccProfile('p3').png().toBuffer()).metadata();
  expect((await sharp(encodeTiff(picture(20, 20), icc)).metadata()).icc).toEqual(icc);
});

it.each([
  [301, 203, 4096],
  [640, 479, 4096],
  // Less than the IFD needs.
  [640, 479, 64],
])('a TIFF has the same bytes when written around %i × %i pixels with %i bytes of padding', async (width, height, padding) => {
  const { data, channels } = picture(width, height);
  const { icc } = await sharp(await fromPixels(picture(8, 8)).withIccProfile('p3').png().toBuffer()).metadata();
  const memory = Buffer.alloc(data.length + 2 * padding);
  data.copy(memory, padding);
  const padded = { data: memory.subarray(padding, padding + data.length), width, height, channels, padding };
  const tiff = encodeTiff(padded, icc);
  expect(tiff.buffer === memory.buffer).toBe(padding > 64);
  expect(tiff.equals(encodeTiff({ data, width, height, channels }, icc))).toBe(true);
});
