import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generatedInputs } from '@/testing/effort';
import { fromRaster } from '@/testing/pictures';
import { compare, landscape, referenceCrop, slope, storedFor } from '@/testing/reference';
import { MAX_CROP_FACTOR } from '../limits';
import type { Crop, Pixels } from '../types';
import { liesBeyond, resolveCrop, rotatedExtent } from './crop';
import { cropPixels, planExtraction } from './extract';
import { planShrinkOnLoad } from './shrink-on-load';

/** Side at which results are compared, in pixels: a typical display size. */
const MEASURED_AT = 512;

/** Maximum mean difference of 255: the effect of another filter on a smooth picture. A shift by half a pixel causes 1.5 or more. */
const MOST_DIFFERENCE = 1;
/** Maximum offset of an alpha edge across the square, in pixels: different smoothing filters differ by less. */
const MOST_EDGE_DIFFERENCE = 0.4;
/** The same where both edges of a picture lie in the square. */
const MOST_EDGES_DIFFERENCE = 2 * MOST_EDGE_DIFFERENCE;

/** In each batch: 200 in all. */
const RECIPES = generatedInputs(40);

// fast-check must not prefer 0 or 1, so that most squares lie within the picture.
const fraction = fc.integer({ min: 0, max: 10_006 }).map((n) => ((n * 7919) % 10_007) / 10_006);

const recipe = fc.record({
  width: fc.integer({ min: 300, max: 640 }),
  height: fc.integer({ min: 300, max: 640 }),
  exifOrientation: fc.integer({ min: 1, max: 8 }),
  rotate: fc.oneof({ weight: 1, arbitrary: fc.constantFrom(0, 90, 180, 270) }, { weight: 3, arbitrary: fc.integer({ min: 1, max: 359 }) }),
  flip: fc.boolean(),
  across: fraction,
  down: fraction,
  size: fraction,
});

// In batches, so that no test comes near its time limit on a busy machine.
it.each([1, 2, 3, 4, 5])('a saved picture shows the chosen crop, for any rectangle, rotation and orientation (batch %i)', async (batch) => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(recipe, async ({ exifOrientation, rotate, flip, across, down, size, ...displayedSize }) => {
      const { displayed, bytes } = await picture(displayedSize, exifOrientation);
      const extent = rotatedExtent(displayed, rotate);
      const side = 40 + (Math.min(extent.width, extent.height) - 40) * size;
      const framed = { x: across * (extent.width - side), y: down * (extent.height - side), width: side, height: side, rotate, flip };
      const crop = resolveCrop(displayed, framed);
      const saved = await cropPixels(bytes, displayed, crop, MEASURED_AT);
      expect(saved.width).toBe(Math.min(MEASURED_AT, crop.width));
      const { offset, inPlace, alpha } = compare(saved, referenceCrop(displayed, crop, saved.width));
      expect(Math.max(Math.abs(offset.x), Math.abs(offset.y))).toBeLessThanOrEqual(1);
      expect(inPlace).toBeLessThan(MOST_DIFFERENCE);
      expect((alpha * saved.width) / 255).toBeLessThan(MOST_EDGE_DIFFERENCE);
      seen += 1;
    }),
    { numRuns: RECIPES, seed: 20_261_120 + batch, endOnFailure: true },
  );
  expect(seen).toBe(RECIPES);
});

it.each([1, 2, 3, 4, 5])(
  'a saved picture shows the chosen crop and its margin, for any square beyond the picture (batch %i)',
  async (batch) => {
    let beyond = 0;
    await fc.assert(
      fc.asyncProperty(recipe, async ({ exifOrientation, rotate, flip, across, down, size, ...displayedSize }) => {
        const extent = rotatedExtent(displayedSize, rotate);
        const longer = Math.max(displayedSize.width, displayedSize.height);
        // Most are near the size of the picture, and some much larger.
        const side = 60 + (MAX_CROP_FACTOR * longer - 60) * size ** 4;
        // Scaled to less than half its size, the details of a landscape depend on the filter.
        const { displayed, bytes } = await picture(displayedSize, exifOrientation, side > 2 * MEASURED_AT ? slope : landscape);
        // At least a sixth of the square, or of the picture, is shown each way.
        const start = (length: number, part: number) => {
          const shown = Math.min(side, length) / 6;
          return -side + shown + part * (length + side - 2 * shown);
        };
        const framed = { x: start(extent.width, across), y: start(extent.height, down), width: side, height: side, rotate, flip };
        const crop = resolveCrop(displayed, framed);
        expect(resolveCrop(displayed, crop)).toEqual(crop);
        const saved = await cropPixels(bytes, displayed, crop, MEASURED_AT);
        expect(saved).toMatchObject({ width: Math.min(MEASURED_AT, crop.width), height: Math.min(MEASURED_AT, crop.width) });
        const { offset, inPlace, alpha } = compare(saved, referenceCrop(displayed, crop, saved.width));
        expect(Math.max(Math.abs(offset.x), Math.abs(offset.y))).toBeLessThanOrEqual(1);
        expect(inPlace).toBeLessThan(MOST_DIFFERENCE);
        expect((alpha * saved.width) / 255).toBeLessThan(MOST_EDGES_DIFFERENCE);
        if (liesBeyond(crop, extent)) beyond += 1;
      }),
      { numRuns: RECIPES, seed: 20_261_140 + batch, endOnFailure: true },
    );
    expect(beyond).toBeGreaterThan(RECIPES / 2);
  },
);

/** A picture as displayed, and its file. */
async function picture({ width, height }: { width: number; height: number }, exifOrientation: number, draw = landscape) {
  const displayed = draw(width, height);
  const stored = fromRaster(storedFor(displayed, exifOrientation)).withMetadata({ orientation: exifOrientation });
  return { displayed, bytes: await stored.png({ compressionLevel: 1 }).toBuffer() };
}

/** Sides divide by eight, as those of cameras do: above a certain size, such a JPEG is scaled by shrink-on-load. */
const PHOTO = { width: 3584, height: 2816 };
const PHOTOS = generatedInputs(24);
/** In pixels: the crop lies on whole pixels of the scaled photo, and rounding of colours adds a tenth. */
const MOST_OFFSET = 0.6;

it('a saved photo shows the chosen crop, also with shrink-on-load', async () => {
  const photos = new Map<number, Promise<Buffer>>();
  const framed = fc.record({
    exifOrientation: fc.integer({ min: 1, max: 8 }),
    rotate: fc.constantFrom(0, 90, 180, 270),
    across: fraction,
    down: fraction,
    size: fraction,
  });
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(framed, async ({ exifOrientation, rotate, across, down, size }) => {
      const bytes = photos.get(exifOrientation) ?? photo(exifOrientation);
      photos.set(exifOrientation, bytes);
      const extent = rotatedExtent(PHOTO, rotate);
      const side = 2600 + (PHOTO.height - 2600) * size;
      const crop = resolveCrop(PHOTO, {
        x: across * (extent.width - side),
        y: down * (extent.height - side),
        width: side,
        height: side,
        rotate,
      });
      const stored = exifOrientation > 4 ? { width: PHOTO.height, height: PHOTO.width } : PHOTO;
      expect(planShrinkOnLoad(stored, planExtraction(PHOTO, exifOrientation, crop, MEASURED_AT))).not.toBeNull();
      const saved = await cropPixels(await bytes, PHOTO, crop, MEASURED_AT);
      expect(saved).toMatchObject({ width: MEASURED_AT, height: MEASURED_AT });
      for (const right of [0, 1]) for (const below of [0, 1]) expect(quarterOff(saved, crop, right, below)).toBeLessThan(MOST_OFFSET);
      seen += 1;
    }),
    { numRuns: PHOTOS, seed: 20_261_127, endOnFailure: true },
  );
  expect(seen).toBe(PHOTOS);
});

function photo(exifOrientation: number): Promise<Buffer> {
  return fromRaster(storedFor(slope(PHOTO.width, PHOTO.height), exifOrientation))
    .withMetadata({ orientation: exifOrientation })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** Distance between the centre of a quarter of a saved slope and its expected position, in pixels of the result. */
function quarterOff({ data, width, channels }: Pixels, crop: Crop, right: number, below: number): number {
  const half = width / 2;
  const sum = [0, 0];
  for (let at = 0; at < half * half; at += 1) {
    const pixel = ((below * half + Math.floor(at / half)) * width + right * half + (at % half)) * channels;
    for (const channel of [0, 1]) sum[channel] = (sum[channel] ?? 0) + (data[pixel + channel] ?? 0);
  }
  const [x = 0, y = 0] = sum.map((values, axis) => (values / half ** 2 / 255) * (axis === 0 ? PHOTO.width : PHOTO.height));
  const extent = rotatedExtent(PHOTO, crop.rotate);
  const [u, v] = [
    crop.x + ((right + 0.5) * crop.width) / 2 - extent.width / 2,
    crop.y + ((below + 0.5) * crop.width) / 2 - extent.height / 2,
  ];
  const [cos, sin] = [Math.cos((crop.rotate * Math.PI) / 180), Math.sin((crop.rotate * Math.PI) / 180)];
  const [offX, offY] = [x - PHOTO.width / 2 - u * cos - v * sin, y - PHOTO.height / 2 + u * sin - v * cos];
  return (Math.max(Math.abs(offX), Math.abs(offY)) * width) / crop.width;
}

it('a rectangle that a client rounds stays within a pixel of the chosen one', () => {
  fc.assert(
    fc.property(recipe, ({ width, height, rotate, across, down, size }) => {
      const extent = rotatedExtent({ width, height }, rotate);
      const side = 1 + (Math.min(extent.width, extent.height) - 1) * size;
      const framed = { x: across * (extent.width - side), y: down * (extent.height - side), width: side, height: side };
      const rounded = Object.fromEntries(Object.entries(framed).map(([name, value]) => [name, Math.round(value)]));
      const crop = resolveCrop({ width, height }, { ...framed, ...rounded, rotate });
      expect(Math.abs(crop.x - framed.x)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(crop.y - framed.y)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(crop.width - side)).toBeLessThanOrEqual(1);
      expect(crop.x + crop.width).toBeLessThanOrEqual(extent.width + 1e-6);
      expect(crop.y + crop.height).toBeLessThanOrEqual(extent.height + 1e-6);
    }),
    { numRuns: 1000, seed: 20_261_121 },
  );
});
