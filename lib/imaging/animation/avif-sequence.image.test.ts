import { afterAll, describe, expect, it, vi } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { createSequence, withoutPrimaryItem, withoutStill } from '@/testing/corpus/sequence';
import { heic } from '@/testing/heic';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster, pixels } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { world } from '@/testing/world';
import { decodeHeader } from '../decode/header';
import { openSource } from '../decode/open-source';
import { box } from '../formats/heif-items';
import { hasStill, withStillItem } from '../formats/heif-track';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());

const avif = () => fromRaster(landscape(60, 40)).avif({ effort: 0 }).toBuffer();
const DROPPED = { animation: 'dropped', animationDropped: 'format', frames: 1 };

describe.each([
  ['AVIF', 'avif', 'avis', avif],
  ['HEIC', 'heic', 'hevc', async () => heic('landscape')],
  ['HEIC with brand hevx', 'heic', 'hevx', async () => heic('landscape')],
  ['HEIC with brand msf1', 'heic', 'msf1', async () => heic('landscape')],
] as const)('an image sequence as %s', (_what, format, brand, still) => {
  it('is accepted with its still picture and reported as dropped animation, with any crop', async () => {
    const it = await world(records(), {}, { heic: thread.decode });
    const bytes = createSequence(await still(), brand, 3);
    const { avatar } = await it.avatars.replace(it.change, { bytes });
    expect(avatar).toMatchObject({ format, ...DROPPED });
    expect(await pixels(await it.served({ size: 20 }))).toMatchObject({ width: 20, height: 20 });
    expect((await it.avatars.original(it.change.principal)).bytes).toEqual(new Uint8Array(bytes));
    await it.avatars.reframe(it.change, { crop: { x: 0, y: 0, width: 30, height: 30, rotate: 45 } });
    expect((await it.state()).avatar).toMatchObject({ format, ...DROPPED });
  });
});

it.each(['hevc', 'hevx', 'msf1'])('a HEIC sequence without a still picture is refused with advice: %s', async (brand) => {
  await expect(decodeHeader(withoutStill(createSequence(heic('landscape'), brand, 3)))).rejects.toMatchObject({
    code: 'unsupported_format',
    message: expect.stringMatching(/of moving frames, without a still one\. Expected JPEG.* Send the animation as a GIF/),
  });
});

it('an AVIF without a track, or without a sequence brand, is a still picture', async () => {
  const picture = await avif();
  const quiet = createSequence(picture, 'avif', 3);
  picture.write('avis', 8, 'latin1');
  for (const bytes of [picture, quiet]) expect(await decodeHeader(bytes)).toMatchObject({ format: 'avif', width: 60, height: 40 });
  for (const bytes of [picture, quiet]) expect(await decodeHeader(bytes)).not.toHaveProperty('hasUnsupportedAnimation');
});

describe('an AVIF sequence without a primary item', () => {
  const sequence = async (frames: number) => createSequence(await avif(), 'avis', frames);

  it.each([
    ['without meta', withoutStill],
    ['with meta, but without pitm', withoutPrimaryItem],
  ])('shows its first frame: %s', async (_how, without) => {
    const it = await world(records());
    const whole = await sequence(3);
    const bytes = without(whole);
    await it.avatars.replace(it.change, { bytes: whole });
    const expected = await pixels(await it.served({ size: 'full', format: 'png' }));
    const { avatar } = await it.avatars.replace(it.change, { bytes });
    expect(avatar).toMatchObject({ format: 'avif', width: 60, height: 40, ...DROPPED });
    expect(await pixels(await it.served({ size: 'full', format: 'png' }))).toEqual(expected);
    expect((await it.avatars.original(it.change.principal)).bytes).toEqual(new Uint8Array(bytes));
  });

  it('is copied once for decoding, and not at all for inspection', async () => {
    const still = await avif();
    const mdat = still.indexOf('mdat') - 4;
    const padded = Buffer.concat([still.subarray(0, mdat), box('mdat', still.subarray(mdat + 8), Buffer.alloc(1_000_000))]);
    const bytes = withoutStill(createSequence(padded, 'avis', 3));
    const concat = vi.spyOn(Buffer, 'concat');
    expect(hasStill(bytes)).toBe(true);
    expect(concat).not.toHaveBeenCalled();
    const { length } = withStillItem(bytes);
    const copied = concat.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
    concat.mockRestore();
    expect(length).toBeGreaterThan(1_000_000);
    expect(copied).toBeLessThan(1_010_000);
  });

  it('is refused if its alpha track shares bytes with its colour track', async () => {
    const still = await avif();
    const mdat = still.indexOf('mdat');
    const mask = box('free', still.subarray(mdat + 4));
    const sequenceWith = (alphaAt: number) => withoutStill(createSequence(Buffer.concat([still, mask]), 'avis', 3, alphaAt));
    expect(await openSource(sequenceWith(still.length + 8)).metadata()).toMatchObject({ hasAlpha: true });
    for (const alphaAt of [mdat + 4, mdat + 5, still.length - 1]) {
      await expect(decodeHeader(sequenceWith(alphaAt))).rejects.toMatchObject({ code: 'unsupported_format' });
    }
  });

  it('with one frame is a still picture', async () => {
    for (const bytes of [await sequence(1), withoutStill(await sequence(1))]) {
      expect(await decodeHeader(bytes)).toMatchObject({ format: 'avif', width: 60, height: 40 });
      expect(await decodeHeader(bytes)).not.toHaveProperty('hasUnsupportedAnimation');
    }
  });

  it('is refused if it is truncated anywhere after the start of its first frame, and damage never throws another error', async () => {
    const whole = withoutStill(await sequence(3));
    const frame = whole.indexOf('mdat') + 4;
    for (let length = frame; length < whole.indexOf('stco'); length += 7) {
      await expect(decodeHeader(whole.subarray(0, length))).rejects.toMatchObject({ code: expect.stringMatching(/corrupt|unsupported/) });
    }
    const moov = whole.indexOf('moov');
    for (let at = moov; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at] = 255;
      const outcome = await decodeHeader(damaged).catch((error: { code?: string }) => error.code);
      expect(typeof outcome === 'object' || ['corrupt_image', 'unsupported_format', 'too_complex'].includes(outcome ?? '')).toBe(true);
    }
  });
});
