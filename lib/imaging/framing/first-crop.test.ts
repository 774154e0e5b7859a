import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Face } from '../types';
import { cropAround } from './first-crop';

const PHOTO = { width: 4000, height: 3000 };
/** A face in pixels of the photo. */
const face = (x: number, y: number, height: number, width = height * 0.8): Face => ({
  x: x / PHOTO.width,
  y: y / PHOTO.height,
  width: width / PHOTO.width,
  height: height / PHOTO.height,
  score: 0.9,
});

describe('the square around a face', () => {
  it('has room for the hair and the neck, and lies a little higher than the face', () => {
    const { x, y, width, height, rotate } = cropAround(PHOTO, [face(1000, 1000, 500, 400)]);
    expect({ width, height, rotate }).toEqual({ width: 1200, height: 1200, rotate: 0 });
    expect(x + width / 2).toBeCloseTo(1200);
    expect(y + height / 2).toBeCloseTo(1200);
  });

  it('is moved inside at the edge of the picture', () => {
    expect(cropAround(PHOTO, [face(-20, 2600, 500)])).toMatchObject({ x: 0, y: 1800, width: 1200 });
  });

  it('is the shorter side for a face that fills the picture', () => {
    expect(cropAround(PHOTO, [face(500, 100, 2800)])).toMatchObject({ y: 0, width: 3000, height: 3000 });
  });

  it('has enough pixels to be sharp, for a small face', () => {
    expect(cropAround(PHOTO, [face(2000, 1000, 60)])).toMatchObject({ width: 256 });
    expect(cropAround({ width: 120, height: 90 }, [{ x: 0.1, y: 0.1, width: 0.1, height: 0.1, score: 1 }]).width).toBe(90);
  });
});

describe('the square around several faces', () => {
  it('holds all that are about as large, in its circle', () => {
    const faces = [face(1000, 1000, 400), face(1800, 1100, 380)];
    const { x, y, width } = cropAround(PHOTO, faces);
    for (const [cornerX, cornerY] of [
      [1000, 1000],
      [1800 + 304, 1480],
    ] as const)
      expect(Math.hypot(cornerX - x - width / 2, cornerY - y - width / 2)).toBeLessThan(width / 2);
  });

  it('leaves out passers-by, who are much smaller', () => {
    expect(cropAround(PHOTO, [face(3500, 200, 120), face(1000, 1000, 500, 400)])).toEqual(cropAround(PHOTO, [face(1000, 1000, 500, 400)]));
  });

  it('holds the largest alone if its circle cannot hold all', () => {
    expect(cropAround(PHOTO, [face(100, 1000, 450), face(3500, 1000, 500, 400)])).toEqual(cropAround(PHOTO, [face(3500, 1000, 500, 400)]));
  });
});

it('any faces have a square within the picture', () => {
  const part = fc.double({ min: -0.2, max: 1.2, noNaN: true });
  const length = fc.double({ min: 0.01, max: 2, noNaN: true });
  const faces = fc.array(fc.record({ x: part, y: part, width: length, height: length, score: fc.constant(0.7) }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 }), faces, (width, height, some) => {
      const crop = cropAround({ width, height }, some);
      expect(crop.width).toBeGreaterThan(0);
      expect(Math.min(crop.x, crop.y)).toBeGreaterThanOrEqual(0);
      expect(crop.x + crop.width).toBeLessThanOrEqual(width + 1e-6);
      expect(crop.y + crop.height).toBeLessThanOrEqual(height + 1e-6);
    }),
    { numRuns: 500, seed: 20_261_129 },
  );
});
