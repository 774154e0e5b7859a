import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { heic } from '@/testing/heic';
import { cutThumbnail, type HeicThumbnail, isHeif } from './heic-thumbnail';

/** Of the bytes of a file, and of those that are read at first. */
const cut = (file: Uint8Array, head = file) => cutThumbnail(new Blob([Uint8Array.from(file)]), Uint8Array.from(head));

/** Null also of a damaged file. */
function found(file: Uint8Array): HeicThumbnail | null {
  try {
    return cut(file);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A file whose bytes after the first place of a text are others. */
function changed(text: string, offset: number, ...values: number[]): Buffer {
  const file = heic('thumbnail-turned');
  file.set(values, file.indexOf(text) + offset);
  return file;
}

const MOST = [0xff, 0xff, 0xff, 0xff];

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type), ...content]);
  bytes.writeUInt32BE(bytes.length);
  return bytes;
}

/** The first box of a type in a file. */
function original(file: Buffer, type: string): Buffer {
  const start = file.indexOf(type) - 4;
  return file.subarray(start, start + file.readUInt32BE(start));
}

/** The number of boxes in a list. */
function count(list: Buffer): number {
  let boxes = 0;
  for (let at = 0; at < list.length; at += list.readUInt32BE(at)) boxes += 1;
  return boxes;
}

describe('the thumbnail of a HEIC', () => {
  it('has its size and that of the photo, both as displayed', () => {
    const photo = { width: 120, height: 80 };
    expect(cut(heic('thumbnail'))).toMatchObject({ thumbnail: { width: 96, height: 64 }, photo });
    expect(cut(heic('thumbnail-turned'))).toMatchObject({ thumbnail: { width: 96, height: 72 }, photo });
  });

  it('is found in the first bytes of a photo, and becomes a small file', () => {
    const photo = readFileSync('bench/photo.heic');
    const small = cut(photo, photo.subarray(0, 4096));
    expect(small).toMatchObject({ thumbnail: { width: 240, height: 320 }, photo: { width: 3024, height: 4032 } });
    expect(small?.heic.size).toBeLessThan(photo.length / 20);
  });

  it('keeps its coded bytes and its properties, and has no thumbnail', async () => {
    const file = heic('thumbnail-turned');
    const small = Buffer.from((await cut(file)?.heic.arrayBuffer()) ?? new ArrayBuffer());
    const data = small.subarray(small.indexOf('mdat') + 4);
    expect(data.length).toBeGreaterThan(100);
    expect(file.includes(data)).toBe(true);
    for (const type of ['hvcC', 'ispe', 'irot', 'imir']) expect(small.includes(type)).toBe(true);
    expect(isHeif(small)).toBe(true);
    expect(found(small)).toBeNull();
  });

  it('is none of a file without, nor of other formats', () => {
    for (const name of ['landscape', 'grid', 'exif-alone']) expect(found(heic(name))).toBeNull();
    for (const other of ['', '\xff\xd8\xff\xe0\0\x10JFIF', 'RIFF\0\0\0\0WEBP']) expect(isHeif(Buffer.from(other, 'latin1'))).toBe(false);
  });

  it.each([
    ['without the rotation of the photo', changed('ipma', 24, 4)],
    ['without its mirroring', changed('ipma', 25, 4)],
    ['of another orientation', changed('ispe', 8, 0, 0, 1, 0)],
    ['of another codec', changed('infe', 33, ...Buffer.from('jpeg'))],
    ['without a size', changed('ipma', 23, 0x85)],
    ['that is a thumbnail of another item', changed('thmb', 8, 0, 3)],
    ['in another file', changed('iloc', 29, 1)],
    ['in two pieces', changed('iloc', 31, 2)],
    ['without a byte', changed('iloc', 36, 0, 0, 0, 0)],
    ['too large', changed('iloc', 36, 0, 1, 0, 1)],
    ['beyond the end', changed('iloc', 32, 0, 0, 8, 0)],
    ['far beyond the end', changed('iloc', 32, ...MOST)],
  ])('is not taken %s', (_what, file) => {
    expect(found(file)).toBeNull();
  });
});

describe('a hostile HEIC', () => {
  it.each(['pitm', 'iloc', 'iinf', 'iref', 'iprp', 'ipco', 'ipma', 'infe', 'thmb', 'hvcC', 'ispe'])(
    'is left if its %s box has no length, too little, too much, or one of 64 bits',
    (type) => {
      for (const length of [0, 1, 7, 1_000_000, 0xffff_ffff]) {
        const file = heic('thumbnail-turned');
        file.writeUInt32BE(length, file.indexOf(type) - 4);
        expect(found(file)?.heic.size ?? 0).toBeLessThan(2 * file.length);
      }
    },
  );

  it.each([
    ['items', 'iloc', 10, [0xff, 0xff]],
    ['pieces without a byte', 'iloc', 8, [0, 0, 0xff, 0xff, 0, 1, 0, 0, 0xff, 0xff]],
    ['item types', 'iinf', 8, [0xff, 0xff]],
    ['photos of a thumbnail', 'thmb', 6, [0xff, 0xff]],
    ['associations', 'ipma', 8, MOST],
    ['properties of an item', 'ipma', 21, [0xff]],
  ] as const)('is read or left if it states too many %s', (_what, text, offset, values) => {
    const file = changed(text, offset, ...values);
    expect(found(file)?.heic.size ?? 0).toBeLessThan(2 * file.length);
  });

  it('is left if all of it is thumbnails, and items of many pieces without a byte', () => {
    const times = (count: number, digits: string) => Buffer.from(digits.repeat(count), 'hex');
    const file = heic('thumbnail-turned');
    // Thumbnails of ID 9, items of ID 8. The count of the items is right, or too large.
    const iref = box('iref', times(1, '00000000'), times(9000, '0000000e74686d62000900010001'));
    for (const count of ['4e20', 'ffff']) {
      const iloc = box('iloc', times(1, `000000000000${count}`), times(20_000, '00080000ffff'));
      const meta = box('meta', times(1, '00000000'), original(file, 'pitm'), iloc, original(file, 'iinf'), iref, original(file, 'iprp'));
      expect(found(Buffer.concat([original(file, 'ftyp'), meta]))).toBeNull();
    }
  });

  it.each(['primary', 'thumbnail'])('is left if its %s item has one large property thousands of times', (owner) => {
    const file = heic('thumbnail-turned');
    const start = file.indexOf('ipma') - 4;
    const ipma = Buffer.from(file.subarray(start, start + file.readUInt32BE(start)));
    // One more property, the last, and boxes that associate it again and again.
    const irot = box('irot', Buffer.alloc(50_000));
    const ipco = box('ipco', original(file, 'ipco').subarray(8), irot);
    const index = (count(original(file, 'ipco').subarray(8)) + 1).toString(16).padStart(2, '0');
    const id = owner === 'primary' ? file.readUInt16BE(file.indexOf('pitm') + 8) : file.readUInt16BE(file.indexOf('thmb') + 4);
    const again = box('ipma', Buffer.from(`0000000000000001${id.toString(16).padStart(4, '0')}ff${index.repeat(255)}`, 'hex'));
    const iprp = box('iprp', ipco, ipma, ...Array.from({ length: 200 }, () => again));
    const others = ['pitm', 'iloc', 'iinf', 'iref'].map((type) => original(file, type));
    const meta = box('meta', Buffer.alloc(4), ...others, iprp);
    expect(found(Buffer.concat([original(file, 'ftyp'), meta, Buffer.alloc(100_000)]))).toBeNull();
  });

  it('is left if it ends anywhere', () => {
    const file = heic('thumbnail-turned');
    const boxes = file.indexOf('mdat') + 4;
    for (let length = 0; length < boxes; length += 1) expect(found(file.subarray(0, length))).toBeNull();
  });

  it('is read or left, whatever its bytes', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return seed % below;
    };
    const original = heic('thumbnail-turned');
    const boxes = original.indexOf('mdat');
    for (let round = 0; round < 3000; round += 1) {
      const file = Buffer.from(original);
      for (let change = 0; change <= round % 4; change += 1) file.writeUInt8(random(256), random(boxes));
      expect(found(file)?.heic.size ?? 0).toBeLessThan(2 * file.length);
    }
  });
});
