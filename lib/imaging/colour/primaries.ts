/** Three rows of three. */
export type Matrix = readonly [Vector, Vector, Vector];
export type Vector = readonly [number, number, number];

/** Chromaticities as `x, y` of red, green, blue and white (CIE 1931). */
export type Primaries = readonly [rx: number, ry: number, gx: number, gy: number, bx: number, by: number, wx: number, wy: number];

const D65 = [0.3127, 0.329] as const;
const WHITE_C = [0.31, 0.316] as const;

export const SRGB_PRIMARIES: Primaries = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, ...D65];
export const BT2020_PRIMARIES: Primaries = [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, ...D65];
const SMPTE_C: Primaries = [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, ...D65];

/** ColourPrimaries code points of CICP (ITU-T H.273, table 2). */
export const CICP_PRIMARIES: Partial<Record<number, Primaries>> = {
  1: SRGB_PRIMARIES,
  4: [0.67, 0.33, 0.21, 0.71, 0.14, 0.08, ...WHITE_C],
  5: [0.64, 0.33, 0.29, 0.6, 0.15, 0.06, ...D65],
  6: SMPTE_C,
  7: SMPTE_C,
  8: [0.681, 0.319, 0.243, 0.692, 0.145, 0.049, ...WHITE_C],
  9: BT2020_PRIMARIES,
  10: [1, 0, 0, 1, 0, 0, 1 / 3, 1 / 3],
  11: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351],
  12: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, ...D65],
  22: [0.63, 0.34, 0.295, 0.605, 0.155, 0.077, ...D65],
};

/** White point of the profile connection space (ICC.1:2010, section 6.3.4.3). */
export const D50: Vector = [0.9642, 1, 0.8249];

const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/**
 * The matrix from linear RGB to XYZ under D50, with Bradford adaptation from the white point of the primaries.
 *
 * @returns null if the chromaticities span no colour space
 */
export function toXyzD50([rx, ry, gx, gy, bx, by, wx, wy]: Primaries): Matrix | null {
  const matrix = transpose([xyz(rx, ry), xyz(gx, gy), xyz(bx, by)]);
  const white: Vector = [wx / wy, 1, (1 - wx - wy) / wy];
  const inverted = inverse(matrix);
  const adaptation = adaptationFrom(white);
  if (!inverted || !adaptation) return null;
  const [red, green, blue] = multiply(inverted, white);
  const result = product(adaptation, transpose([scale(xyz(rx, ry), red), scale(xyz(gx, gy), green), scale(xyz(bx, by), blue)]));
  return result.flat().every(Number.isFinite) ? result : null;
}

function adaptationFrom(white: Vector): Matrix | null {
  const back = inverse(BRADFORD);
  const [from, to] = [multiply(BRADFORD, white), multiply(BRADFORD, D50)];
  const row = (index: 0 | 1 | 2) => scale(BRADFORD[index], to[index] / from[index]);
  return back && product(back, [row(0), row(1), row(2)]);
}

const xyz = (x: number, y: number): Vector => [x, y, 1 - x - y];

export const scale = ([x, y, z]: Vector, factor: number): Vector => [x * factor, y * factor, z * factor];

export function multiply([a, b, c]: Matrix, [x, y, z]: Vector): Vector {
  return [a[0] * x + a[1] * y + a[2] * z, b[0] * x + b[1] * y + b[2] * z, c[0] * x + c[1] * y + c[2] * z];
}

export function product(left: Matrix, right: Matrix): Matrix {
  const [a, b, c] = transpose(right);
  return transpose([multiply(left, a), multiply(left, b), multiply(left, c)]);
}

export function transpose([a, b, c]: Matrix): Matrix {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

/** A smaller determinant means collinear primaries. */
const SINGULAR = 1e-6;

export function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix | null {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!(Math.abs(determinant) > SINGULAR)) return null;
  const over = (value: number) => value / determinant;
  return [
    [over(e * i - f * h), over(c * h - b * i), over(b * f - c * e)],
    [over(f * g - d * i), over(a * i - c * g), over(c * d - a * f)],
    [over(d * h - e * g), over(b * g - a * h), over(a * e - b * d)],
  ];
}
