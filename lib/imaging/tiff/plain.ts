import { asBuffer } from '../formats/png';
import { readTiffDirectory, TAG, type TiffDirectory } from './directory';

/** Tags that decide about pixels and their colours. Whatever else a directory has can only make libtiff warn or fail. */
const DECODED = new Set([
  ...[256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325],
  ...[332, 336, 338, 339, 347, 529, 530, 531, 532, 34_675],
]);

const CCITT = [2, 3, 4];
const JPEG = 7;

/** libtiff refuses a subsampling that JPEG data contradicts, and takes that of the data where none is stated. */
const YCBCR_SUBSAMPLING = 530;

/**
 * How libvips has to open a TIFF: its first page alone, described by no more fields than it takes to decode it. libvips reads every
 * directory of a file to count the pages and refuses the file for a broken one, and libtiff fails on an orientation that does not exist.
 *
 * @returns the same bytes if they are no TIFF, or there is nothing to leave out
 */
export function plainTiff(bytes: Uint8Array): { bytes: Uint8Array; failOn?: 'warning' } {
  const directory = readTiffDirectory(bytes);
  if (!directory) return { bytes };
  // libtiff only warns of lines that a fax lacks, and leaves them as they fall.
  const isFax = CCITT.includes(directory.values(TAG.compression)[0] ?? 0);
  return { bytes: withPlainDirectory(bytes, directory), ...(isFax && { failOn: 'warning' }) };
}

function withPlainDirectory(bytes: Uint8Array, directory: TiffDirectory): Uint8Array {
  const { entries, countAt, firstAt, nextAt, entryBytes, offsetBytes, isLittleEndian, values } = directory;
  const [orientation = 1] = values(TAG.orientation);
  const dropped = new Set<number>();
  if (!(orientation >= 1 && orientation <= 8)) dropped.add(TAG.orientation);
  // One channel is laid out alike in either configuration, but libvips puts planes together without looking at what is in them.
  const isInterleaved = (values(TAG.planarConfiguration)[0] ?? 1) === 1;
  if (!isInterleaved && (values(TAG.samplesPerPixel)[0] ?? 1) === 1) dropped.add(TAG.planarConfiguration);
  if (values(TAG.compression)[0] === JPEG) dropped.add(YCBCR_SUBSAMPLING);
  const seen = new Set<number>();
  const kept = entries.filter(({ tag }) => {
    const isKept = DECODED.has(tag) && !dropped.has(tag) && !seen.has(tag);
    seen.add(tag);
    return isKept;
  });
  const isLast = bytes.subarray(nextAt, nextAt + offsetBytes).every((byte) => byte === 0);
  if (kept.length === 0 || (kept.length === entries.length && isLast)) return bytes;
  const original = asBuffer(bytes);
  const plain = Buffer.from(original);
  // Of a BigTIFF, the upper bytes of the number are zero.
  if (isLittleEndian) plain.writeUInt16LE(kept.length, countAt);
  else plain.writeUInt16BE(kept.length, firstAt - 2);
  kept.forEach(({ at }, index) => {
    original.copy(plain, firstAt + index * entryBytes, at, at + entryBytes);
  });
  const endAt = firstAt + kept.length * entryBytes;
  return plain.fill(0, endAt, Math.min(plain.length, endAt + offsetBytes));
}
