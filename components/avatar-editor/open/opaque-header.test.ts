import { expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import { fromRaster } from '@/testing/pictures';
import { isJpeg, isOpaque } from './opaque-header';

const OPAQUE = flat(8, 8, [20, 140, 90]);
const OTHER = flat(8, 8, [200, 30, 40]);
const CLEAR = flat(8, 8, [20, 140, 90, 0]);
const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

it.each([
  ['a JPEG', () => fromRaster(OPAQUE).jpeg().toBuffer(), true],
  ['a PNG without alpha channel', () => fromRaster(OPAQUE).png().toBuffer(), true],
  ['a PNG with a colour profile before its pixels', () => fromRaster(OPAQUE).withIccProfile('p3').png().toBuffer(), true],
  ['a PNG with an alpha channel', () => fromRaster(CLEAR).png().toBuffer(), false],
  ['a PNG with a transparent palette', () => fromRaster(CLEAR).png({ palette: true }).toBuffer(), false],
  ['an animated PNG', () => animation([OPAQUE, OTHER], { delays: [100, 100], format: 'png' }), false],
  ['a lossy WebP', () => fromRaster(OPAQUE).webp().toBuffer(), true],
  ['a lossy WebP with a profile', () => fromRaster(OPAQUE).withIccProfile('p3').webp().toBuffer(), true],
  ['a lossy WebP with alpha', () => fromRaster(CLEAR).webp().toBuffer(), false],
  ['a WebP whose pixels say whether they are opaque', () => fromRaster(CLEAR).webp({ lossless: true }).toBuffer(), false],
  ['an animated WebP', () => animation([OPAQUE, OTHER], { delays: [100, 100], format: 'webp' }), false],
  ['a GIF', () => fromRaster(OPAQUE).gif().toBuffer(), false],
])('%s is opaque by its header, or has to be looked at', async (_what, make, expected) => {
  expect(await isOpaque(blob(await make()))).toBe(expected);
});

it.each([
  ['nothing', []],
  ['a single byte', [0xff]],
  ['a PNG that breaks off', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]],
])('%s has to be looked at', async (_what, bytes) => {
  expect(await isOpaque(blob(new Uint8Array(bytes)))).toBe(false);
});

it.each([
  ['a JPEG', [0xff, 0xd8, 0xff, 0xe0], true],
  ['a PNG', [0x89, 0x50, 0x4e, 0x47], false],
  ['a single byte', [0xff], false],
  ['nothing', [], false],
])('%s is known by its first bytes, whatever its type says', async (_what, bytes, expected) => {
  expect(await isJpeg(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))).toBe(expected);
});
