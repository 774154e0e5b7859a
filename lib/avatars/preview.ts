import { failedDecode } from './cut';
import { PREVIEW_SIDE } from './limits';
import { openSource } from './sharp';

/** A picture to frame on. */
export interface Preview {
  /** WebP, the whole picture, upright, at most {@link PREVIEW_SIDE} pixels on its longer side. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Size of the original as displayed, in pixels: what crops count in. */
  width: number;
  height: number;
}

/** Effort 0: it is looked at once, and by somebody who waits for it. @throws AvatarError corrupt_image, too_complex */
export async function encodePreview(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const shrunk = openSource(bytes).autoOrient().resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside', withoutEnlargement: true });
  try {
    return new Uint8Array(await shrunk.toColourspace('srgb').webp({ quality: 80, effort: 0 }).toBuffer());
  } catch (error) {
    throw failedDecode(error);
  }
}
