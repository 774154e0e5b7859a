import { startsLikePicture } from '@/lib/avatars/inspect';
import type { FilePart } from '@/lib/http/body/multipart';

/** The types that Zulip passes on to its decoder. */
const IMAGE_TYPES = ['image/avif', 'image/gif', 'image/heic', 'image/jpeg', 'image/png', 'image/tiff', 'image/webp'];

/** Types that mean that the type is unknown: clients send them, and a part without a type has the last (RFC 7578, section 4.4). */
const UNKNOWN_TYPES = ['', 'application/octet-stream', 'text/plain'];

const EXTENSION = /\.(avif|gif|heic|jpe?g|jpe|png|tiff?|webp)$/i;

/**
 * Whether the file claims to be a picture of a format that Zulip accepts: by the type of its part, else by the extension of its name, else
 * by its first bytes. It only chooses the error message: the decoder decides whether the file is accepted.
 */
export function claimsToBeAPicture({ type, fileName, bytes }: FilePart): boolean {
  if (!UNKNOWN_TYPES.includes(type)) return IMAGE_TYPES.includes(type);
  if (/\.[^.]+$/.test(fileName)) return EXTENSION.test(fileName);
  return startsLikePicture(bytes);
}
