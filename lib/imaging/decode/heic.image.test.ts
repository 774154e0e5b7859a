import { afterAll, describe, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { CORNERS, heic, LOSS } from '@/testing/heic';
import { sharedRecords } from '@/testing/memory/records';
import { pixelAt, pixels } from '@/testing/pictures';
import { newPerson } from '@/testing/records';
import { keysBelow } from '@/testing/storage';
import { type World, world } from '@/testing/world';
import type { Crop, HeicDecoder } from '../types';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());
const decoding = () => world(records(), {}, { heic: thread.decode });

/** Squares of 30 pixels at the corners of the landscape picture. */
const AT: Crop[] = [0, 50].flatMap((y) => [0, 90].map((x) => ({ x, y, width: 30, height: 30, rotate: 0 })));

async function expectColour({ served }: World, expected: readonly number[] = []) {
  const shown = pixelAt(await pixels(await served({ size: 64 })), 15, 15);
  for (const [channel, value] of expected.entries()) expect(Math.abs((shown[channel] ?? 0) - value)).toBeLessThanOrEqual(LOSS);
}

describe('a HEIC picture', () => {
  it.each(['landscape', 'turned-90', 'turned-180', 'turned-270', 'mirrored', 'grid'])(
    'named %s is cropped in displayed coordinates',
    async (name) => {
      const it = await decoding();
      const bytes = heic(name);
      const { avatar } = await it.avatars.replace(it.change, { bytes, crop: AT[0] });
      expect(avatar).toMatchObject({ format: 'heic', width: 120, height: 80, frames: 1 });
      await expectColour(it, CORNERS[0]);
      for (const [corner, crop] of AT.entries()) {
        await it.avatars.reframe(it.change, { crop });
        await expectColour(it, CORNERS[corner]);
      }
      expect((await it.avatars.original(it.change.principal)).bytes).toEqual(new Uint8Array(bytes));
    },
  );

  it('does not delay other pictures while it is decoded for a request', async () => {
    let [isHeld, isAsked, go] = [false, false, () => {}];
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    const it = await world(
      records(),
      {},
      {
        async heic(bytes) {
          isAsked = isHeld;
          if (isHeld) await until;
          return thread.decode(bytes);
        },
      },
    );
    await it.avatars.replace(it.change, { bytes: heic('landscape') });
    isHeld = true;
    const slow = it.served({ size: 'full', format: 'png' });
    await expect.poll(() => isAsked).toBe(true);
    const { generatedKey } = await newPerson(records());
    expect(await it.avatars.rendition({ key: generatedKey, size: 90, format: 'png' })).toMatchObject({ kind: 'found' });
    go();
    expect((await slow).byteLength).toBeGreaterThan(0);
  });

  it('has renditions that are made on demand, and can be restored', async () => {
    const it = await decoding();
    const { avatar } = await it.avatars.replace(it.change, { bytes: heic('turned-90'), crop: AT[3] });
    const full = await pixels(await it.served({ size: 'full', format: 'png' }));
    expect(full).toMatchObject({ width: 30, height: 30 });
    await it.avatars.remove(it.change);
    await it.avatars.restore(it.change, avatar?.id ?? 0);
    await expectColour(it, CORNERS[3]);
  });

  it('is mirrored, and zoomed out over a blurred copy of itself, also after it is restored', async () => {
    const it = await decoding();
    const crop = { x: -20, y: -40, width: 160, height: 160, rotate: 0, flip: true };
    const { avatar } = await it.avatars.replace(it.change, { bytes: heic('turned-90'), crop, background: 'blur' });
    await it.avatars.remove(it.change);
    await it.avatars.restore(it.change, avatar?.id ?? 0);
    const shown = await pixels(await it.served({ size: 'full', format: 'png' }));
    expect(shown).toMatchObject({ width: 160, height: 160, channels: 3 });
    // The last corner of the upright picture is bottom right.
    expect(difference(pixelAt(shown, 30, 112), CORNERS[3] ?? [])).toBeLessThanOrEqual(2 * LOSS);
    expect(difference(pixelAt(shown, 2, 157), CORNERS[3] ?? [])).toBeLessThan(difference(pixelAt(shown, 157, 157), CORNERS[3] ?? []));
  });

  it('keeps its alpha', async () => {
    const it = await decoding();
    await it.avatars.replace(it.change, { bytes: heic('alpha') });
    const shown = await pixels(await it.served({ size: 64 }));
    expect([pixelAt(shown, 8, 32)[3], pixelAt(shown, 56, 32)[3]]).toEqual([255, 0]);
  });

  it('in Display P3 is converted to sRGB', async () => {
    const it = await decoding();
    for (const [patch, colour] of P3_PATCHES.entries()) {
      const crop = { x: patch * 32 + 4, y: 20, width: 24, height: 24, rotate: 0 };
      await it.avatars.replace(it.change, { bytes: heic('display-p3'), crop });
      const shown = pixelAt(await pixels(await it.served({ size: 'full', format: 'png' })), 12, 12);
      expect(difference(shown, srgbOf(colour)), `patch ${patch}`).toBeLessThan(2);
      // Interpreted as sRGB, all patches but grey would be visibly wrong.
      if (patch < 3) expect(difference(colour, srgbOf(colour))).toBeGreaterThan(3);
    }
  });

  it('has an uncropped upright preview for browsers without HEIC, and the preview is not stored', async () => {
    const it = await decoding();
    const preview = await it.avatars.preview(it.change, { bytes: heic('turned-90') });
    expect(preview).toMatchObject({ width: 120, height: 80 });
    const shown = await pixels(preview.bytes);
    expect(shown).toMatchObject({ width: 120, height: 80 });
    expect(Math.abs((pixelAt(shown, 110, 70)[2] ?? 0) - (CORNERS[3]?.[2] ?? 0))).toBeLessThanOrEqual(2 * LOSS);
    expect(await keysBelow(it.storage, '')).toEqual([]);
    expect(await it.state()).toMatchObject({ source: 'none' });
  });
});

describe('a HEIC is refused', () => {
  it.each([10, 50, 90])('if it ends after %i %%, and the previous picture stays', async (percent) => {
    const it = await decoding();
    const { version } = await it.avatars.replace(it.change, { bytes: heic('landscape') });
    for (const name of ['landscape', 'grid', 'alpha', 'display-p3']) {
      const bytes = heic(name);
      const truncated = bytes.subarray(0, Math.floor((bytes.length * percent) / 100));
      await expect(it.avatars.replace(it.change, { bytes: truncated })).rejects.toMatchObject({ code: 'corrupt_image' });
    }
    expect(await it.state()).toMatchObject({ version });
  });

  it('by its header if it is too large, and no decoder receives it', async () => {
    const seen: Uint8Array[] = [];
    const watching: HeicDecoder = async (bytes) => {
      seen.push(bytes);
      return thread.decode(bytes);
    };
    const it = await world(records(), {}, { heic: watching });
    const bytes = heic('landscape');
    // `ispe`, the size of an item: 4 bytes of version and flags, then width and height.
    const size = bytes.indexOf('ispe') + 8;
    bytes.writeUInt32BE(12_000, size);
    bytes.writeUInt32BE(8_000, size + 4);
    await expect(it.avatars.replace(it.change, { bytes })).rejects.toMatchObject({ code: 'too_many_pixels' });
    expect(seen).toEqual([]);
  });

  it('with advice if HEIC is disabled, and other messages do not list HEIC', async () => {
    const { avatars, change } = await world(records());
    const refused = { code: 'heic_unsupported', message: expect.stringContaining('Most Compatible') };
    await expect(avatars.replace(change, { bytes: heic('landscape') })).rejects.toMatchObject(refused);
    await expect(avatars.preview(change, { bytes: heic('landscape') })).rejects.toMatchObject(refused);
    await expect(avatars.replace(change, { bytes: Buffer.from('%PDF-1.7') })).rejects.toMatchObject({
      code: 'unsupported_format',
      message: 'This is a PDF document. Expected JPEG, PNG, WebP, GIF or AVIF.',
    });
  });

  it('with the accepted formats if the policy excludes HEIC', async () => {
    const it = await world(
      records(),
      { policy: async () => ({ ...OPEN_POLICY, acceptedFormats: ['png', 'tiff'] }) },
      { heic: thread.decode },
    );
    const refused = { code: 'unsupported_format', message: 'This is a HEIC picture. Expected PNG.' };
    await expect(it.avatars.replace(it.change, { bytes: heic('landscape') })).rejects.toMatchObject(refused);
  });
});

const OPEN_POLICY = {
  avatarChangesDisabled: false,
  maxAvatarBytes: null,
  acceptedFormats: [],
  registration: 'open' as const,
  registrationDomains: [],
  hashLookup: true,
};

/** As in `testing/corpus/heic/make.mjs`. */
const P3_PATCHES = [
  [200, 60, 50],
  [80, 170, 90],
  [60, 80, 190],
  [128, 128, 128],
] as const;

type Colour = readonly number[];

/** Both spaces have the sRGB transfer function and the white point D65; only their primaries differ (CSS Color 4, section 10). */
function srgbOf(p3: Colour): Colour {
  const [r = 0, g = 0, b = 0] = p3.map(linear);
  const mixed = [1.22494 * r - 0.22494 * g, -0.04206 * r + 1.04206 * g, -0.01964 * r - 0.07864 * g + 1.09828 * b];
  return mixed.map((value) => {
    const inside = Math.min(1, Math.max(0, value));
    return 255 * (inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055);
  });
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Perceived difference, ΔE of CIELAB 1976; 2.3 is just noticeable. */
function difference(one: Colour, other: Colour): number {
  const [a, b] = [labOf(one), labOf(other)];
  return Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));
}

function labOf(srgb: Colour): Colour {
  const [r = 0, g = 0, b = 0] = srgb.slice(0, 3).map(linear);
  const cube = (value: number) => (value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116);
  const x = cube((0.41239 * r + 0.35758 * g + 0.18048 * b) / 0.95046);
  const y = cube(0.21264 * r + 0.71517 * g + 0.07219 * b);
  const z = cube((0.01933 * r + 0.11919 * g + 0.95053 * b) / 1.08906);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
