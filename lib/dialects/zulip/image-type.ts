import type { FilePart } from '@/lib/http/body/multipart';
import { detectFormat } from '@/lib/imaging/formats/detect';

/** What Zulip lets through to its decoder. */
const IMAGE_TYPES = ['image/avif', 'image/gif', 'image/heic', 'image/jpeg', 'image/png', 'image/tiff', 'image/webp'];

/** Types that say nothing: what a client sends that does not know, and what a part has that names none (RFC 7578, section 4.4). */
const UNKNOWN_TYPES = ['', 'application/octet-stream', 'text/plain'];

const EXTENSION = /\.(avif|gif|heic|jpe?g|jpe|png|tiff?|webp)$/i;

/**
 * Whether the file claims to be a picture of a kind that Zulip takes: by the type of its part, where that is missing by its name, and
 * where that says nothing by its first bytes. It lets nothing in, since the decoder has the last word; it only chooses the message.
 */
export function claimsToBeAPicture({ type, fileName, bytes }: FilePart): boolean {
  if (!UNKNOWN_TYPES.includes(type)) return IMAGE_TYPES.includes(type);
  if (/\.[^.]+$/.test(fileName)) return EXTENSION.test(fileName);
  return detectFormat(bytes).formats.length > 0;
}
