import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAvatarError } from '@/lib/errors';
import { BLACK_IS_ZERO, BYTE, LONG, SHORT } from '@/testing/corpus/tiff-codec';
import { page, SIDE, stream, withNext, written } from '@/testing/corpus/tiff-page';
import { fromPixels } from '../sharp';
import { readTiffDirectory, TAG } from './directory';
import { sanitizeTiff } from './sanitize';
import { requireDecodableTiff } from './support';

const ENTRY_BYTES = 12;
const FIRST_ENTRY = 10;

/** Changes the entry of a tag: 2 is its type, 4 its count, 8 its value or offset. */
function withEntry(tiff: Buffer, tag: number, field: 2 | 4 | 8, value: number): Buffer {
  for (let at = FIRST_ENTRY; at < FIRST_ENTRY + tiff.readUInt16LE(8) * ENTRY_BYTES; at += ENTRY_BYTES) {
    if (tiff.readUInt16LE(at) !== tag) continue;
    if (field === 2) tiff.writeUInt16LE(value, at + 2);
    else tiff.writeUInt32LE(value, at + field);
  }
  return tiff;
}

describe('the IFD of a TIFF', () => {
  it.each(['II', 'MM'] as const)('is read in byte order %s', (order) => {
    const directory = readTiffDirectory(written({ rows: 16, fields: { 532: [5, [1, 2, 3, 4]] } }, order));
    expect(directory?.values(TAG.bitsPerSample)).toEqual([8, 8, 8]);
    expect(directory?.values(TAG.photometric)).toEqual([2]);
    expect(directory?.values(TAG.referenceBlackWhite)).toEqual([0.5, 0.75]);
    expect(directory?.values(TAG.inkSet)).toEqual([]);
    expect(directory?.count(TAG.stripOffsets)).toBe(4);
  });

  it('is read in a BigTIFF', async () => {
    const pixels = { data: Buffer.alloc(SIDE * SIDE * 3), width: SIDE, height: SIDE, channels: 3 as const };
    const directory = readTiffDirectory(await fromPixels(pixels).tiff({ bigtiff: true, compression: 'lzw' }).toBuffer());
    expect(directory?.offsetBytes).toBe(8);
    expect(directory?.values(TAG.bitsPerSample)).toEqual([8, 8, 8]);
    expect(directory?.values(TAG.compression)).toEqual([5]);
  });

  it.each([
    ['values beyond the file', 8, 0x7fffff00],
    ['a count of four billion', 4, 0xffffffff],
    ['a type that does not exist', 2, 99],
    ['text', 2, 2],
  ] as const)('does not trust %s', (_what, field, value) => {
    const directory = readTiffDirectory(withEntry(written(), TAG.bitsPerSample, field, value));
    expect(directory?.values(TAG.bitsPerSample)).toEqual([Number.NaN]);
  });

  it('uses the first of two fields with the same tag, as libtiff does', () => {
    const tiff = written({ fields: { 260: [SHORT, [7]] } });
    const at = FIRST_ENTRY + 4 * ENTRY_BYTES;
    expect(tiff.readUInt16LE(at)).toBe(260);
    tiff.writeUInt16LE(TAG.compression, at);
    expect(readTiffDirectory(tiff)?.values(TAG.compression)).toEqual([1]);
  });

  it.each([
    ['an offset beyond the file', Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1')],
    ['an offset of zero', Buffer.from('II*\0\0\0\0\0', 'latin1')],
    ['more entries than bytes', Buffer.concat([Buffer.from('II*\0\x08\0\0\0\xff\x0f', 'latin1'), Buffer.alloc(100)])],
    ['more entries than libtiff allows', Buffer.concat([Buffer.from('II*\0\x08\0\0\0\x01\x10', 'latin1'), Buffer.alloc(99_999)])],
    ['2^64 - 1 entries', Buffer.concat([Buffer.from('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0', 'latin1'), Buffer.alloc(99, 255)])],
    ['a truncated header', Buffer.from('MM\0*', 'latin1')],
    ['another format', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ])('is null in a file with %s', (_what, file) => {
    expect(readTiffDirectory(file)).toBeNull();
    expect(sanitizeTiff(file)).toEqual({ bytes: file });
  });
});

describe('the TIFF that libvips opens', () => {
  it('is the file itself if nothing must be removed', () => {
    const file = written();
    expect(sanitizeTiff(file).bytes).toBe(file);
  });

  it('has one page, and only fields that affect decoding', () => {
    const file = withNext(written({ orientation: 9, fields: { 270: [BYTE, [65, 66]], 65001: [LONG, [1]] } }), 8);
    const before = Buffer.from(file);
    const plain = readTiffDirectory(sanitizeTiff(file).bytes);
    expect(plain?.entries.map(({ tag }) => tag)).toEqual([256, 257, 258, 259, 262, 273, 277, 278, 279, 284]);
    expect(file.equals(before)).toBe(true);
  });

  it('fails on warnings only for CCITT data', () => {
    expect(
      sanitizeTiff(written({ photometric: BLACK_IS_ZERO, depth: 1, at: () => [0], compression: stream(4, Buffer.alloc(4)) })),
    ).toMatchObject({
      failOn: 'warning',
    });
    expect(sanitizeTiff(written())).not.toHaveProperty('failOn');
  });
});

describe('a hostile IFD', () => {
  it('never causes anything but a refusal', () => {
    const file = written({ ...page(), width: 16, height: 16, tile: 16, compression: stream(7, Buffer.alloc(60, 255)) });
    const edits = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(edits, fc.nat(file.length), (changes, length) => {
        const damaged = Buffer.from(file);
        for (const [at, value] of changes) damaged[at] = value;
        const truncated = damaged.subarray(0, length);
        sanitizeTiff(truncated);
        try {
          requireDecodableTiff(truncated);
        } catch (error) {
          if (!isAvatarError(error)) throw error;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is too complex if all strips point to one long run of fill bytes', () => {
    const offsets = Array(60_000).fill(300_000);
    const file = written({ rows: 1, compression: stream(7, Buffer.alloc(100_000, 255)), fields: { 273: [LONG, offsets] } });
    expect(() => requireDecodableTiff(Buffer.concat([file, Buffer.alloc(100_000, 255)]))).toThrow(
      'The TIFF has too many JPEG markers. Expected at most 60000.',
    );
  });

  it('is too complex if all strips point to one JPEG header', () => {
    const header = Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, SIDE, 0, SIDE, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    const strips = (count: number, at: number) =>
      written({ rows: 1, compression: stream(7, header), fields: { 273: [LONG, Array(count).fill(at)] } });
    const at = strips(60_000, 0).indexOf(header);
    expect(() => requireDecodableTiff(strips(60_000, at))).toThrow('Expected at most 60000.');
    expect(() => requireDecodableTiff(strips(59_999, strips(59_999, 0).indexOf(header)))).not.toThrow('Expected at most');
  });
});
