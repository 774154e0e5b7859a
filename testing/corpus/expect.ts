import { expect } from 'vitest';
import type { Raster } from '../reference';
import { meanDifference, onBackground, scaleDown, worstPatch } from './comparison';
import type { Nearness } from './picture';

/** Backgrounds for transparent pixels: only correct alpha matches on both. JPEG has its own background. */
const BACKGROUNDS = { white: [255], both: [255, 0] };

/** Compares a picture with an expected one of the same size, or of a multiple. */
export function expectLike(
  actual: Raster,
  expected: Raster,
  most: Nearness,
  what: string,
  backgrounds: keyof typeof BACKGROUNDS = 'both',
): void {
  for (const background of BACKGROUNDS[backgrounds]) {
    const [shown, full] = [onBackground(actual, background), onBackground(expected, background)];
    const scaled = actual.width === expected.width ? full : scaleDown(full, actual.width);
    const { difference, column, row } = worstPatch(shown, scaled);
    expect(difference, `CIEDE2000 of ${what} on ${background} in column ${column}, row ${row}`).toBeLessThanOrEqual(most.patch);
    expect(meanDifference(shown, scaled), `mean difference of ${what} on ${background}`).toBeLessThanOrEqual(most.mean);
  }
}

/** Combined tolerance of two steps. */
export function addTolerance(one: Nearness, other: Nearness): Nearness {
  return { mean: one.mean + other.mean, patch: one.patch + other.patch };
}
