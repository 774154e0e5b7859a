import { D50, type Matrix, multiply, transpose, type Vector } from './primaries';
import type { Curve } from './transfer';

// Writes ICC profiles of version 2 (ICC.1:2001-04), which pass stated colours to libvips. In version 4, Little CMS might apply black point
// compensation, unlike any browser.

/** Entries of a sampled TRC. */
const CURVE_ENTRIES = 1024;

/** Grid points along an axis of a colour table, as Little CMS chooses for its own. */
const GRID = 33;

/** Profile of RGB with a matrix to XYZ under D50. @param curve TRC of all three channels */
export function matrixProfile(toXyz: Matrix, curve: Curve): Buffer {
  const [red, green, blue] = transpose(toXyz);
  const tag = curveTag(curve);
  return profile('RGB ', [
    ['wtpt', xyzTag(D50)],
    ['rXYZ', xyzTag(red)],
    ['gXYZ', xyzTag(green)],
    ['bXYZ', xyzTag(blue)],
    ['rTRC', tag],
    ['gTRC', tag],
    ['bTRC', tag],
  ]);
}

export function greyProfile(curve: Curve): Buffer {
  return profile('GRAY', [
    ['wtpt', xyzTag(D50)],
    ['kTRC', curveTag(curve)],
  ]);
}

/**
 * Profile of RGB whose channels depend on each other, as a lookup table.
 * @param toLinear from samples, 0 to 1, to linear RGB of at most 1
 * @param toXyz from that linear RGB to XYZ under D50
 */
export function tableProfile(toLinear: (samples: Vector) => Vector, toXyz: Matrix): Buffer {
  const header = Buffer.from(`mft2\0\0\0\0\x03\x03${String.fromCharCode(GRID)}\0`, 'latin1');
  const matrix = Buffer.alloc(36);
  for (const at of [0, 16, 32]) matrix.writeInt32BE(65_536, at);
  const steps = Array.from({ length: GRID }, (_, index) => index / (GRID - 1));
  const colours = new Uint16Array(GRID ** 3 * 3);
  let at = 0;
  for (const red of steps) {
    for (const green of steps) {
      for (const blue of steps) {
        // Cube roots approximate perceived lightness, which keeps interpolation between entries accurate.
        for (const light of multiply(toXyz, toLinear([red, green, blue]))) colours[at++] = toUint16(Math.cbrt(light));
      }
    }
  }
  // 1 is 0x8000 in 16-bit XYZ.
  const cubeCurve = Array.from({ length: CURVE_ENTRIES }, (_, index) => toUint16(((index / (CURVE_ENTRIES - 1)) ** 3 * 0x8000) / 0xffff));
  const identity = [0, 0xffff];
  const tables = uint16([2, CURVE_ENTRIES, ...identity, ...identity, ...identity]);
  return profile('RGB ', [
    ['wtpt', xyzTag(D50)],
    ['A2B0', Buffer.concat([header, matrix, tables, uint16(colours), uint16(cubeCurve), uint16(cubeCurve), uint16(cubeCurve)])],
  ]);
}

function profile(space: string, tags: readonly (readonly [name: string, data: Buffer])[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  const offsets = new Map<Buffer, number>();
  let end = HEADER_BYTES + table.length;
  for (const [index, [name, data]] of tags.entries()) {
    // Tags may share their data.
    const offset = offsets.get(data) ?? end;
    if (offset === end) end += data.length;
    offsets.set(data, offset);
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(offset, 8 + index * 12);
    table.writeUInt32BE(data.length, 12 + index * 12);
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(end);
  header.writeUInt32BE(0x02400000, 8);
  header.write(`mntr${space}XYZ `, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  xyzTag(D50).copy(header, 68, 8);
  return Buffer.concat([header, table, ...offsets.keys()]);
}

const HEADER_BYTES = 128;

function xyzTag(values: Vector): Buffer {
  const data = Buffer.alloc(20);
  data.write('XYZ ', 'latin1');
  for (const [index, value] of values.entries()) data.writeInt32BE(Math.round(value * 65_536), 8 + index * 4);
  return data;
}

/** A power curve is stored as an exact exponent, because samples are inexact where it is steep. Other curves are sampled. */
function curveTag(curve: Curve): Buffer {
  if (curve.exponent !== undefined) {
    const data = Buffer.alloc(16);
    data.write('para', 'latin1');
    data.writeInt32BE(Math.round(curve.exponent * 65_536), 12);
    return data;
  }
  const header = Buffer.alloc(12);
  header.write('curv', 'latin1');
  header.writeUInt32BE(CURVE_ENTRIES, 8);
  return Buffer.concat([header, uint16(Array.from({ length: CURVE_ENTRIES }, (_, index) => toUint16(curve(index / (CURVE_ENTRIES - 1)))))]);
}

const toUint16 = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 0xffff);

function uint16(values: ArrayLike<number>): Buffer {
  const view = new DataView(new ArrayBuffer(values.length * 2));
  for (let index = 0; index < values.length; index += 1) view.setUint16(index * 2, values[index] ?? 0);
  return Buffer.from(view.buffer);
}
