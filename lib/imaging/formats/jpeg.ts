import { MAX_BLOCKS } from '../limits';

/** Where a segment lies in its file: marker, length, data (ITU-T T.81, annex B). */
export interface JpegSegment {
  /** Its second byte; the first is 0xff. */
  marker: number;
  start: number;
  /** Where the next one starts: behind the end of the file when this one breaks off. */
  end: number;
}

export function isJpeg(file: Uint8Array): boolean {
  return file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff;
}

/**
 * Hops over what stands before the pixels, and over {@link MAX_BLOCKS} at most.
 *
 * @param jpeg may break off anywhere, or lie about its lengths
 */
export function* jpegSegments(jpeg: Buffer): Generator<JpegSegment, void> {
  for (let [at, count] = [2, 0]; count < MAX_BLOCKS && at + 4 <= jpeg.length && jpeg[at] === 0xff; count += 1) {
    const marker = jpeg[at + 1] ?? 0;
    // Any number of bytes may fill the room before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Marks without a length, and what is no mark at all, come among pixels.
    if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd9)) return;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    yield { marker, start: at, end };
    at = end;
  }
}
