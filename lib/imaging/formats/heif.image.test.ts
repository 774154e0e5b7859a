import { describe, expect, it } from 'vitest';
import { heic } from '@/testing/heic';
import { MAX_HEIF_BOXES } from '../limits';
import { boxesIn, formatOfPrimaryItem, hasPrimaryItem } from './heif';
import { readItems } from './heif-items';

const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number) => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);

function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(8 + body.length), Buffer.from(type, 'latin1'), body]);
}

/** With a version and flags; the flags are not read. */
const versioned = (type: string, version: number, ...content: Uint8Array[]) => box(type, Buffer.from([version, 0, 0, 0]), ...content);

/** @param wide item IDs and item counts take four bytes */
function file(main: number, types: readonly string[], wide = false): Buffer {
  const [uint, later] = wide ? ([u32, 1] as const) : ([u16, 0] as const);
  const items = types.map((type, index) => versioned('infe', 2 + later, uint(index + 1), u16(0), Buffer.from(`${type}\0`, 'latin1')));
  const list = versioned('iinf', later, uint(items.length), ...items);
  return Buffer.concat([box('ftyp', Buffer.from('mif1\0\0\0\0mif1')), versioned('meta', 0, versioned('pitm', later, uint(main)), list)]);
}

it.each([
  ['avif', 1, ['av01']],
  ['heic', 1, ['hvc1', 'Exif']],
  ['avif', 2, ['hvc1', 'av01']],
  ['heic', 2, ['av01', 'hvc1']],
  ['avif', 3, ['Exif', 'av01', 'grid']],
  ['heic', 1, ['grid', 'hvc1', 'hvc1']],
  [undefined, 1, ['jpeg', 'Exif']],
  [undefined, 1, []],
] as const)('a HEIF is %s when item %i of these is the primary one: %j', (format, main, types) => {
  expect(formatOfPrimaryItem(file(main, types))).toBe(format);
  expect(formatOfPrimaryItem(file(main, types, true))).toBe(format);
});

it('a HEIF truncated before its items has no known format, and damaged headers never throw', () => {
  const whole = heic('grid');
  for (let length = 0; length < whole.indexOf('infe'); length += 1) expect(formatOfPrimaryItem(whole.subarray(0, length))).toBeUndefined();
  for (let at = 0; at < whole.indexOf('mdat'); at += 1) {
    for (const value of [0, 1, 255]) {
      const bytes = heic('grid');
      bytes[at] = value;
      expect(['heic', undefined]).toContain(formatOfPrimaryItem(bytes));
    }
  }
});

it('a HEIF of nothing but empty boxes is searched only up to the box limit', () => {
  const empty = Buffer.concat(Array.from({ length: 200_000 }, () => box('free')));
  expect(formatOfPrimaryItem(Buffer.concat([empty, file(1, ['av01'])]))).toBeUndefined();
});

describe('the box limit of a HEIF applies', () => {
  const free = (count: number) => Buffer.alloc(count * 8, box('free'));
  const items = (before: number) => {
    const infe = versioned('infe', 2, u16(1), u16(0), Buffer.from('av01\0', 'latin1'));
    return versioned('iinf', 0, u16(1), free(before), infe);
  };
  const heif = ([top, meta, list]: readonly [top: number, meta: number, list: number]) =>
    Buffer.concat([
      box('ftyp', Buffer.from('mif1\0\0\0\0mif1')),
      free(top),
      versioned('meta', 0, free(meta), versioned('pitm', 0, u16(1)), items(list)),
    ]);

  it('at the top level, in meta and in iinf', () => {
    expect([...boxesIn(free(49_000))]).toHaveLength(MAX_HEIF_BOXES + 1);
    expect(formatOfPrimaryItem(heif([4000, 4000, 4000]))).toBe('avif');
    for (const counts of [
      [5000, 0, 0],
      [0, 5000, 0],
      [0, 0, 5000],
    ] as const)
      expect(formatOfPrimaryItem(heif(counts))).toBeUndefined();
    expect([hasPrimaryItem(heif([4000, 4000, 0])), hasPrimaryItem(heif([0, 5000, 0]))]).toEqual([true, false]);
  });

  it('to ipco, which is not rewritten if it is read only in part', () => {
    const properties = (count: number) => box('iprp', box('ipco', free(count)));
    const file = (count: number) => versioned('meta', 0, versioned('pitm', 0, u16(1)), properties(count));
    expect(readItems(file(MAX_HEIF_BOXES))?.properties).toHaveLength(MAX_HEIF_BOXES);
    expect(readItems(file(MAX_HEIF_BOXES + 1))).toBeNull();
  });
});
