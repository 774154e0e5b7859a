import { asBuffer } from './png';

/** Offset of the first chunk's type, after `RIFF`, the length of the file, and `WEBP` (RFC 9649 section 2.4). */
const TYPE_AT = 12;

/** Offset of the first chunk's data. */
const DATA_AT = 20;

/**
 * Width of a WebP picture in pixels, by its first chunk (RFC 9649 sections 2.5 to 2.7).
 *
 * @param file a whole WebP file
 * @returns null if the first chunk is not one of those that a WebP starts with
 */
export function widthOfWebp(file: Uint8Array): number | null {
  const webp = asBuffer(file);
  switch (webp.toString('latin1', TYPE_AT, TYPE_AT + 4)) {
    case 'VP8 ':
      // After a frame tag and a start code of three bytes each: 14 bits, then two of the scale (RFC 6386 section 9.1).
      return webp.readUInt16LE(DATA_AT + 6) & 0x3fff;
    case 'VP8L':
      // After the signature byte: 14 bits of the width less one.
      return (webp.readUInt16LE(DATA_AT + 1) & 0x3fff) + 1;
    case 'VP8X':
      // After the flags: 24 bits of the canvas width less one.
      return webp.readUIntLE(DATA_AT + 4, 3) + 1;
    default:
      return null;
  }
}
