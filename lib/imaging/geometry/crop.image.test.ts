import { describe, expect, it } from 'vitest';
import { fromRaster, photo, pixelAt } from '@/testing/pictures';
import { landscape, storedFor } from '@/testing/reference';
import { resolveCrop, rotatedExtent } from './crop';
import { cropPixels } from './extract';

const LANDSCAPE = { width: 600, height: 400 };
const at = (x: number, y: number, width: number, height: number, rotate = 0) => ({ x, y, width, height, rotate });

describe('the square of a crop', () => {
  it.each([
    ['a landscape', LANDSCAPE, at(100, 0, 400, 400)],
    ['a portrait', { width: 400, height: 600 }, at(0, 100, 400, 400)],
    ['a square', { width: 300, height: 300 }, at(0, 0, 300, 300)],
    ['an odd remainder', { width: 401, height: 300 }, at(51, 0, 300, 300)],
    ['a single pixel', { width: 1, height: 1 }, at(0, 0, 1, 1)],
    ['a line', { width: 9000, height: 1 }, at(4500, 0, 1, 1)],
  ])('is the middle of %s without a requested crop', (_name, displayed, expected) => {
    expect(resolveCrop(displayed)).toEqual(expected);
  });

  it.each([
    ['a square unchanged', at(10, 20, 100, 100), at(10, 20, 100, 100)],
    ['the middle of a wide rectangle', at(10, 20, 300, 100), at(110, 20, 100, 100)],
    ['the middle of a tall rectangle', at(10, 20, 100, 300), at(10, 120, 100, 100)],
    ['the middle of a rectangle that touches every edge', at(0, 0, 600, 400), at(100, 0, 400, 400)],
    ['the nearest whole pixels', at(10.4, 20.6, 100.2, 100.2), at(11, 21, 100, 100)],
    ['one pixel', at(599, 399, 1, 1), at(599, 399, 1, 1)],
    ['moved inside if rounding puts it beyond the left and top edges', at(-1, -0.6, 100, 100), at(0, 0, 100, 100)],
    ['moved inside if rounding puts it beyond the right and bottom edges', at(501, 301, 100, 100), at(500, 300, 100, 100)],
    ['as large as the picture if rounding makes it larger', at(0, 0, 600.9, 400.9), at(100, 0, 400, 400)],
    ['partly beyond the right edge', at(550, 0, 100, 100), at(550, 0, 100, 100)],
    ['partly beyond the top left corner', at(-99, -99.4, 100, 100), at(-99, -99, 100, 100)],
    ['around the whole picture', at(0, -100, 600, 600), at(0, -100, 600, 600)],
    ['around the whole picture, as wide as that if rounding makes it wider', at(-0.4, -100.4, 601, 601), at(0, -100, 600, 600)],
    ['the middle of a rectangle that is wider than the picture', at(0, 0, 700, 100), at(300, 0, 100, 100)],
    ['of eight times the longer side', at(-2000, -2000, 4800, 4800), at(-2000, -2000, 4800, 4800)],
  ])('is %s', (_name, requested, expected) => {
    expect(resolveCrop(LANDSCAPE, requested)).toEqual(expected);
  });

  it.each([
    [90, 400, 600],
    [180, 600, 400],
    [270, 400, 600],
  ])('lies in the box of the picture rotated by %i degrees', (rotate, width, height) => {
    expect(rotatedExtent(LANDSCAPE, rotate)).toEqual({ width, height });
    expect(resolveCrop(LANDSCAPE, at(width - 50, height - 50, 50, 50, rotate))).toEqual(at(width - 50, height - 50, 50, 50, rotate));
    expect(() => resolveCrop(LANDSCAPE, at(width, 0, 50, 50, rotate))).toThrow();
  });

  it('lies in the larger bounding box of a picture rotated by 45 degrees', () => {
    const { width, height } = rotatedExtent(LANDSCAPE, 45);
    expect(width).toBeCloseTo(500 * Math.SQRT2);
    expect(height).toBeCloseTo(500 * Math.SQRT2);
    expect(resolveCrop(LANDSCAPE, at(0, 0, width, height, 45))).toEqual(at(0, 0, 707, 707, 45));
  });

  it.each([
    ['right of the picture', at(600, 0, 100, 100)],
    ['below the picture', at(0, 400, 100, 100)],
    ['left of the picture', at(-100, 0, 100, 100)],
    ['above the picture', at(0, -100, 100, 100)],
    ['beside the picture with its middle', at(0, 0, 10_000, 100)],
    ['far outside', at(1e9, 0, 100, 100)],
    ['of more than eight times the longer side', at(-2000, -2000, 4801, 4801)],
    ['of no width', at(0, 0, 0, 100)],
    ['of less than a pixel', at(0, 0, 0.5, 100)],
    ['of negative size', at(300, 300, -100, -100)],
    ['at NaN', at(Number.NaN, 0, 100, 100)],
    ['of infinite size', at(0, 0, Number.POSITIVE_INFINITY, 100)],
    ['rotated by 360 degrees', at(0, 0, 100, 100, 360)],
    ['rotated by -90 degrees', at(0, 0, 100, 100, -90)],
    ['rotated by 1.5 degrees', at(0, 0, 100, 100, 1.5)],
    ['rotated by NaN', at(0, 0, 100, 100, Number.NaN)],
  ])('is refused %s, with the allowed size', (_name, requested) => {
    expect(() => resolveCrop(LANDSCAPE, requested)).toThrow(
      expect.objectContaining({ code: 'invalid_crop', details: expect.objectContaining({ limitWidth: expect.any(Number) }) }),
    );
  });

  it.each([
    [at(700, 0, 100, 100), 'Expected a rectangle that shows a part of 600 × 400 pixels, got 100 × 100 at 700, 0.'],
    [at(0, 0, 0, 100), 'Expected a rectangle of at least 1 pixel each way, got 0 × 100 at 0, 0.'],
    [at(0, 0, 9000, 8000), 'Expected at most 4800 pixels, 8 times the longer side of the picture, got 9000 × 8000 at 0, 0.'],
  ])('is refused with the expected and the actual rectangle', (requested, message) => {
    expect(() => resolveCrop(LANDSCAPE, requested)).toThrow(message);
  });

  it('is mirrored only if asked for, with the rectangle in the mirrored picture', () => {
    expect(resolveCrop(LANDSCAPE, { ...at(10, 20, 100, 100), flip: true })).toEqual({ ...at(10, 20, 100, 100), flip: true });
    expect(resolveCrop(LANDSCAPE, { ...at(10, 20, 100, 100), flip: false })).toEqual(at(10, 20, 100, 100));
  });
});

describe('pixels of a crop', () => {
  it('are at most as many as the crop has, and as requested', async () => {
    const bytes = await photo(600, 400);
    expect(await cropPixels(bytes, LANDSCAPE, at(0, 0, 100, 100), 512)).toMatchObject({ width: 100, height: 100 });
    expect(await cropPixels(bytes, LANDSCAPE, at(0, 0, 100, 100, 30), 512)).toMatchObject({ width: 100, height: 100 });
    expect(await cropPixels(bytes, LANDSCAPE, at(0, 0, 400, 400), 64)).toMatchObject({ width: 64, height: 64 });
    expect(await cropPixels(bytes, LANDSCAPE, at(9, 9, 1, 1), 512)).toMatchObject({ width: 1, height: 1 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are in displayed coordinates, for EXIF orientation %i', async (exifOrientation) => {
    const displayed = landscape(120, 80);
    const bytes = await fromRaster(storedFor(displayed, exifOrientation)).withMetadata({ orientation: exifOrientation }).png().toBuffer();
    const square = await cropPixels(bytes, displayed, at(0, 0, 40, 40), 40);
    for (const [x, y] of [
      [0, 0],
      [39, 0],
      [0, 39],
      [39, 39],
    ] as const)
      expect(pixelAt(square, x, y)).toEqual(pixelAt(displayed, x, y));
  });

  it('are transparent only in blank corners of a rotated picture', async () => {
    const side = Math.floor(rotatedExtent(LANDSCAPE, 45).width);
    const square = await cropPixels(await photo(600, 400), LANDSCAPE, at(0, 0, side, side, 45), 512);
    expect(square.channels).toBe(4);
    expect(pixelAt(square, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(pixelAt(square, 511, 511)[3]).toBe(0);
    expect(pixelAt(square, 256, 256)[3]).toBe(255);
  });

  it('are all transparent in a blank corner of a rotated picture', async () => {
    const square = await cropPixels(await photo(600, 400), LANDSCAPE, at(0, 0, 40, 40, 45), 512);
    expect(square).toMatchObject({ width: 40, height: 40, channels: 4 });
    expect(square.data.every((value) => value === 0)).toBe(true);
  });

  it.each([
    ['beside the end of a line', { width: 3000, height: 2 }, at(0, 2997, 24_000, 24_000, 91), 1024],
    ['beyond the corner of a picture', { width: 3000, height: 40 }, at(-15_572, -15_571, 15_573, 15_573, 91), 20],
    ['around a line, at a small size', { width: 333, height: 2 }, at(-300, -400, 951, 951, 1), 20],
    ['at a blank corner of a rotated picture', { width: 1000, height: 1000 }, at(-7999, -7999, 8000, 8000, 45), 1024],
  ])('that show next to nothing have their size: %s', async (_where, displayed, crop, side) => {
    const bytes = await fromRaster(landscape(displayed.width, displayed.height)).png().toBuffer();
    expect(await cropPixels(bytes, displayed, resolveCrop(displayed, crop), side)).toMatchObject({
      width: side,
      height: side,
      channels: 4,
    });
  });

  it('are not decoded from a truncated file', async () => {
    const bytes = await photo(600, 400);
    const half = bytes.subarray(0, bytes.length / 2);
    for (const rotate of [0, 90, 30]) {
      await expect(cropPixels(half, LANDSCAPE, at(150, 150, 100, 100, rotate), 100)).rejects.toMatchObject({ code: 'corrupt_image' });
    }
  });
});
