import type { Extent } from '../crop/framing';

/** The extent of the pixels as stored, before EXIF orientation; null if the bytes are no JPEG, or its frame header does not come. */
export function jpegSize(bytes: Uint8Array): Extent | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4 || view.getUint16(0) !== SOI) return null;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    const marker = view.getUint16(at);
    if (marker < 0xff00) return null;
    if (isFrameHeader(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      // A height of 0 comes in a later segment (DNL).
      return width > 0 && height > 0 ? { width, height } : null;
    }
    // Fill bytes may precede a marker.
    at += marker === 0xffff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

const SOI = 0xffd8;

/** SOF0 to SOF15 without DHT, JPG and DAC, which have numbers between theirs. */
const isFrameHeader = (marker: number) => marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
