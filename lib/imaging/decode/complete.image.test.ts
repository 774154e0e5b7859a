import { describe, expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import { chart, colourAt } from '@/testing/corpus/chart';
import { encodeJpeg, type JpegImage, ycc } from '@/testing/corpus/jpeg-codec';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster, photo } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { world } from '@/testing/world';
import { MAX_JPEG_PADDING } from '../limits';
import { toPixels } from '../sharp';
import { withCompleteEnd } from './complete';
import { decodeHeader } from './header';
import { openSource } from './open-source';

const records = sharedRecords();
const [width, height] = [40, 33];
const picture = chart(width, height);
const written = (fields: Partial<JpegImage> = {}) => encodeJpeg({ width, height, at: (x, y) => ycc(colourAt(picture, x, y)), ...fields });
const encoded = (options: { progressive?: boolean }) => () => fromRaster(landscape(width, height)).jpeg(options).toBuffer();

const JPEGS: [string, () => Buffer | Promise<Buffer>][] = [
  ['baseline', encoded({})],
  ['progressive', encoded({ progressive: true })],
  ['with restart markers', () => written({ restartEvery: 2 })],
  ['whose last MCU row has one row of pixels', () => written({})],
  ['with a Samsung scan header', () => written({ scan: [1, 63, 0] })],
  [
    'of one colour, whose scan data are zeros',
    () =>
      fromRaster(flat(160, 160, [255, 255, 255]))
        .jpeg({ mozjpeg: true, progressive: false })
        .toBuffer(),
  ],
];

const pixels = (bytes: Uint8Array) => toPixels(openSource(bytes));

/** Decodes a JPEG as an upload is decoded. */
async function seen(bytes: Uint8Array) {
  await decodeHeader(bytes);
  return pixels(await withCompleteEnd(bytes));
}

describe.each(JPEGS)('a JPEG without an EOI marker, %s,', (_name, file) => {
  it.each([
    ['marker missing', (jpeg: Buffer) => jpeg.subarray(0, -2)],
    ['first byte of the marker only', (jpeg: Buffer) => jpeg.subarray(0, -1)],
    ['marker replaced by fill bytes', (jpeg: Buffer) => Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(10, 0xff)])],
    ['marker replaced by zeros', (jpeg: Buffer) => Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(2)])],
    ['marker replaced by many zeros', (jpeg: Buffer) => Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(5000)])],
  ])('is accepted with all its pixels: %s', async (_how, change) => {
    const whole = await file();
    expect(await seen(change(whole))).toEqual(await pixels(whole));
  });

  it('is refused if any byte of its scan data is missing, also if zeros replace the rest', async () => {
    const whole = await file();
    const refused = { code: 'corrupt_image', message: expect.stringMatching(/breaks off|damaged or incomplete|cannot be read/) };
    for (let missing = 1; missing < 60; missing += 1) {
      const start = whole.subarray(0, -2 - missing);
      await expect(seen(start), `${missing} bytes`).rejects.toMatchObject(refused);
    }
    for (const share of [0.5, 0.8]) {
      const zeros = Buffer.alloc(whole.length);
      whole.copy(zeros, 0, 0, whole.length * share);
      await expect(seen(zeros), `${share} and zeros`).rejects.toMatchObject(refused);
    }
  });
});

it.each([
  ['zeros', 0],
  ['0xff', 255],
])('a JPEG without an EOI marker is refused with more than 64 KiB of %s at its end', async (_what, value) => {
  const whole = await encoded({})();
  const padded = (bytes: number) => Buffer.concat([whole.subarray(0, -2), Buffer.alloc(bytes, value)]);
  expect(await pixels(await withCompleteEnd(padded(MAX_JPEG_PADDING)))).toEqual(await pixels(whole));
  await expect(withCompleteEnd(padded(MAX_JPEG_PADDING + 1))).rejects.toMatchObject({
    code: 'corrupt_image',
    message: 'This JPEG picture has no end. Expected an EOI marker after its pixels, got more than 64 KiB of fill bytes.',
  });
});

it('a JPEG truncated in its scan header is refused, whatever number of components the header states', async () => {
  const whole = await encoded({})();
  const scan = whole.indexOf(Buffer.from([0xff, 0xda]));
  for (let length = scan + 1; length < scan + 16; length += 1) {
    for (const components of [3, 255]) {
      const start = Buffer.from(whole.subarray(0, length));
      if (length > scan + 4) start[scan + 4] = components;
      await expect(seen(start), `${length - scan} bytes`).rejects.toMatchObject({ code: 'corrupt_image' });
    }
  }
});

it('a progressive JPEG that lacks its refinement scans is refused', async () => {
  const whole = await encoded({ progressive: true })();
  for (let at = whole.indexOf(Buffer.from([0xff, 0xda])) + 1; ; at += 1) {
    at = whole.indexOf(Buffer.from([0xff, 0xda]), at);
    if (at < 0) break;
    const refused = { code: 'corrupt_image', message: 'This is a JPEG picture that breaks off before its end.' };
    await expect(seen(whole.subarray(0, at))).rejects.toMatchObject(refused);
  }
});

it('a truncated JPEG is refused with any crop, and a complete one without EOI is stored unchanged', async () => {
  const { avatars, change } = await world(records());
  const whole = await photo(64, 256);
  const crop = { x: 0, y: 0, width: 64, height: 64, rotate: 0 };
  const truncated = whole.subarray(0, -200);
  await expect(avatars.replace(change, { bytes: truncated, crop })).rejects.toMatchObject({ code: 'corrupt_image' });
  await expect(avatars.preview(change, { bytes: truncated })).rejects.toMatchObject({ code: 'corrupt_image' });
  const open = whole.subarray(0, -2);
  await avatars.replace(change, { bytes: open, crop });
  expect((await avatars.original(change.principal)).bytes).toEqual(new Uint8Array(open));
  await avatars.reframe(change, { crop: { ...crop, y: 192 } });
});

describe('an animation with complete frames', () => {
  const frames = [100, 108, 116].map((red) => flat(40, 40, [red, 90, 90]));
  const of = (format: 'gif' | 'png') => animation(frames, { delays: [100, 100, 100], format });
  const ENDS: ['gif' | 'png', string, (file: Buffer) => Buffer][] = [
    ['gif', 'without its trailer', (file) => file.subarray(0, -1)],
    ['gif', 'with a zero instead of its trailer', (file) => Buffer.concat([file.subarray(0, -1), Buffer.alloc(1)])],
    ['gif', 'with stray bytes before it', (file) => Buffer.concat([file.subarray(0, -1), Buffer.from('stray;')])],
    ['gif', 'with a truncated comment', (file) => Buffer.concat([file.subarray(0, -1), Buffer.from([0x21, 0xfe, 9, 65])])],
    ['png', 'without its IEND chunk', (file) => file.subarray(0, -12)],
    ['png', 'truncated in its IEND chunk', (file) => file.subarray(0, -5)],
    ['png', 'truncated in the CRC of its last frame', (file) => file.subarray(0, -14)],
  ];

  it.each(ENDS)('stays animated: %s %s', async (format, _how, change) => {
    const { avatars, change: own, served } = await world(records());
    const whole = await of(format);
    await avatars.replace(own, { bytes: whole });
    const expected = await served({ size: 512 });
    const { avatar } = await avatars.replace(own, { bytes: change(whole) });
    expect(avatar).toMatchObject({ frames: 3, animation: 'kept' });
    expect(Buffer.compare(await served({ size: 512 }), expected)).toBe(0);
  });

  it.each(['gif', 'png'] as const)('is refused if one frame is incomplete: %s', async (format) => {
    const { avatars, change } = await world(records());
    const whole = await of(format);
    for (const missing of format === 'gif' ? [2, 10, 20] : [17, 18, 40]) {
      await expect(avatars.replace(change, { bytes: whole.subarray(0, -missing) })).rejects.toMatchObject({
        code: 'corrupt_image',
        message: expect.stringMatching(/breaks off before its end|damaged or incomplete/),
      });
    }
  });
});

describe('a truncated PNG', () => {
  it.each([
    ['without its IEND chunk', 12, false],
    ['in the CRC of its pixels', 14, false],
    ['in the CRC of its pixels, interlaced', 14, true],
  ] as const)('is accepted if all pixels are there: %s', async (_how, missing, progressive) => {
    const whole = await fromRaster(landscape(width, height)).png({ progressive }).toBuffer();
    expect(await seen(whole.subarray(0, -missing))).toEqual(await pixels(whole));
  });

  it('is refused or shows all pixels if its image data is truncated', async () => {
    const { avatars, change } = await world(records());
    const whole = await fromRaster(landscape(width, height)).png().toBuffer();
    for (const missing of [24, 40, 200]) {
      await expect(avatars.replace(change, { bytes: whole.subarray(0, -missing) })).rejects.toMatchObject({ code: 'corrupt_image' });
    }
    for (let missing = 16; missing < 24; missing += 1) {
      const shown = await seen(whole.subarray(0, -missing)).catch(() => null);
      if (shown) expect(shown).toEqual(await pixels(whole));
    }
  });
});
