import { asBuffer } from '../formats/png';
import { MAX_TIFF_FIELDS } from '../limits';

/** Tags that are read (TIFF 6.0, section 8 and later). */
export const TAG = {
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  planarConfiguration: 284,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  inkSet: 332,
  dotRange: 336,
  extraSamples: 338,
  sampleFormat: 339,
  indexed: 346,
  yCbCrCoefficients: 529,
  referenceBlackWhite: 532,
  imageDepth: 32_997,
} as const;

/** The first image file directory (IFD) of a TIFF. */
export interface TiffDirectory {
  /** Values of a field, at most `most` (default 16): empty if the field is missing, NaN if it cannot be read. */
  values(tag: number, limit?: number): number[];
  /** Stated number of values; 0 if the field is missing. */
  count(tag: number): number;
  /** In file order. */
  entries: readonly { tag: number; at: number }[];
  /** Offsets of the entry count, of the first entry, and of the pointer to the next IFD, which may lie beyond the file. */
  countAt: number;
  firstAt: number;
  nextAt: number;
  entryBytes: number;
  /** Bytes of an offset: 4, or 8 in a BigTIFF. */
  offsetBytes: 4 | 8;
  isLittleEndian: boolean;
}

/** Enough for every field that affects decoding. */
const MAX_VALUES = 16;

/** Bytes of a value by type, for types that libtiff accepts as an integer or a fraction. Negative numbers are read as large ones. */
const VALUE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 5: 8, 6: 1, 8: 2, 9: 4, 10: 8, 16: 8, 17: 8 };
const FRACTIONS = [5, 10];

/** The first bytes of a TIFF: byte order and version. */
const SIGNATURES = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'];

/**
 * Reads the first IFD of a TIFF or BigTIFF. Later IFDs are not read, so their number, order and validity do not matter.
 *
 * @returns null if it is not a TIFF, or the IFD does not lie within the file
 */
export function readTiffDirectory(bytes: Uint8Array): TiffDirectory | null {
  const file = asBuffer(bytes);
  if (!SIGNATURES.includes(file.toString('latin1', 0, 4))) return null;
  const isLittleEndian = file[0] === 0x49;
  const number = (at: number, length: number) => readNumber(file, at, length, isLittleEndian);
  const isBig = number(2, 2) === 43;
  const [offsetBytes, countBytes, entryBytes] = isBig ? ([8, 8, 20] as const) : ([4, 2, 12] as const);
  const countAt = number(isBig ? 8 : 4, offsetBytes);
  const total = countAt > 0 ? number(countAt, countBytes) : 0;
  const firstAt = countAt + countBytes;
  const nextAt = firstAt + total * entryBytes;
  if (total === 0 || total > MAX_TIFF_FIELDS || nextAt > file.length) return null;
  const entries = Array.from({ length: total }, (_, index) => {
    const at = firstAt + index * entryBytes;
    return { tag: number(at, 2), at };
  });
  // libtiff uses the first of repeated tags.
  const positions = new Map(entries.toReversed().map(({ tag, at }) => [tag, at]));
  const count = (tag: number) => {
    const at = positions.get(tag);
    return at === undefined ? 0 : number(at + 4, offsetBytes);
  };
  return {
    ...{ entries, countAt, firstAt, nextAt, entryBytes, offsetBytes, isLittleEndian, count },
    values(tag, limit = MAX_VALUES) {
      const at = positions.get(tag);
      if (at === undefined) return [];
      const type = number(at + 2, 2);
      const size = VALUE_BYTES[type];
      const read = Math.min(count(tag), limit);
      if (!size || read === 0) return [Number.NaN];
      const inlineAt = at + 4 + offsetBytes;
      const valuesAt = count(tag) * size <= offsetBytes ? inlineAt : number(inlineAt, offsetBytes);
      if (valuesAt + read * size > file.length) return [Number.NaN];
      return Array.from({ length: read }, (_, index) => {
        const valueAt = valuesAt + index * size;
        return FRACTIONS.includes(type) ? number(valueAt, 4) / number(valueAt + 4, 4) : number(valueAt, size);
      });
    },
  };
}

/** Reads an unsigned number; 0 beyond the file. Above 2^53 an 8-byte number is inexact, but larger than any file. */
function readNumber(file: Buffer, at: number, length: number, isLittleEndian: boolean): number {
  if (at + length > file.length) return 0;
  if (length < 8) return isLittleEndian ? file.readUIntLE(at, length) : file.readUIntBE(at, length);
  const [low, high] = isLittleEndian ? [at, at + 4] : [at + 4, at];
  return readNumber(file, high, 4, isLittleEndian) * 2 ** 32 + readNumber(file, low, 4, isLittleEndian);
}
