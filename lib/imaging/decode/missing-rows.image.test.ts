import { describe, expect, it } from 'vitest';
import { chart, colourAt } from '@/testing/corpus/chart';
import { encodeJpeg, ycc } from '@/testing/corpus/jpeg-codec';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { world } from '@/testing/world';
import { toPixels } from '../sharp';
import { refuseMissingRows } from './missing-rows';
import { openSource } from './open-source';

const records = sharedRecords();
const EOI = Buffer.from([0xff, 0xd9]);
const [width, height] = [120, 160];
const jpeg = (options: { progressive?: boolean; mozjpeg?: boolean } = {}) => fromRaster(landscape(width, height)).jpeg(options).toBuffer();
const REFUSED = { code: 'corrupt_image', message: 'This JPEG picture is incomplete: the last of its pixels are missing.' };

describe('a JPEG with EOI before its last pixels', () => {
  it.each([
    ['baseline, with half of its data', {}, 0.5],
    ['progressive, with half of its data', { progressive: true }, 0.5],
    ['progressive, with 95 % of its data', { progressive: true }, 0.95],
    ['with optimised scans', { mozjpeg: true }, 0.8],
  ])('is refused: %s', async (_what, options, share) => {
    const { avatars, change } = await world(records());
    const whole = await jpeg(options);
    const bytes = Buffer.concat([whole.subarray(0, whole.length * share), EOI]);
    await expect(avatars.replace(change, { bytes })).rejects.toMatchObject(REFUSED);
    await expect(avatars.preview(change, { bytes })).rejects.toMatchObject(REFUSED);
    for (const rotate of [0, 30, 90]) {
      const crop = { x: 30, y: 50, width: 60, height: 60, rotate };
      await expect(avatars.replace(change, { bytes, crop })).rejects.toMatchObject(REFUSED);
    }
    await avatars.replace(change, { bytes: whole });
  });

  it('is still shown if it was accepted earlier', async () => {
    const whole = await jpeg();
    const shown = await refuseMissingRows(false, async (failOn) =>
      toPixels(openSource(Buffer.concat([whole.subarray(0, whole.length / 2), EOI]), { failOn })),
    );
    expect(shown).toMatchObject({ width, height });
  });
});

it.each<[string, () => Promise<Buffer> | Buffer]>([
  ['a Samsung scan header', () => encodeJpeg({ width, height, at: (x, y) => ycc(colourAt(chart(width, height), x, y)), scan: [1, 63, 0] })],
  [
    'other bytes between two segments',
    async () => {
      const whole = await jpeg();
      const second = 4 + whole.readUInt16BE(4);
      return Buffer.concat([whole.subarray(0, second), Buffer.alloc(4), whole.subarray(second)]);
    },
  ],
  [
    'other bytes after its pixels',
    async () => Buffer.concat([(await jpeg({ progressive: true })).subarray(0, -2), Buffer.alloc(300, 7), EOI]),
  ],
])('a complete JPEG with %s is accepted, although the decoder warns', async (_what, file) => {
  const { avatars, change } = await world(records());
  const bytes = await file();
  await expect(toPixels(openSource(bytes, { failOn: 'warning' }))).rejects.toThrow(/Invalid SOS|extraneous bytes/);
  expect(await avatars.replace(change, { bytes })).toMatchObject({ source: 'upload' });
});

it('a JPEG without warnings is decoded once', async () => {
  const whole = await jpeg();
  const asked: string[] = [];
  await refuseMissingRows(true, async (failOn) => {
    asked.push(failOn);
    return toPixels(openSource(whole, { failOn }));
  });
  expect(asked).toEqual(['warning']);
});
