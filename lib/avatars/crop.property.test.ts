import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromRaster } from '@/lib/testing/pictures';
import { compare, landscape, referenceCrop, storedFor } from '@/lib/testing/reference';
import { resolveCrop, rotatedExtent } from './crop';
import { cropPixels } from './cut';

/** What people see a picture at. */
const JUDGED_AT = 512;

/** Of 255, in place: what the choice of a filter makes on a smooth picture. A shift by half a pixel makes 1.5 or more. */
const MOST_DIFFERENCE = 1;
/** How far off the edge of the transparency is, in pixels, if it runs once across the square: two ways to smooth it differ by less. */
const MOST_EDGE_DIFFERENCE = 0.4;

/** Of each batch: 200 in all. */
const RECIPES = 40;

// A fraction that fast-check does not prefer to be 0 or 1: most squares lie in the middle of the picture.
const fraction = fc.integer({ min: 0, max: 10_006 }).map((n) => ((n * 7919) % 10_007) / 10_006);

const recipe = fc.record({
  width: fc.integer({ min: 300, max: 640 }),
  height: fc.integer({ min: 300, max: 640 }),
  orientation: fc.integer({ min: 1, max: 8 }),
  rotate: fc.oneof({ weight: 1, arbitrary: fc.constantFrom(0, 90, 180, 270) }, { weight: 3, arbitrary: fc.integer({ min: 1, max: 359 }) }),
  across: fraction,
  down: fraction,
  size: fraction,
});

// In batches, so that no single test comes near its time limit on a busy machine.
it.each([1, 2, 3, 4, 5])('a saved picture is what was framed, for any rectangle, tilt and orientation (batch %i)', async (batch) => {
  let judged = 0;
  await fc.assert(
    fc.asyncProperty(recipe, async ({ width, height, orientation, rotate, across, down, size }) => {
      const displayed = landscape(width, height);
      const bytes = await fromRaster(storedFor(displayed, orientation))
        .withMetadata({ orientation })
        .png({ compressionLevel: 1 })
        .toBuffer();
      const extent = rotatedExtent(displayed, rotate);
      const side = 40 + (Math.min(extent.width, extent.height) - 40) * size;
      const framed = { x: across * (extent.width - side), y: down * (extent.height - side), width: side, height: side, rotate };
      const crop = resolveCrop(displayed, framed);
      const saved = await cropPixels(bytes, displayed, crop, JUDGED_AT);
      expect(saved.width).toBe(Math.min(JUDGED_AT, crop.width));
      const { offset, inPlace, alpha } = compare(saved, referenceCrop(displayed, crop, saved.width));
      expect(Math.max(Math.abs(offset.x), Math.abs(offset.y))).toBeLessThanOrEqual(1);
      expect(inPlace).toBeLessThan(MOST_DIFFERENCE);
      expect((alpha * saved.width) / 255).toBeLessThan(MOST_EDGE_DIFFERENCE);
      judged += 1;
    }),
    { numRuns: RECIPES, seed: 20_261_120 + batch, endOnFailure: true },
  );
  expect(judged).toBe(RECIPES);
});

it('a rectangle that a client rounded stays within a pixel of what was framed', () => {
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
