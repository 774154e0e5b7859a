import { expect } from 'vitest';
import type { Raster } from '../reference';
import { meanDifference, onGround, reduced, worstPatch } from './judge';
import type { Nearness } from './picture';

/** A page of either is what transparency is seen on; on both, it is right only where the alpha is. JPEG brings its own. */
const GROUNDS = { white: [255], both: [255, 0] };

/** Judges a picture by another of its size, or of a multiple of that. */
export function expectLike(actual: Raster, expected: Raster, most: Nearness, what: string, grounds: keyof typeof GROUNDS = 'both'): void {
  for (const ground of GROUNDS[grounds]) {
    const [shown, full] = [onGround(actual, ground), onGround(expected, ground)];
    const scaled = actual.width === expected.width ? full : reduced(full, actual.width);
    const { difference, column, row } = worstPatch(shown, scaled);
    expect(difference, `CIEDE2000 of ${what} on ${ground} in column ${column}, row ${row}`).toBeLessThanOrEqual(most.patch);
    expect(meanDifference(shown, scaled), `mean difference of ${what} on ${ground}`).toBeLessThanOrEqual(most.mean);
  }
}

/** What a second step may take away beside the first. */
export function further(one: Nearness, other: Nearness): Nearness {
  return { mean: one.mean + other.mean, patch: one.patch + other.patch };
}
