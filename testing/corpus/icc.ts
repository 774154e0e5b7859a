import type { Colour } from './chart';

// Small ICC profiles (ICC.1:2001-04): three primaries or grey, and one TRC. Includes the colour arithmetic, independent of the engine under
// test.

/** XYZ of the red, green and blue primaries under D50, and the exponent of the TRC. */
export interface Space {
  primaries: readonly [Xyz, Xyz, Xyz];
  gamma: number;
}

type Xyz = readonly [number, number, number];

const SRGB_PRIMARIES: Space['primaries'] = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
];

const P3_PRIMARIES: Space['primaries'] = [
  [0.51512, 0.2412, -0.00105],
  [0.29198, 0.69225, 0.04189],
  [0.1571, 0.06657, 0.78407],
];

/** With a plain power TRC, which differs from Apple's profile only in the darkest shades. */
export const DISPLAY_P3: Space = { primaries: P3_PRIMARIES, gamma: 2.2 };
export const ADOBE_RGB: Space = {
  primaries: [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ],
  gamma: 563 / 256,
};
export const PROPHOTO: Space = {
  primaries: [
    [0.79767, 0.28804, 0],
    [0.13519, 0.71188, 0],
    [0.03134, 0.00009, 0.82491],
  ],
  gamma: 1.8,
};
/** With the transfer function of video displays. */
export const BT_2020: Space = {
  primaries: [
    [0.67349, 0.27904, -0.00194],
    [0.16567, 0.67534, 0.02998],
    [0.12505, 0.04561, 0.79686],
  ],
  gamma: 2.4,
};
export const LINEAR: Space = { primaries: SRGB_PRIMARIES, gamma: 1 };
/** Rotated primaries: ignoring the profile gives obviously wrong colours. */
export const SWAPPED: Space = { primaries: [SRGB_PRIMARIES[1], SRGB_PRIMARIES[2], SRGB_PRIMARIES[0]], gamma: 2.2 };

const D50: Xyz = [0.9642, 1, 0.8249];

/** A display or camera profile. */
export function rgbProfile({ primaries: [red, green, blue], gamma }: Space, ...more: Tag[]): Buffer {
  const curve = curv(gamma);
  return profile('mntr', 'RGB ', 'XYZ ', [
    ['wtpt', xyz(D50)],
    ['rXYZ', xyz(red)],
    ['gXYZ', xyz(green)],
    ['bXYZ', xyz(blue)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
    ...more,
  ]);
}

/** A cicp tag: primaries and transfer characteristics (ICC.1:2022, section 10.3). */
export function cicpTag(primaries: number, transfer: number): Tag {
  return ['cicp', Buffer.from([...Buffer.from('cicp\0\0\0\0', 'latin1'), primaries, transfer, 0, 1])];
}

/** A printer profile from the colours of all combinations of full and no ink: sixteen colours, of which the last ink changes fastest. */
export function inkProfile(colours: readonly Colour[]): Buffer {
  const header = Buffer.from('mft2\0\0\0\0\x04\x03\x02\0', 'latin1');
  const matrix = Buffer.alloc(36);
  for (const at of [0, 16, 32]) matrix.writeInt32BE(65_536, at);
  const straight = [0, 65_535];
  const numbers = [2, 2, ...Array(4).fill(straight).flat(), ...colours.flatMap(lab16), ...Array(3).fill(straight).flat()];
  const table = Buffer.alloc(numbers.length * 2);
  for (const [index, value] of numbers.entries()) table.writeUInt16BE(value, index * 2);
  return profile('prtr', 'CMYK', 'Lab ', [
    ['wtpt', xyz(D50)],
    ['A2B0', Buffer.concat([header, matrix, table])],
  ]);
}

/** L*, a* and b* of an sRGB colour in the 16-bit encoding of ICC version 2. */
function lab16(colour: Colour): number[] {
  const light = times(columns(SRGB_PRIMARIES), colour.map(linear) as [number, number, number]);
  const [x, y, z] = light.map((value, index) => root(value / (D50[index] ?? 1))) as [number, number, number];
  return [(116 * y - 16) * 652.8, (500 * (x - y) + 128) * 256, (200 * (y - z) + 128) * 256].map(Math.round);
}

/** CIE 15, section 8.2.1: a cube root except for the darkest values. */
function root(light: number): number {
  return light > 216 / 24_389 ? Math.cbrt(light) : (light * 24_389) / 3132 + 16 / 116;
}

/** A grey profile. */
export function greyProfile(gamma: number): Buffer {
  return profile('mntr', 'GRAY', 'XYZ ', [
    ['wtpt', xyz(D50)],
    ['kTRC', curv(gamma)],
  ]);
}

/** Encodes an sRGB colour in this space, 0 to 1 each. */
export function inSpace(colour: Colour, { primaries, gamma }: Space): [number, number, number] {
  const [r, g, b] = colour.map(linear) as [number, number, number];
  const [x, y, z] = times(columns(SRGB_PRIMARIES), [r, g, b]);
  return times(inverse(columns(primaries)), [x, y, z]).map((value) => Math.min(1, Math.max(0, value)) ** (1 / gamma)) as [
    number,
    number,
    number,
  ];
}

/** Converts a colour of this space to sRGB, 0 to 255. Out-of-gamut channels are clipped. */
export function fromSpace(numbers: Colour, { primaries, gamma }: Space): [number, number, number] {
  const light = numbers.map((value) => (value / 255) ** gamma) as [number, number, number];
  return times(inverse(columns(SRGB_PRIMARIES)), times(columns(primaries), light)).map(encoded) as [number, number, number];
}

/** Encodes linear light in sRGB (IEC 61966-2-1). */
function encoded(light: number): number {
  const inside = Math.min(1, Math.max(0, light));
  return Math.round(255 * (inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055));
}

/** Encodes an sRGB grey, 0 to 255, with this exponent, 0 to 1. */
export function inGrey(shade: number, gamma: number): number {
  return linear(shade) ** (1 / gamma);
}

/** Linear light of an sRGB value (IEC 61966-2-1). */
export function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

type Matrix = readonly [Xyz, Xyz, Xyz];

function columns([a, b, c]: Matrix): Matrix {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

function times(matrix: Matrix, [x, y, z]: Xyz): [number, number, number] {
  return matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as [number, number, number];
}

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const over = (value: number) => value / determinant;
  return [
    [over(e * i - f * h), over(c * h - b * i), over(b * f - c * e)],
    [over(f * g - d * i), over(a * i - c * g), over(c * d - a * f)],
    [over(d * h - e * g), over(b * g - a * h), over(a * e - b * d)],
  ];
}

type Tag = readonly [name: string, data: Buffer];

function profile(device: string, space: string, connection: string, tags: readonly Tag[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  let at = 128 + table.byteLength;
  tags.forEach(([name, data], index) => {
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(data.byteLength, 12 + index * 12);
    at += data.byteLength;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at);
  header.writeUInt32BE(0x02400000, 8);
  header.write(device + space + connection, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  xyz(D50).copy(header, 68, 8);
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)]);
}

function xyz(values: Xyz): Buffer {
  const data = Buffer.alloc(20);
  data.write('XYZ ', 'latin1');
  for (const [index, value] of values.entries()) data.writeInt32BE(Math.round(value * 65_536), 8 + index * 4);
  return data;
}

function curv(gamma: number): Buffer {
  const data = Buffer.alloc(16);
  data.write('curv', 'latin1');
  data.writeUInt32BE(1, 8);
  data.writeUInt16BE(Math.round(gamma * 256), 12);
  return data;
}
