// A writer of TIFF files (TIFF 6.0) for what the image library never writes: inks, palettes, odd depths, either order of bytes, planes,
// alpha that the colours are multiplied with, several pages. Without compression.

/** What the samples mean (section 8, tag 262). */
export const WHITE_IS_ZERO = 0;
export const BLACK_IS_ZERO = 1;
export const RGB = 2;
export const PALETTE = 3;
export const CMYK = 5;

export interface TiffPage {
  width: number;
  height: number;
  /** 1, 2, 4, 8 or 16 bits for each sample. */
  depth: number;
  meaning: number;
  /** The samples of one pixel, 0 to 2^depth - 1 each. */
  at: (x: number, y: number) => readonly number[];
  /** That the last sample is alpha, and whether the others were multiplied with it. */
  alpha?: 'apart' | 'multiplied';
  /** Colours of a palette, 0 to 255. */
  palette?: readonly (readonly [number, number, number])[];
  orientation?: number;
  icc?: Uint8Array;
  /** Each channel in a plane of its own. */
  planes?: boolean;
  /** Whether it is a smaller copy of another page (tag 254). */
  reduced?: boolean;
}

export type ByteOrder = 'II' | 'MM';

const [SHORT, LONG, UNDEFINED] = [3, 4, 7];

type Entry = readonly [tag: number, type: number, values: readonly number[] | Uint8Array];

/** Of several pages, the first is the picture. */
export function encodeTiff(pages: readonly TiffPage[], order: ByteOrder = 'II'): Buffer {
  const number = (value: number, bytes: number) => {
    const buffer = Buffer.alloc(bytes);
    if (order === 'II') buffer.writeUIntLE(value, 0, bytes);
    else buffer.writeUIntBE(value, 0, bytes);
    return buffer;
  };
  const parts: Uint8Array[] = [Buffer.from(order), number(42, 2), number(8, 4)];
  let at = 8;
  for (const [index, page] of pages.entries()) {
    const data = stripsOf(page, order);
    const entries = entriesOf(page, data);
    const length = 2 + entries.length * 12 + 4;
    const behind: Uint8Array[] = [];
    let end = at + length;
    const place = (block: Uint8Array) => {
      const padded = Buffer.concat([block, Buffer.alloc(block.byteLength % 2)]);
      behind.push(padded);
      end += padded.byteLength;
      return end - padded.byteLength;
    };
    const offsets = data.map(place);
    const rows = entries.map(([tag, type, values]) => {
      const known = tag === 273 ? offsets : values;
      const value =
        known instanceof Uint8Array ? Buffer.from(known) : Buffer.concat(known.map((each) => number(each, type === SHORT ? 2 : 4)));
      const inside = value.byteLength <= 4 ? Buffer.concat([value, Buffer.alloc(4)], 4) : number(place(value), 4);
      return Buffer.concat([number(tag, 2), number(type, 2), number(known.length, 4), inside]);
    });
    const next = index === pages.length - 1 ? 0 : end;
    parts.push(number(rows.length, 2), ...rows, number(next, 4), ...behind);
    at = end;
  }
  return Buffer.concat(parts);
}

function entriesOf(page: TiffPage, data: readonly Buffer[]): Entry[] {
  const { width, height, depth, meaning, alpha, palette, orientation, icc, planes, reduced } = page;
  const samples = page.at(0, 0).length;
  const channel = (index: number) => Array.from({ length: 2 ** depth }, (_, colour) => (palette?.[colour]?.[index] ?? 0) * 257);
  return [
    ...(reduced ? [[254, LONG, [1]] as const] : []),
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, Array(samples).fill(depth)],
    [259, SHORT, [1]],
    [262, SHORT, [meaning]],
    [273, LONG, data.map(() => 0)],
    ...(orientation === undefined ? [] : [[274, SHORT, [orientation]] as const]),
    [277, SHORT, [samples]],
    [278, LONG, [height]],
    [279, LONG, data.map(({ byteLength }) => byteLength)],
    [284, SHORT, [planes ? 2 : 1]],
    ...(palette ? [[320, SHORT, [0, 1, 2].flatMap(channel)] as const] : []),
    ...(alpha ? [[338, SHORT, [alpha === 'multiplied' ? 1 : 2]] as const] : []),
    ...(icc ? [[34675, UNDEFINED, icc] as const] : []),
  ];
}

/** One strip of all rows; of planes one each. */
function stripsOf({ width, height, depth, at, planes }: TiffPage, order: ByteOrder): Buffer[] {
  const channels = planes ? Array.from(at(0, 0), (_, channel) => [channel]) : [Array.from(at(0, 0), (_, channel) => channel)];
  return channels.map((wanted) => {
    const rows = Array.from({ length: height }, (_, y) => {
      const samples = Array.from({ length: width }, (_, x) => wanted.map((channel) => at(x, y)[channel] ?? 0)).flat();
      return packed(samples, depth, order);
    });
    return Buffer.concat(rows);
  });
}

/** Rows start at whole bytes. */
function packed(samples: readonly number[], depth: number, order: ByteOrder): Buffer {
  const bytes = Buffer.alloc(Math.ceil((samples.length * depth) / 8));
  for (const [index, sample] of samples.entries()) {
    const bit = index * depth;
    if (depth < 16) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (sample << (8 - depth - (bit & 7)));
    else if (order === 'II') bytes.writeUInt16LE(sample, index * 2);
    else bytes.writeUInt16BE(sample, index * 2);
  }
  return bytes;
}
