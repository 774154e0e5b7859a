import sharp from 'sharp';
import { expect, it } from 'vitest';
import { animation, flat } from '@/lib/testing/animations';
import { mayMove } from './first-frame';

const FRAMES = [flat(30, 20, [200, 0, 0]), flat(30, 20, [0, 0, 200])];
const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);
const still = sharp({ create: { width: 30, height: 20, channels: 3, background: 'teal' } });

it('an animated GIF, WebP, PNG and AVIF may move', async () => {
  expect(await mayMove(blob(await animation(FRAMES, { delays: [100, 100] })))).toBe(true);
  const webp = await sharp(await animation(FRAMES, { delays: [100, 100] }), { animated: true })
    .webp()
    .toBuffer();
  expect(await mayMove(blob(webp))).toBe(true);
  const png = await still.clone().png().toBuffer();
  const apng = Buffer.concat([png.subarray(0, 33), Buffer.from('\0\0\0\x08acTL\0\0\0\x02\0\0\0\0crc!', 'latin1'), png.subarray(33)]);
  expect(await mayMove(blob(apng))).toBe(true);
  expect(await mayMove(blob(Buffer.from('\0\0\0\x20ftypavis\0\0\0\0avifmif1', 'latin1')))).toBe(true);
});

it.each(['jpeg', 'png', 'webp', 'avif'] as const)('a still %s does not', async (format) => {
  expect(await mayMove(blob(await still.clone().toFormat(format).toBuffer()))).toBe(false);
});

it('nor does a text file, or nothing at all', async () => {
  expect(await mayMove(blob(Buffer.from('GIF?')))).toBe(false);
  expect(await mayMove(blob(Buffer.alloc(0)))).toBe(false);
});
