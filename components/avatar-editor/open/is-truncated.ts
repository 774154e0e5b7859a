import { hasEndOfImage } from './jpeg-header';
import { chunkType, chunkTypes, isPng } from './png-chunks';

const IEND = chunkType('IEND');

const RIFF = 0x52494646;

/** The first bytes of a RIFF file, which its size does not count. */
const RIFF_HEADER_BYTES = 8;
/** No picture is shorter. */
const MIN_BYTES = 12;

/** Whether a JPEG, PNG or WebP ends before its last part. False for other formats. */
export function isTruncated(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < MIN_BYTES) return false;
  if (isPng(view)) return !hasEnd(view);
  if (view.getUint32(0) === RIFF) return RIFF_HEADER_BYTES + view.getUint32(4, true) > view.byteLength;
  return !hasEndOfImage(bytes);
}

function hasEnd(png: DataView): boolean {
  for (const type of chunkTypes(png)) if (type === IEND) return true;
  return false;
}
