import { type Deadline, deadlineIn } from './decoding';
import { PREVIEW_SIDE } from './limits';
import { fromPixels } from './sharp';
import { wholePixels } from './whole';

/** A picture to frame on. */
export interface Preview {
  /** WebP, the whole picture, upright, at most {@link PREVIEW_SIDE} pixels on its longer side. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Size of the original as displayed, in pixels: what crops count in. */
  width: number;
  height: number;
}

/** Effort 0: it is looked at once, and by somebody who waits for it. @throws AvatarError corrupt_image, too_complex */
export async function encodePreview(bytes: Uint8Array, deadline: Deadline = deadlineIn()): Promise<Uint8Array<ArrayBuffer>> {
  const picture = fromPixels(await wholePixels(bytes, PREVIEW_SIDE, deadline, true));
  return new Uint8Array(await picture.webp({ quality: 80, effort: 0 }).toBuffer());
}
