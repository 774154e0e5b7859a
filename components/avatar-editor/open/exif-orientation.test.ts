import { expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { isOrientedWebp } from './exif-orientation';

const picture = () => fromRaster(landscape(60, 40));
const webp = (orientation: number) => picture().withMetadata({ orientation }).webp().toBuffer();
const rotated = (bytes: Uint8Array) => isOrientedWebp(new Blob([new Uint8Array(bytes)]));

it.each([2, 3, 4, 5, 6, 7, 8])('a WebP with orientation %i is one that browsers and the server show differently', async (orientation) => {
  expect(await rotated(await webp(orientation))).toBe(true);
});

it('an animated WebP with an orientation is one too', async () => {
  const frames = [flat(60, 40, [90, 90, 90]), flat(60, 40, [120, 90, 90])];
  const make = (orientation: number) => animation(frames, { delays: [300, 300], format: 'webp', orientation });
  expect(await rotated(await make(6))).toBe(true);
  expect(await rotated(await make(1))).toBe(false);
});

it('a WebP that is upright, or has no or an invalid orientation, is not', async () => {
  expect(await rotated(await webp(1))).toBe(false);
  expect(await rotated(await picture().webp().toBuffer())).toBe(false);
  expect(
    await rotated(
      await picture()
        .withExif({ IFD0: { Artist: 'Ada' } })
        .webp()
        .toBuffer(),
    ),
  ).toBe(false);
  const strange = await webp(6);
  const tag = strange.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00]));
  strange.writeUInt16LE(9, tag + 8);
  expect(await rotated(strange)).toBe(false);
});

it('a file of another format is not: browsers apply its orientation', async () => {
  expect(await rotated(await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer())).toBe(false);
  expect(await rotated(await picture().withMetadata({ orientation: 6 }).png().toBuffer())).toBe(false);
  expect(await rotated(new Uint8Array())).toBe(false);
});

it('a truncated WebP is left to the decoder', async () => {
  const whole = await webp(6);
  for (let length = 0; length < whole.byteLength; length += 7) expect(typeof (await rotated(whole.subarray(0, length)))).toBe('boolean');
});
