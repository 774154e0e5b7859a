import { MAX_HEIF_BOXES } from '../limits';
import type { Items } from './heif-items';

/**
 * The stored bytes of an item's first extent (ISO/IEC 14496-12, section 8.11.3).
 *
 * @returns null if the file does not locate them, or they are in another file or item
 */
export function readFirstExtent(file: Buffer, { boxes }: Items, item: number): Buffer | null {
  const [iloc, idat] = ['iloc', 'idat'].map((wanted) => boxes.find(({ type }) => type === wanted));
  if (!iloc) return null;
  let at = iloc.start + 4;
  const read = (bytes: number) => {
    if (at + bytes > iloc.end) throw new RangeError('The iloc box of a HEIF is truncated');
    // The upper half of 64-bit numbers is ignored: no file here exceeds 4 GB.
    const value = bytes > 4 ? file.readUInt32BE(at + bytes - 4) : bytes > 0 ? file.readUIntBE(at, bytes) : 0;
    at += bytes;
    return value;
  };
  try {
    const version = file.readUInt8(iloc.start);
    const sizes = read(2);
    const [offsetBytes, lengthBytes, baseBytes, indexBytes] = [
      sizes >> 12,
      (sizes >> 8) & 15,
      (sizes >> 4) & 15,
      version > 0 ? sizes & 15 : 0,
    ];
    for (let left = Math.min(read(version < 2 ? 2 : 4), MAX_HEIF_BOXES); left > 0; left -= 1) {
      const id = read(version < 2 ? 2 : 4);
      const method = version > 0 ? read(2) & 15 : 0;
      const source = read(2);
      const base = read(baseBytes);
      const extents = read(2);
      if (id !== item) {
        at += extents * (indexBytes + offsetBytes + lengthBytes);
        continue;
      }
      read(indexBytes);
      const start = base + read(offsetBytes) + (method === 1 ? (idat?.start ?? 0) : 0);
      const isInFile = source === 0 && extents > 0 && (method === 0 || (method === 1 && idat !== undefined));
      return isInFile ? file.subarray(start, start + read(lengthBytes)) : null;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}
