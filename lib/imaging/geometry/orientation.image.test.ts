import { expect, test } from 'vitest';
import { sampledRows } from '@/testing/effort';
import { sharp, TRANSPARENT, toPixels } from '../sharp';
import { rotatedExtent } from './crop';
import { cropPixels } from './extract';

const [WIDTH, HEIGHT] = [48, 36];

/** Every pixel has another colour, so that no two orientations are equal. */
const pixels = Buffer.from(
  Array.from({ length: WIDTH * HEIGHT }, (_pixel, at) => [(at % WIDTH) * 5, Math.floor(at / WIDTH) * 7, at % 251]).flat(),
);

const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
const rotations = [0, 90, 180, 270];
const flips = [false, true];

const cases = sampledRows(
  4,
  orientations.flatMap((exifOrientation) => rotations.flatMap((rotate) => flips.map((flip) => ({ exifOrientation, rotate, flip })))),
);

/** The stored picture, and the displayed one after mirroring and rotation, step by step. */
async function pictures({ exifOrientation, rotate, flip }: (typeof cases)[number]) {
  const stored = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .withMetadata({ orientation: exifOrientation })
    .png()
    .toBuffer();
  const displayed = (await sharp(stored).metadata()).autoOrient;
  const upright = await sharp(stored).autoOrient().toBuffer();
  const mirrored = await sharp(upright).flop(flip).toBuffer();
  return { stored, displayed, shown: await sharp(mirrored).rotate(rotate).toBuffer(), extent: rotatedExtent(displayed, rotate) };
}

test.each(cases)(
  'a crop with EXIF orientation $exifOrientation, rotated by $rotate degrees, mirrored: $flip, equals the crop of the upright picture',
  async ({ exifOrientation, rotate, flip }) => {
    const { stored, displayed, shown, extent } = await pictures({ exifOrientation, rotate, flip });
    const square = { left: 3, top: extent.height - 25, width: 20, height: 20 };
    const crop = { x: square.left, y: square.top, width: 20, height: 20, rotate, flip };
    expect(await cropPixels(stored, displayed, crop, 1024)).toEqual(await toPixels(sharp(shown).extract(square)));
  },
);

test.each(cases)(
  'a crop beyond every edge with EXIF orientation $exifOrientation, rotated by $rotate degrees, mirrored: $flip, has a margin',
  async ({ exifOrientation, rotate, flip }) => {
    const { stored, displayed, shown, extent } = await pictures({ exifOrientation, rotate, flip });
    const [left, top, side] = [7, 11, 80];
    const margins = { left, top, right: side - left - extent.width, bottom: side - top - extent.height };
    const expected = await toPixels(
      sharp(shown)
        .ensureAlpha()
        .extend({ ...margins, background: TRANSPARENT }),
    );
    const crop = { x: -left, y: -top, width: side, height: side, rotate, flip };
    // Exact without scaling: a logo at its own size stays sharp.
    expect(await cropPixels(stored, displayed, crop, 1024)).toEqual(expected);
  },
);
