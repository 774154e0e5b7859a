import { expect } from 'vitest';
import type { Raster } from '../reference';
import { meanDifference, onGround, reduced, worstPatch } from './judge';
import type { Nearness } from './picture';

/** Backgrounds for transparent pixels: only correct alpha matches on both. JPEG has its own background. */
const GROUNDS = { white: [255], both: [255, 0] };

/** Compares a picture with an expected one of the same size, or of a multiple. */
export function expectLike(actual: Raster, expected: Raster, most: Nearness, what: string, grounds: keyof typeof GROUNDS = 'both'): void {
  for (const ground of GROUNDS[grounds]) {
    const [shown, full] = [onGround(actual, ground), onGround(expected, ground)];
    const scaled = actual.width === expected.width ? full : reduced(full, actual.width);
    const { difference, column, row } = worstPatch(shown, scaled);
    expect(difference, `CIEDE2000 of ${what} on ${ground} in column ${column}, row ${row}`).toBeLessThanOrEqual(most.patch);
    expect(meanDifference(shown, scaled), `mean difference of ${what} on ${ground}`).toBeLessThanOrEqual(most.mean);
  }
}

/** Combined tolerance of two steps. */
export function further(one: Nearness, other: Nearness): Nearness {
  return { mean: one.mean + other.mean, patch: one.patch + other.patch };
}
