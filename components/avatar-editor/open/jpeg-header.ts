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

interface Segment {
  marker: number;
  /** Offset of the marker. */
  at: number;
}

/** The segments of a JPEG up to its frame header; none of other bytes. */
function* segmentsOf(view: DataView): Generator<Segment> {
  if (view.byteLength < 4 || view.getUint16(0) !== SOI) return;
  for (let at = 2; at + 9 <= view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker < 0xff00) return;
    // Fill bytes may precede a marker.
    if (marker !== 0xffff) yield { marker, at };
    if (isFrameHeader(marker)) return;
    at += marker === 0xffff ? 1 : 2 + view.getUint16(at + 2);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);

/** The EXIF in a segment; null of other segments. @throws RangeError if it is truncated */
function exifIn(view: DataView, { marker, at }: Segment): DataView | null {
  if (marker !== APP1 || view.getUint32(at + 4) !== EXIF) return null;
  return new DataView(view.buffer, view.byteOffset + at + 4, view.getUint16(at + 2) - 2);
}

/** Reads the segments of a JPEG up to its frame header. @returns null for other bytes, and without a frame header. @throws RangeError for truncated EXIF */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | null {
  const view = viewOf(bytes);
  let orientation = UPRIGHT;
  for (const segment of segmentsOf(view)) {
    const { marker, at } = segment;
    if (isFrameHeader(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      // A height of 0 comes in a later segment (DNL).
      return width > 0 && height > 0 ? { width, height, orientation } : null;
    }
    const exif = exifIn(view, segment);
    if (exif) orientation = orientationIn(exif);
  }
  return null;
}

/** The EXIF of a JPEG; null for other bytes, and without. @throws RangeError if it is truncated */
export function readExif(bytes: Uint8Array): DataView | null {
  const view = viewOf(bytes);
  for (const segment of segmentsOf(view)) {
    const exif = exifIn(view, segment);
    if (exif) return exif;
  }
  return null;
}

const EOI = 0xd9;

/** Whether a JPEG has an end-of-image marker behind its frame header; other data may follow it, as the video of a motion photo. True for other bytes. */
export function hasEndOfImage(bytes: Uint8Array): boolean {
  const header = [...segmentsOf(viewOf(bytes))].at(-1);
  if (!header || !isFrameHeader(header.marker)) return true;
  for (let at = bytes.indexOf(0xff, header.at + 2); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === EOI) return true;
  return false;
}
