import { detectFormat } from '@/lib/imaging/formats/detect';

/** Whether the first bytes are those of a format that can be decoded. The rest of the file may be anything. */
export function startsLikePicture(bytes: Uint8Array): boolean {
  return detectFormat(bytes).formats.length > 0;
}
