/** Bytes to search: all of these formats declare animation before the first pixel, unless a large colour profile precedes it. */
const HEAD_BYTES = 256 * 1024;

/** Bytes that {@link typeOfAnimation} reads. */
export const SIGNATURE_BYTES = 12;

/** The media type of a file in a format that the server shows moving; null for others. */
export function typeOfAnimation(head: Uint8Array): string | null {
  const text = new TextDecoder('latin1').decode(head.subarray(0, SIGNATURE_BYTES));
  if (text.startsWith('GIF8')) return 'image/gif';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'image/webp';
  return isPng(text) ? 'image/png' : null;
}

/** Without the first byte, 0x89: browsers take latin1 for windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels). */
const isPng = (text: string) => text.startsWith('PNG\r\n', 1);

/** Whether a file may be animated: every GIF, and others if their header declares it. */
export async function mayBeAnimated(file: Blob): Promise<boolean> {
  const head = await file
    .slice(0, HEAD_BYTES)
    .arrayBuffer()
    .catch(() => null);
  if (!head) return false;
  const bytes = new Uint8Array(head);
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.startsWith('GIF8')) return true;
  if (text.startsWith('RIFF') && text.startsWith('WEBPVP8X', 8)) return ((bytes[WEBP_FLAGS_AT] ?? 0) & WEBP_ANIMATION) !== 0;
  if (isPng(text)) return text.includes('acTL');
  return text.startsWith('ftyp', 4) && HEIF_SEQUENCES.some((brand) => text.slice(8, FTYP_BYTES).includes(brand));
}

const WEBP_FLAGS_AT = 20;
const WEBP_ANIMATION = 0x02;
const HEIF_SEQUENCES = ['avis', 'msf1', 'hevc'];
/** Bytes of the first box (ftyp) to search: files list a handful of brands, four bytes each. */
const FTYP_BYTES = 64;

/** Longest side of the still in pixels: sharp on any screen, and within the canvas limits of every browser. */
const LONGEST_SIDE = 2048;

/**
 * Returns an object URL of the first frame of an animation; null if the browser cannot draw it, or if `signal` aborts. For display only:
 * the file itself is saved.
 */
export async function renderFirstFrame(image: HTMLImageElement, signal: AbortSignal): Promise<string | null> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  // By the HTML standard drawImage draws the first frame of an animation.
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const still = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  // Only URLs that reach the editor's state are revoked.
  return still && !signal.aborted ? URL.createObjectURL(still) : null;
}
