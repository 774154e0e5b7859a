import { hasEndOfImage } from './jpeg-header';

const PNG_SIGNATURE = 0x89504e47;
const FIRST_CHUNK_AT = 8;
const IEND = 0x49454e44;
/** Length, type and checksum. */
const CHUNK_OVERHEAD = 12;

const RIFF = 0x52494646;
/** Before the bytes that the size of a RIFF file counts. */
const RIFF_HEADER = 8;

/** Whether a JPEG, PNG or WebP ends before its last part. False for other formats. */
export function isTruncated(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < CHUNK_OVERHEAD) return false;
  const signature = view.getUint32(0);
  if (signature === PNG_SIGNATURE) return !hasLastChunk(view);
  if (signature === RIFF) return RIFF_HEADER + view.getUint32(4, true) > view.byteLength;
  return !hasEndOfImage(bytes);
}

function hasLastChunk(view: DataView): boolean {
  for (let at = FIRST_CHUNK_AT; at + CHUNK_OVERHEAD <= view.byteLength; at += CHUNK_OVERHEAD + view.getUint32(at)) {
    if (view.getUint32(at + 4) === IEND) return true;
  }
  return false;
}
