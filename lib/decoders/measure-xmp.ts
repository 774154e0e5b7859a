import { isJpeg, jpegSegments } from '@/lib/imaging/formats/jpeg';
import { asBuffer, isPng, pngChunks } from '@/lib/imaging/formats/png';
import { MAX_BLOCKS } from '@/lib/imaging/limits';

const APP1 = 0xe1;

/**
 * Bytes that the metadata library may parse as XMP, for formats that store it in separate blocks. EXIF counts as well, since it may contain
 * XMP. Returns 0 for AVIF, HEIC and TIFF, where XMP can be anywhere in the file: only the time limit bounds these.
 */
export function measureXmp(bytes: Uint8Array): number {
  const file = asBuffer(bytes);
  let sum = 0;
  if (isJpeg(file)) {
    for (const { marker, start, end } of jpegSegments(file)) if (marker === APP1) sum += end - start;
  } else if (isPng(file)) {
    for (const { type, start, end } of pngChunks(file)) if (type === 'iTXt' || type === 'eXIf') sum += end - start;
  } else if (file.toString('latin1', 8, 12) === 'WEBP') {
    for (const { type, length } of webpChunks(file)) if (type === 'XMP ' || type === 'EXIF') sum += length;
  }
  return sum;
}

function* webpChunks(file: Buffer): Generator<{ type: string; length: number }, void> {
  for (let [at, count] = [12, 0]; count < MAX_BLOCKS && at + 8 <= file.length; count += 1) {
    const length = file.readUInt32LE(at + 4);
    yield { type: file.toString('latin1', at, at + 4), length };
    at += 8 + length + (length % 2);
  }
}
