import { asBuffer } from '../formats/png';
import { readTiffDirectory, TAG, type TiffDirectory } from './directory';

/** Tags that affect pixels and colours. Other fields can only make libtiff warn or fail. */
const DECODING_TAGS = new Set([
  ...[256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325],
  ...[332, 336, 338, 339, 347, 529, 530, 531, 532, 34_675],
]);

const CCITT = [2, 3, 4];
const JPEG = 7;

/** libtiff refuses a subsampling that contradicts the JPEG data. Without this field it uses the subsampling of the data. */
const YCBCR_SUBSAMPLING = 530;

/**
 * Reduces a TIFF to its first page and to the fields required to decode it. libvips reads all IFDs to count pages and refuses the file if
 * one is damaged; libtiff fails on an invalid orientation.
 *
 * @returns the same bytes if it is not a TIFF, or nothing must be removed
 */
export function sanitizeTiff(bytes: Uint8Array): { bytes: Uint8Array; failOn?: 'warning' } {
  const directory = readTiffDirectory(bytes);
  if (!directory) return { bytes };
  // libtiff only warns about missing CCITT lines and leaves them undefined.
  const isFax = CCITT.includes(directory.values(TAG.compression)[0] ?? 0);
  return { bytes: withSanitizedDirectory(bytes, directory), ...(isFax && { failOn: 'warning' }) };
}

function withSanitizedDirectory(bytes: Uint8Array, directory: TiffDirectory): Uint8Array {
  const { entries, countAt, firstAt, nextAt, entryBytes, offsetBytes, isLittleEndian, values } = directory;
  const [orientation = 1] = values(TAG.orientation);
  const dropped = new Set<number>();
  if (!(orientation >= 1 && orientation <= 8)) dropped.add(TAG.orientation);
  // Both planar configurations are identical for a single channel, but libvips joins planes without checking their type.
  const isInterleaved = (values(TAG.planarConfiguration)[0] ?? 1) === 1;
  if (!isInterleaved && (values(TAG.samplesPerPixel)[0] ?? 1) === 1) dropped.add(TAG.planarConfiguration);
  if (values(TAG.compression)[0] === JPEG) dropped.add(YCBCR_SUBSAMPLING);
  const seen = new Set<number>();
  const kept = entries.filter(({ tag }) => {
    const isKept = DECODING_TAGS.has(tag) && !dropped.has(tag) && !seen.has(tag);
    seen.add(tag);
    return isKept;
  });
  const isLast = bytes.subarray(nextAt, nextAt + offsetBytes).every((byte) => byte === 0);
  if (kept.length === 0 || (kept.length === entries.length && isLast)) return bytes;
  const original = asBuffer(bytes);
  const sanitized = Buffer.from(original);
  // In a BigTIFF, the upper bytes of the count are zero.
  if (isLittleEndian) sanitized.writeUInt16LE(kept.length, countAt);
  else sanitized.writeUInt16BE(kept.length, firstAt - 2);
  kept.forEach(({ at }, index) => {
    original.copy(sanitized, firstAt + index * entryBytes, at, at + entryBytes);
  });
  const endAt = firstAt + kept.length * entryBytes;
  return sanitized.fill(0, endAt, Math.min(sanitized.length, endAt + offsetBytes));
}
