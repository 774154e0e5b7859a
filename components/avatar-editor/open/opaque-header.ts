import { chunkType, chunkTypes, isPng } from './png-chunks';

/** Bytes to search: tRNS precedes IDAT. A colour profile larger than this hides both: then pixels decide. */
const HEAD_BYTES = 65_536;

/** Start-of-image marker. */
const JPEG_SOI = 0xffd8;

const [IDAT, TRANSPARENCY, ANIMATION] = ['IDAT', 'tRNS', 'acTL'].map(chunkType);
const COLOUR_TYPE_AT = 25;
/** PNG colour types with an alpha channel have this bit (PNG 3, section 6.1). */
const WITH_ALPHA = 4;

const WEBP_FLAGS_AT = 20;
const WEBP_ALPHA = 0x10;
const WEBP_ANIMATION = 0x02;

/**
 * Whether the header of a picture rules transparency out: of a JPEG, a still PNG without alpha channel and `tRNS`, a simple lossy WebP, and
 * a still extended WebP (VP8X) without the alpha flag. Looking at its pixels takes a decode on the main thread. By its first bytes: systems
 * often report a wrong type.
 */
export async function isOpaque(file: Blob): Promise<boolean> {
  try {
    const head = new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer());
    if (head.getUint16(0) === JPEG_SOI) return true;
    if (isPng(head)) return isOpaquePng(head);
    return textAt(head, 0) === 'RIFF' && textAt(head, 8) === 'WEBP' && isOpaqueWebp(head);
  } catch {
    // Truncated or unreadable: opening the file reports the error.
    return false;
  }
}

/** Whether a file is a JPEG. By its first bytes: systems often report a wrong type. */
export async function isJpeg(file: Blob): Promise<boolean> {
  const head = await file
    .slice(0, 2)
    .arrayBuffer()
    .catch(() => null);
  return head !== null && head.byteLength === 2 && new DataView(head).getUint16(0) === JPEG_SOI;
}

/** False if `head` ends before the first IDAT. @throws RangeError if it ends before the colour type */
function isOpaquePng(head: DataView): boolean {
  if ((head.getUint8(COLOUR_TYPE_AT) & WITH_ALPHA) !== 0) return false;
  for (const type of chunkTypes(head)) {
    if (type === IDAT) return true;
    // Frames of an animation may leave a part of the canvas empty.
    if (type === TRANSPARENCY || type === ANIMATION) return false;
  }
  return false;
}

function isOpaqueWebp(head: DataView): boolean {
  const type = textAt(head, 12);
  return type === 'VP8 ' || (type === 'VP8X' && (head.getUint8(WEBP_FLAGS_AT) & (WEBP_ALPHA | WEBP_ANIMATION)) === 0);
}

function textAt(bytes: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => bytes.getUint8(at + offset)));
}
