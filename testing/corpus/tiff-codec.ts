// A TIFF encoder (TIFF 6.0) for files that libvips does not write: CMYK, palettes, unusual bit depths, either byte order, planes, tiles,
// signed and floating-point samples, premultiplied alpha, several pages, and contradicting fields.

import { type BlockLayout, blocksOf } from './tiff-blocks';

/** PhotometricInterpretation (section 8, tag 262). */
export const WHITE_IS_ZERO = 0;
export const BLACK_IS_ZERO = 1;
export const RGB = 2;
export const PALETTE = 3;
export const CMYK = 5;
export const YCBCR = 6;
export const CIELAB = 8;

export interface TiffPage extends BlockLayout {
  photometric: number;
  /** Set if the last sample is alpha: unassociated or premultiplied. */
  alpha?: 'unassociated' | 'premultiplied';
  /** Colours of a palette, 0 to 255. */
  palette?: readonly (readonly [number, number, number])[];
  orientation?: number;
  icc?: Uint8Array;
  /** Whether the page is a reduced copy of another (tag 254). */
  reduced?: boolean;
  /** Additional fields. They replace generated ones; null removes a field. */
  fields?: Readonly<Record<number, readonly [type: number, values: readonly number[] | Uint8Array] | null>>;
}

export type ByteOrder = 'II' | 'MM';

export const [BYTE, SHORT, LONG, RATIONAL, UNDEFINED] = [1, 3, 4, 5, 7];

/** Bytes of a number; a rational consists of two numbers. */
const NUMBER_BYTES: Readonly<Record<number, number>> = { [BYTE]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 4, [UNDEFINED]: 1 };

type Entry = readonly [tag: number, type: number, values: readonly number[] | Uint8Array];

/** Encodes pages; the first is the picture. */
export function encodeTiff(pages: readonly TiffPage[], order: ByteOrder = 'II'): Buffer {
  const numbers = (values: readonly number[], bytes: number) => {
    const buffer = Buffer.alloc(values.length * bytes);
    for (const [index, value] of values.entries()) {
      if (order === 'II') buffer.writeUIntLE(value, index * bytes, bytes);
      else buffer.writeUIntBE(value, index * bytes, bytes);
    }
    return buffer;
  };
  const number = (value: number, bytes: number) => numbers([value], bytes);
  const parts: Uint8Array[] = [Buffer.from(order), number(42, 2), number(8, 4)];
  let at = 8;
  for (const [index, page] of pages.entries()) {
    const data = blocksOf(page, order);
    const entries = entriesOf(page, data);
    const length = 2 + entries.length * 12 + 4;
    const tail: Uint8Array[] = [];
    let end = at + length;
    const place = (block: Uint8Array) => {
      const padded = Buffer.concat([block, Buffer.alloc(block.byteLength % 2)]);
      tail.push(padded);
      end += padded.byteLength;
      return end - padded.byteLength;
    };
    const offsets = data.map(place);
    const rows = entries.map(([tag, type, values]) => {
      const isOffsets = (tag === 273 || tag === 324) && !page.fields?.[tag];
      const known = isOffsets ? offsets : values;
      const value = known instanceof Uint8Array ? Buffer.from(known) : numbers(known, NUMBER_BYTES[type] ?? 1);
      const inside = value.byteLength <= 4 ? Buffer.concat([value, Buffer.alloc(4)], 4) : number(place(value), 4);
      const count = type === RATIONAL ? known.length / 2 : known.length;
      return Buffer.concat([number(tag, 2), number(type, 2), number(count, 4), inside]);
    });
    const next = index === pages.length - 1 ? 0 : end;
    parts.push(number(rows.length, 2), ...rows, number(next, 4), ...tail);
    at = end;
  }
  return Buffer.concat(parts);
}

function entriesOf(page: TiffPage, data: readonly Buffer[]): Entry[] {
  const { width, height, depth, photometric, alpha, palette, orientation, icc, planes, reduced, tile, rows, fields } = page;
  const { sampleFormat, predictor, compression, fillOrder } = page;
  const samples = page.at(0, 0).length;
  const channel = (index: number) => Array.from({ length: 2 ** depth }, (_, colour) => (palette?.[colour]?.[index] ?? 0) * 257);
  const offsets = data.map(() => 0);
  const lengths = data.map(({ byteLength }) => byteLength);
  const entries: Entry[] = [
    ...(reduced ? [[254, LONG, [1]] as const] : []),
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, Array(samples).fill(depth)],
    [259, SHORT, [compression?.code ?? 1]],
    [262, SHORT, [photometric]],
    ...(fillOrder ? [[266, SHORT, [fillOrder]] as const] : []),
    ...(tile ? [] : [[273, LONG, offsets] as const]),
    ...(orientation === undefined ? [] : [[274, SHORT, [orientation]] as const]),
    [277, SHORT, [samples]],
    ...(tile ? [] : [[278, LONG, [rows ?? height]] as const, [279, LONG, lengths] as const]),
    [284, SHORT, [planes ? 2 : 1]],
    ...(predictor ? [[317, SHORT, [predictor]] as const] : []),
    ...(palette ? [[320, SHORT, [0, 1, 2].flatMap(channel)] as const] : []),
    ...(tile
      ? [[322, LONG, [tile]] as const, [323, LONG, [tile]] as const, [324, LONG, offsets] as const, [325, LONG, lengths] as const]
      : []),
    ...(alpha ? [[338, SHORT, [alpha === 'premultiplied' ? 1 : 2]] as const] : []),
    ...(sampleFormat ? [[339, SHORT, Array(samples).fill(sampleFormat)] as const] : []),
    ...(icc ? [[34675, UNDEFINED, icc] as const] : []),
  ];
  const added = Object.entries(fields ?? {}).flatMap(([tag, field]) => (field ? [[Number(tag), ...field] as const] : []));
  return [...entries.filter(([tag]) => fields?.[tag] === undefined), ...added].sort(([one], [other]) => one - other);
}
