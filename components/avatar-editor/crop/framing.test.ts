import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropOf, fill, framingOf, MAX_ZOOM, minZoom, rotateBy, rotatedExtent, splitRotation, WHOLE } from './framing';

const side = fc.integer({ min: 50, max: 9000 });
const picture = fc.record({ width: side, height: side });
const rotate = fc.integer({ min: 0, max: 359 });
const offset = fc.double({ min: -5, max: 5, noNaN: true });
const framing = fc.record({ x: offset, y: offset, zoom: fc.double({ min: 1, max: MAX_ZOOM, noNaN: true }), rotate });

describe('a framing', () => {
  it('starts as the middle square', () => {
    expect(cropOf(WHOLE, { width: 4032, height: 3024 })).toEqual({ x: 504, y: 0, width: 3024, height: 3024, rotate: 0 });
  });

  it('stays inside the rotated picture after any step', () => {
    fc.assert(
      fc.property(framing, picture, (wanted, extent) => {
        const crop = cropOf(fill(wanted, extent), extent);
        const box = rotatedExtent(extent, crop.rotate);
        expect(crop.width).toBe(crop.height);
        expect(Math.min(crop.x, crop.y, crop.width - 1)).toBeGreaterThanOrEqual(0);
        expect(crop.x + crop.width).toBeLessThanOrEqual(box.width + 1e-6);
        expect(crop.y + crop.height).toBeLessThanOrEqual(box.height + 1e-6);
        expect(Object.values(crop).every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it('has no blank corner', () => {
    fc.assert(
      fc.property(framing, picture, (wanted, extent) => {
        const { x, y, zoom, rotate: degrees } = fill(wanted, extent);
        const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
        const scale = zoom / Math.min(extent.width, extent.height);
        for (const [cornerX, cornerY] of [
          [-0.5, -0.5],
          [0.5, -0.5],
          [-0.5, 0.5],
          [0.5, 0.5],
        ] as const) {
          const [dx, dy] = [cornerX - x, cornerY - y];
          expect(Math.abs(dx * cos + dy * sin)).toBeLessThanOrEqual((extent.width * scale) / 2 + 1e-9);
          expect(Math.abs(dy * cos - dx * sin)).toBeLessThanOrEqual((extent.height * scale) / 2 + 1e-9);
        }
      }),
    );
  });

  it('survives the round trip through the saved crop', () => {
    fc.assert(
      fc.property(framing, picture, (wanted, extent) => {
        const saved = cropOf(fill(wanted, extent), extent);
        const again = cropOf(framingOf(saved, extent), extent);
        expect(again).toEqual(saved);
      }),
    );
  });

  it('keeps the middle in place during rotation', () => {
    const rotated = rotateBy({ x: 0.5, y: 0.25, zoom: 2, rotate: 0 }, 90);
    expect(rotated).toEqual({ x: -0.25, y: 0.5, zoom: 2, rotate: 90 });
    expect(rotateBy(rotated, -90)).toEqual({ x: 0.5, y: 0.25, zoom: 2, rotate: 0 });
  });
});

it('a straightened picture has to be larger to fill the frame, a quarter-turned one does not', () => {
  expect(minZoom(90)).toBe(1);
  expect(minZoom(315)).toBeCloseTo(Math.SQRT2);
});

it.each([
  [0, 0, 0],
  [44, 0, 44],
  [315, 4 % 4, -45],
  [90, 1, 0],
  [359, 0, -1],
  [200, 2, 20],
])('%i° is %i quarter turns and %i° of straightening', (degrees, quarters, straightening) => {
  expect(splitRotation(degrees)).toEqual({ quarters, straightening });
});
