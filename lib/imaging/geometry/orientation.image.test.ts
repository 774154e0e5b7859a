import { expect, test } from 'vitest';
import { sharp, toPixels } from '../sharp';
import { rotatedExtent } from './crop';
import { cropPixels } from './extract';

const [WIDTH, HEIGHT] = [48, 36];

/** Every pixel has another colour, so that no two orientations are equal. */
const pixels = Buffer.from(
  Array.from({ length: WIDTH * HEIGHT }, (_pixel, at) => [(at % WIDTH) * 5, Math.floor(at / WIDTH) * 7, at % 251]).flat(),
);

const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
const rotations = [0, 90, 180, 270];

test.each(orientations.flatMap((exifOrientation) => rotations.map((rotate) => ({ exifOrientation, rotate }))))(
  'a crop of a picture with EXIF orientation $exifOrientation, rotated by $rotate degrees, equals the crop of the upright picture',
  async ({ exifOrientation, rotate }) => {
    const stored = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .withMetadata({ orientation: exifOrientation })
      .png()
      .toBuffer();
    const displayed = (await sharp(stored).metadata()).autoOrient;
    const extent = rotatedExtent(displayed, rotate);
    const square = { left: 3, top: extent.height - 25, width: 20, height: 20 };
    const upright = await sharp(stored).autoOrient().toBuffer();
    const expected = await toPixels(sharp(await sharp(upright).rotate(rotate).toBuffer()).extract(square));

    const shown = await cropPixels(stored, displayed, { x: square.left, y: square.top, width: 20, height: 20, rotate }, 1024);

    expect(shown).toEqual(expected);
  },
);
