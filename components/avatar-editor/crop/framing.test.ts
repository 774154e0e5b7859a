import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coverZoom,
  cropOf,
  fill,
  flipOver,
  framingOf,
  keepInView,
  leastZoom,
  MAX_ZOOM,
  rotateBy,
  rotatedExtent,
  splitRotation,
  WHOLE,
} from './framing';

const side = fc.integer({ min: 50, max: 9000 });
const picture = fc.record({ width: side, height: side });
const rotate = fc.integer({ min: 0, max: 359 });
const offset = fc.double({ min: -5, max: 5, noNaN: true });
const flip = fc.boolean();
const framing = fc.record({ x: offset, y: offset, zoom: fc.double({ min: 1, max: MAX_ZOOM, noNaN: true }), rotate, flip });
const zoomedOut = fc.record({ x: offset, y: offset, zoom: fc.double({ min: 0.001, max: 1, noNaN: true }), rotate, flip });

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
        expect([crop.x, crop.y, crop.width].every(Number.isInteger)).toBe(true);
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

  it('that is zoomed out survives it as well, and stays within what the server accepts', () => {
    fc.assert(
      fc.property(zoomedOut, picture, (wanted, extent) => {
        const saved = cropOf(keepInView(wanted, extent), extent, true);
        expect(cropOf(framingOf(saved, extent), extent, true)).toEqual(saved);
        expect(saved.width).toBeLessThanOrEqual(8 * Math.max(extent.width, extent.height));
      }),
    );
  });

  it('that is zoomed out shows a wide logo whole, with as much above as below', () => {
    const wide = { width: 800, height: 200 };
    expect(cropOf({ ...WHOLE, zoom: 0.25 }, wide, true)).toEqual({ x: 0, y: -300, width: 800, height: 800, rotate: 0 });
    expect(leastZoom(wide)).toBe(200 / 6400);
    expect(cropOf({ ...WHOLE, zoom: leastZoom(wide) }, wide, true)).toMatchObject({ x: -2800, y: -3100, width: 6400 });
  });

  it('that is zoomed out keeps the picture in the frame', () => {
    const far = keepInView({ ...WHOLE, x: 9, y: -9, zoom: 0.5 }, { width: 400, height: 200 });
    expect(far).toMatchObject({ x: 0.95, y: expect.closeTo(-0.7) });
  });

  it('flips what is in the frame: off-centre parts change sides, and rotations their direction', () => {
    expect(flipOver({ x: 0.2, y: 0.1, zoom: 2, rotate: 30, flip: false })).toEqual({ x: -0.2, y: 0.1, zoom: 2, rotate: 330, flip: true });
    // The left third of the picture, then its mirror image: the same pixels, at the other end of the mirrored picture.
    const left = framingOf({ x: 0, y: 0, width: 100, height: 100, rotate: 0 }, { width: 300, height: 100 });
    expect(cropOf(flipOver(left), { width: 300, height: 100 })).toEqual({ x: 200, y: 0, width: 100, height: 100, rotate: 0, flip: true });
  });

  it('flipped twice is as before', () => {
    fc.assert(
      fc.property(framing, picture, (wanted, extent) => {
        const shown = fill(wanted, extent);
        expect(cropOf(flipOver(flipOver(shown)), extent)).toEqual(cropOf(shown, extent));
      }),
    );
  });

  it('keeps the middle in place during rotation', () => {
    const rotated = rotateBy({ ...WHOLE, x: 0.5, y: 0.25, zoom: 2 }, 90);
    expect(rotated).toEqual({ ...WHOLE, x: -0.25, y: 0.5, zoom: 2, rotate: 90 });
    expect(rotateBy(rotated, -90)).toEqual({ ...WHOLE, x: 0.5, y: 0.25, zoom: 2 });
  });
});

it('a straightened picture has to be larger to fill the frame, a quarter-turned one does not', () => {
  expect(coverZoom(90)).toBe(1);
  expect(coverZoom(315)).toBeCloseTo(Math.SQRT2);
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
