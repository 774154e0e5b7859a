import { MAX_BLOCKS } from '../limits';

/** Position of a marker segment in its file: marker, length, data (ITU-T T.81, annex B). */
export interface JpegSegment {
  /** The second byte of the marker; the first is 0xFF. */
  marker: number;
  start: number;
  /** Offset of the next segment; beyond the end of the file if this one is truncated. */
  end: number;
}

export function isJpeg(file: Uint8Array): boolean {
  return file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff;
}

/**
 * Iterates over the segments before the first scan, at most {@link MAX_BLOCKS}.
 *
 * @param jpeg may be truncated anywhere, or have wrong lengths
 */
export function* jpegSegments(jpeg: Buffer): Generator<JpegSegment, void> {
  for (let [at, count] = [2, 0]; count < MAX_BLOCKS && at + 4 <= jpeg.length && jpeg[at] === 0xff; count += 1) {
    const marker = jpeg[at + 1] ?? 0;
    // Any number of fill bytes may precede a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Markers without a length occur only in scan data; other values are not markers.
    if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd9)) return;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    yield { marker, start: at, end };
    at = end;
  }
}
