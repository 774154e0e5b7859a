import { LRUCache } from 'lru-cache';
import { greyProfile, matrixProfile, tableProfile } from './icc-profile';
import { BT2020_PRIMARIES, type Primaries, SRGB_PRIMARIES, toXyzD50, type Vector } from './primaries';
import { createToneMap } from './tone-map';
import { type Curve, HLG, PQ, srgbCurve } from './transfer';

/** Colours that a file states without an ICC profile. */
export interface StatedColours {
  primaries: Primaries;
  transfer: Curve | typeof PQ | typeof HLG;
  /** HDR only: luminance of the brightest pixel in cd/m², if stated. */
  peak?: number;
  /** Whether the decoder returns a single channel. */
  isGrey?: boolean;
  /** Whether the decoder leaves samples in limited range, 16 to 235 of 255. */
  isLimited?: boolean;
}

/**
 * Creates an ICC profile for colours that a file states in another way, so that Little CMS converts them. HDR is tone-mapped to SDR as in
 * Chromium.
 *
 * @returns null if samples are sRGB already, or the primaries span no colour space
 */
export function createProfile({ primaries, transfer, peak, isGrey, isLimited }: StatedColours): Buffer | null {
  const expand: Curve = isLimited ? (sample) => Math.min(1, Math.max(0, (sample * 255 - 16) / 219)) : (sample) => sample;
  if (transfer === PQ || transfer === HLG) {
    return cached(`${primaries} ${transfer} ${peak} ${isGrey} ${isLimited}`, () => {
      const map = createToneMap(primaries, transfer, peak);
      const toXyz = toXyzD50(BT2020_PRIMARIES);
      if (!map || !toXyz) return null;
      const toLinear = (samples: Vector) => map([expand(samples[0]), expand(samples[1]), expand(samples[2])]);
      return isGrey ? greyProfile((sample) => toLinear([sample, sample, sample])[1]) : tableProfile(toLinear, toXyz);
    });
  }
  if (isSrgb(primaries) && transfer === srgbCurve && !isLimited) return null;
  const curve: Curve = isLimited ? (sample) => transfer(expand(sample)) : transfer;
  if (isGrey) return greyProfile(curve);
  const toXyz = toXyzD50(primaries);
  return toXyz && matrixProfile(toXyz, curve);
}

/** HDR profiles of 240 kB. Creating one takes 30 ms, and every rendition of a picture needs it. */
const PROFILES = new LRUCache<string, Buffer>({ max: 4 });

function cached(key: string, make: () => Buffer | null): Buffer | null {
  const profile = PROFILES.get(key) ?? make();
  if (profile) PROFILES.set(key, profile);
  return profile;
}

/** Tolerance for chromaticities, which programs round to two or three places. */
const CHROMATICITY_TOLERANCE = 0.002;

export function isSrgb(primaries: Primaries): boolean {
  return primaries.every((value, index) => Math.abs(value - (SRGB_PRIMARIES[index] ?? 0)) < CHROMATICITY_TOLERANCE);
}
