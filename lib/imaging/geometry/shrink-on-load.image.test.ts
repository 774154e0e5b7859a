import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generatedInputs } from '@/testing/effort';
import { fromRaster } from '@/testing/pictures';
import { type Raster, referenceCrop, slope, storedFor } from '@/testing/reference';
import { resolveCrop, rotatedExtent } from './crop';
import { cropPixels } from './extract';
import { planShrinkOnLoad } from './shrink-on-load';

/** Maximum offset in pixels of a square scaled for this test. Production scales to 1024, so this is a quarter of a pixel at 512. */
const MOST_OFFSET = 0.5;

const fraction = fc.integer({ min: 0, max: 10_006 }).map((n) => ((n * 7919) % 10_007) / 10_006);

/** Mean difference of a channel over pixels that are opaque in both. */
function shift(actual: Raster, expected: Raster, channel: number): number {
  const pixels = Array.from({ length: expected.width ** 2 }, (_pixel, at) => at);
  const shown = pixels.filter((at) => expected.data[at * 4 + 3] === 255 && (actual.channels === 3 || actual.data[at * 4 + 3] === 255));
  const off = (at: number) => (actual.data[at * actual.channels + channel] ?? 0) - (expected.data[at * 4 + channel] ?? 0);
  return shown.reduce((sum, at) => sum + off(at), 0) / shown.length;
}

it('a large photo scaled by shrink-on-load shows the chosen crop', async () => {
  const recipe = fc.record({
    width: fc.integer({ min: 88, max: 125 }).map((eighth) => eighth * 8),
    height: fc.integer({ min: 88, max: 125 }).map((eighth) => eighth * 8),
    exifOrientation: fc.integer({ min: 1, max: 8 }),
    rotate: fc.constantFrom(0, 90, 180, 270),
    across: fraction,
    down: fraction,
    size: fraction,
  });
  await fc.assert(
    fc.asyncProperty(recipe, async ({ width, height, exifOrientation, rotate, across, down, size }) => {
      const displayed = slope(width, height);
      const bytes = await fromRaster(storedFor(displayed, exifOrientation))
        .withMetadata({ orientation: exifOrientation })
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer();
      const extent = rotatedExtent(displayed, rotate);
      const side = 500 + (Math.min(extent.width, extent.height) - 500) * size;
      const crop = resolveCrop(displayed, {
        ...{ x: across * (extent.width - side), y: down * (extent.height - side), width: side, height: side, rotate },
      });
      const saved = await cropPixels(bytes, displayed, crop, 80);
      const expected = referenceCrop(displayed, crop, 80);
      for (const [channel, length] of [width, height].entries()) {
        const perPixel = (255 / length) * (crop.width / 80);
        // Rounding of colours adds a tenth.
        expect(Math.abs(shift(saved, expected, channel)) / perPixel).toBeLessThan(MOST_OFFSET + 0.1);
      }
    }),
    { numRuns: generatedInputs(40), seed: 20_261_125, endOnFailure: true },
  );
});

it('a shrink-on-load box lies inside the scaled picture and within half a pixel of its exact place, at any size', () => {
  const lengths = fc.record({ stored: fc.integer({ min: 625, max: 3750 }).map((eighth) => eighth * 8), size: fraction, from: fraction });
  fc.assert(
    fc.property(lengths, lengths, fc.integer({ min: 1, max: 1024 }), (across, down, target) => {
      const span = ({ stored, size, from }: typeof across): [number, number] => {
        const length = Math.min(stored, 5 * target + Math.floor(size * (stored - 5 * target)));
        return [Math.floor(from * (stored - length)), length];
      };
      const [[left, width], [top, height]] = [span(across), span(down)];
      const scaled = { width: target, height: target };
      const plan = planShrinkOnLoad({ width: across.stored, height: down.stored }, { box: { left, top, width, height }, scaled });
      if (!plan) {
        expect(Math.min(width, height)).toBeLessThan(5 * target);
        return;
      }
      const { fullSize, box } = plan;
      expect(box).toMatchObject(scaled);
      expect(Math.min(box.left, box.top, fullSize.width - box.left - target, fullSize.height - box.top - target)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(((left + width / 2) / across.stored) * fullSize.width - box.left - target / 2)).toBeLessThanOrEqual(MOST_OFFSET);
      expect(Math.abs(((top + height / 2) / down.stored) * fullSize.height - box.top - target / 2)).toBeLessThanOrEqual(MOST_OFFSET);
    }),
    { numRuns: 1000, seed: 20_261_125 },
  );
});

it.each([
  ['of ordinary size', 4032, 3024],
  ['of uneven size', 8063, 6048],
])('a photo %s is extracted before it is scaled', (_what, width, height) => {
  const box = { left: 504, top: 0, width: height, height };
  expect(planShrinkOnLoad({ width, height }, { box, scaled: { width: 1024, height: 1024 } })).toBeNull();
});
