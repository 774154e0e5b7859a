import { openExif, valueAt } from './exif';

/** Offset of the flags in an extended WebP: after "RIFF", a length, "WEBP", "VP8X" and another length. */
const FLAGS_AT = 20;
const HAS_EXIF = 0x08;
const FIRST_CHUNK_AT = 12;

const ORIENTATION = 0x0112;
export const UPRIGHT = 1;

/**
 * Whether a WebP has an EXIF orientation. The server applies it, as cameras expect; Chromium ignores it. Of other formats this reads only
 * the first bytes.
 */
export async function isOrientedWebp(file: Blob): Promise<boolean> {
  try {
    const head = await view(file.slice(0, FLAGS_AT + 1));
    if (text(head, 0) !== 'RIFF' || text(head, 8) !== 'WEBP' || text(head, 12) !== 'VP8X') return false;
    return (head.getUint8(FLAGS_AT) & HAS_EXIF) !== 0 && orientationOf(await view(file)) !== UPRIGHT;
  } catch {
    // Truncated or unreadable: opening the file reports the error.
    return false;
  }
}

async function view(blob: Blob): Promise<DataView> {
  return new DataView(await blob.arrayBuffer());
}

function text(bytes: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => bytes.getUint8(at + offset)));
}

/** The orientation, 1 to 8 (EXIF 2.3, tag 0x0112); 1 if it is missing or invalid. @throws RangeError past the end */
function orientationOf(webp: DataView): number {
  for (let at = FIRST_CHUNK_AT; at + 8 <= webp.byteLength; ) {
    const length = webp.getUint32(at + 4, true);
    if (text(webp, at) === 'EXIF') return orientationIn(new DataView(webp.buffer, at + 8, length));
    at += 8 + length + (length % 2);
  }
  return UPRIGHT;
}

/** The orientation in the EXIF of a WebP or JPEG, 1 to 8; 1 if it is missing or invalid. @throws RangeError past the end */
export function orientationIn(exif: DataView): number {
  const { tiff, little, first } = openExif(exif);
  const at = valueAt({ tiff, little }, first, ORIENTATION);
  const orientation = at === null ? UPRIGHT : tiff.getUint16(at, little);
  return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
}
