import { constants, deflateRawSync, inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import { chunk } from '@/testing/corpus/png-codec';
import { sampledRows } from '@/testing/effort';
import { photo } from '@/testing/pictures';
import { cropAnimation } from '../animation/animation';
import { encodePreview } from '../encode/preview';
import { cropPixels } from '../geometry/extract';
import { sharp } from '../sharp';
import { openSource } from './open-source';
import { type Deadline, deadlineIn, decodePixels } from './pixels';

const crop = { x: 0, y: 0, width: 30, height: 30, rotate: 0 };

/**
 * A PNG of one colour with a 16-bit profile, stored on its side. Its rows are one compressed block again and again: compressing as many
 * pixels as a decoder takes too long for would take as long. The checksum behind the last row is missing; no test gets there.
 */
async function flatPng(side: number): Promise<Buffer> {
  const background = { r: 200, g: 30, b: 90, alpha: 0.5 };
  const small = await sharp({ create: { width: side, height: 1, channels: 4, background } })
    .toColourspace('rgb16')
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  const pixelsAt = small.indexOf('IDAT') - 4;
  const header = Buffer.from(small.subarray(16, 29));
  header.writeUInt32BE(side, 4);
  const row = inflateSync(small.subarray(pixelsAt + 8, pixelsAt + 8 + small.readUInt32BE(pixelsAt)));
  const block = deflateRawSync(row, { finishFlush: constants.Z_FULL_FLUSH });
  const data = Buffer.concat([Buffer.from([0x78, 0x01]), ...Array(side).fill(block)]);
  return Buffer.concat([small.subarray(0, 8), chunk('IHDR', header), small.subarray(33, pixelsAt), chunk('IDAT', data), chunk('IEND')]);
}

describe('a picture that takes too long', () => {
  /** 81 million pixels with a 16-bit profile: decoding takes five seconds on a quiet core. */
  const SIDE = 9000;
  let slow: Buffer;
  beforeAll(async () => {
    slow = await flatPng(SIDE);
  });

  it.each(sampledRows(2, [0, 90, 180, 45]))('is stopped, also if it must be rotated: EXIF orientation 6 and %i degrees', async (rotate) => {
    const whole = { x: 0, y: 0, width: SIDE, height: SIDE, rotate };
    await expect(cropPixels(slow, { width: SIDE, height: SIDE }, whole, 1024, deadlineIn(1))).rejects.toMatchObject({
      code: 'too_complex',
      message: 'The picture takes too long to decode. Expected at most 1 seconds.',
      details: { limitSeconds: 1 },
      cause: { message: expect.stringMatching(/^timeout: \d\d?% complete/) },
    });
  });

  it('is stopped as a preview as well', async () => {
    await expect(encodePreview(slow, deadlineIn(1))).rejects.toMatchObject({ code: 'too_complex' });
  });

  it('is not decoded if the task has already used its time', async () => {
    const past: Deadline = { seconds: 20, endsAt: performance.now() };
    const late = { code: 'too_complex', details: { limitSeconds: 20 } };
    await expect(cropPixels(await photo(), { width: 600, height: 400 }, crop, 64, past)).rejects.toMatchObject(late);
    for (const format of ['gif', 'png'] as const) {
      const bytes = await animation([flat(32, 32, [9, 9, 9, 255]), flat(32, 32, [90, 90, 90, 255])], { delays: [100, 100], format });
      await expect(cropAnimation(bytes, { width: 32, height: 32, frames: 2 }, crop, past)).rejects.toMatchObject(late);
    }
  });
});

describe('a failure while decoding', () => {
  it('is reported as corrupt_image for a truncated file', async () => {
    const whole = await photo();
    await expect(decodePixels(openSource(whole.subarray(0, 9000)), deadlineIn())).rejects.toMatchObject({
      code: 'corrupt_image',
      cause: { message: expect.stringContaining('premature end') },
    });
  });

  it('is an internal error if the server requests an area outside the picture', async () => {
    const beyond = openSource(await photo(600, 400)).extract({ left: 0, top: 0, width: 601, height: 400 });
    await expect(decodePixels(beyond, deadlineIn())).rejects.not.toHaveProperty('code');
  });
});
