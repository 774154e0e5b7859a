import { BT2020_PRIMARIES, inverse, type Matrix, multiply, type Primaries, product, scale, toXyzD50, type Vector } from './primaries';
import { type Curve, HLG, hlgCurve, type PQ, pqCurve } from './transfer';

/** Luminance of HDR reference white in cd/m² (BT.2408), shown as SDR white. */
const REFERENCE_WHITE = 203;

/** Default luminance of the brightest pixel, and of the HLG reference display, in cd/m². */
const DEFAULT_PEAK = 1000;

/** BT.2100, table 5: luminance from linear BT.2020, and the HLG OOTF exponent minus one for a display of 1,000 cd/m². */
const LUMA: Vector = [0.2627, 0.678, 0.0593];
const HLG_GAMMA_MINUS_ONE = 0.2;

/**
 * Creates a function from PQ or HLG samples, 0 to 1, to linear BT.2020 on a display without headroom, 0 to 1.
 *
 * Tone mapping follows Chromium: the reference white operator of SMPTE ST 2094-50, computed from the largest channel and applied as one
 * gain to all three.
 *
 * @param peak luminance of the brightest pixel, in cd/m²
 * @returns null if the primaries span no colour space
 */
export function createToneMap(
  primaries: Primaries,
  transfer: typeof PQ | typeof HLG,
  peak = DEFAULT_PEAK,
): ((samples: Vector) => Vector) | null {
  const [from, to] = [toXyzD50(primaries), toXyzD50(BT2020_PRIMARIES)];
  const back = to && inverse(to);
  if (!from || !back) return null;
  const toBt2020: Matrix = product(back, from);
  const curve = referenceWhiteCurve(peak / REFERENCE_WHITE);
  const toLight = transfer === HLG ? hlgLight : pqLight;
  const decode = memoize(transfer === HLG ? hlgCurve : pqCurve);
  return ([r, g, b]) => {
    const light = toLight(multiply(toBt2020, [decode(r), decode(g), decode(b)]));
    const maximum = Math.max(...light);
    return maximum > 0 ? scale(light, curve(maximum) / maximum) : light;
  };
}

/** Memoizes a curve that is evaluated often at few samples. */
function memoize(curve: Curve): Curve {
  const values = new Map<number, number>();
  return (sample) => {
    const value = values.get(sample) ?? curve(sample);
    values.set(sample, value);
    return value;
  };
}

/** Displayed linear BT.2020; 1 is reference white. */
const pqLight = (light: Vector) => scale(light, 1 / REFERENCE_WHITE);

function hlgLight(scene: Vector): Vector {
  const luminance = LUMA[0] * scene[0] + LUMA[1] * scene[1] + LUMA[2] * scene[2];
  return luminance > 0 ? scale(scene, (luminance ** HLG_GAMMA_MINUS_ONE * DEFAULT_PEAK) / REFERENCE_WHITE) : scene;
}

/** Position of the Bézier control point between reference white and the peak. */
const KNEE = 0.65;

/**
 * Linear up to reference white, then a quadratic Bézier curve up to the peak, which becomes 1.
 * @param peak of the content, where 1 is reference white
 */
function referenceWhiteCurve(peak: number): (light: number) => number {
  if (peak <= 1) return (light) => light;
  const white = 1 - 0.5 * Math.min(Math.log2(peak) / Math.log2(DEFAULT_PEAK / REFERENCE_WHITE), 1);
  const [middleX, middleY] = [1 - KNEE + KNEE / white, (1 - KNEE) * white + KNEE];
  const [a, b] = [1 - 2 * middleX + peak, 2 * (middleX - 1)];
  return (light) => {
    if (light <= 1) return light * white;
    if (light >= peak) return 1;
    // Curve parameter, 0 to 1, at which x equals the light; numerically stable even if `a` is 0.
    const at = (2 * (light - 1)) / (b + Math.sqrt(b * b + 4 * a * (light - 1)));
    return (1 - at) ** 2 * white + 2 * at * (1 - at) * middleY + at ** 2;
  };
}
