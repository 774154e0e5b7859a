import { type Deadline, deadlineIn, decodePixels, readHeader } from './decoding';
import { PREVIEW_SIDE } from './limits';
import { openStill, toSrgb } from './open';
import { fromPixels } from './sharp';
import { turnOf } from './turn';

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
  const header = await readHeader(bytes);
  const { mirrored, degrees } = turnOf(header.orientation, 0);
  const open = await openStill(bytes, header, deadline);
  const shrunk = open.resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside', withoutEnlargement: true });
  const seen = await toSrgb(await decodePixels(shrunk, deadline), header, deadline);
  const upright = fromPixels(seen).flop(mirrored).rotate(degrees);
  return new Uint8Array(await upright.webp({ quality: 80, effort: 0 }).toBuffer());
}
