import type { Extent } from '../crop/framing';
import { orientationIn, UPRIGHT } from './exif-orientation';

/** The extent of the pixels as stored, and the EXIF orientation that makes them upright. */
export interface JpegHeader extends Extent {
  orientation: number;
}

const SOI = 0xffd8;
const APP1 = 0xffe1;

/** "Exif": the start of an APP1 segment with EXIF, at its fifth byte. */
const EXIF = 0x45786966;

/** SOF0 to SOF15 without DHT, JPG and DAC, which have numbers between theirs. */
const isFrameHeader = (marker: number) => marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);

/** Reads the segments of a JPEG up to its frame header. @returns null for other bytes, and without a frame header. @throws RangeError for truncated EXIF */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4 || view.getUint16(0) !== SOI) return null;
  let orientation = UPRIGHT;
  for (let at = 2; at + 9 <= view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker < 0xff00) return null;
    if (isFrameHeader(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      // A height of 0 comes in a later segment (DNL).
      return width > 0 && height > 0 ? { width, height, orientation } : null;
    }
    const length = view.getUint16(at + 2);
    if (marker === APP1 && view.getUint32(at + 4) === EXIF)
      orientation = orientationIn(new DataView(view.buffer, view.byteOffset + at + 4, length - 2));
    // Fill bytes may precede a marker.
    at += marker === 0xffff ? 1 : 2 + length;
  }
  return null;
}
