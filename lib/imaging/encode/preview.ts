import { type Deadline, deadlineIn } from '../decode/pixels';
import { decodeUncropped } from '../geometry/uncropped';
import { fromPixels } from '../sharp';
import { PREVIEW_SIDE } from '../sizes';
import type { Preview } from '../types';

/**
 * Encodes a preview with effort 0: it is shown once, and the user waits for it.
 * @param takesJpeg whether to encode an opaque picture as JPEG, in a third of the time
 * @throws AvatarError corrupt_image, too_complex
 */
export async function encodePreview(
  bytes: Uint8Array,
  deadline: Deadline = deadlineIn(),
  frame = 0,
  takesJpeg = false,
): Promise<Pick<Preview, 'bytes' | 'format'>> {
  const pixels = await decodeUncropped(bytes, PREVIEW_SIDE, deadline, true, frame);
  const format = takesJpeg && pixels.channels === 3 ? 'jpg' : 'webp';
  const picture = fromPixels(pixels);
  const encoded = format === 'jpg' ? picture.jpeg({ quality: 85 }) : picture.webp({ quality: 80, effort: 0 });
  return { format, bytes: new Uint8Array(await encoded.toBuffer()) };
}
