import { startsLikePicture } from '@/lib/avatars/inspect';
import type { FilePart } from '@/lib/http/body/multipart';

/** The types that Zulip passes to its decoder. */
const IMAGE_TYPES = ['image/avif', 'image/gif', 'image/heic', 'image/jpeg', 'image/png', 'image/tiff', 'image/webp'];

/** Values that stand for an unknown type. A part without `Content-Type` is `text/plain` (RFC 7578 section 4.4). */
const UNKNOWN_TYPES = ['', 'application/octet-stream', 'text/plain'];

const EXTENSION = /\.(avif|gif|heic|jpe?g|jpe|png|tiff?|webp)$/i;

/**
 * Whether a file claims to be a picture in a format that Zulip accepts: by the type of its part, else by the extension of its name, else
 * by its first bytes. This selects the error message only; the decoder decides whether the file is accepted.
 */
export function claimsToBeAPicture({ type, fileName, bytes }: FilePart): boolean {
  if (!UNKNOWN_TYPES.includes(type)) return IMAGE_TYPES.includes(type);
  if (/\.[^.]+$/.test(fileName)) return EXTENSION.test(fileName);
  return startsLikePicture(bytes);
}
