import { type Deadline, deadlineIn } from '../decode/pixels';
import { decodeUncropped } from '../geometry/uncropped';
import { fromPixels } from '../sharp';
import { PREVIEW_SIDE } from '../sizes';

/** Encodes a preview with effort 0: it is shown once, and the user waits for it. @throws AvatarError corrupt_image, too_complex */
export async function encodePreview(bytes: Uint8Array, deadline: Deadline = deadlineIn(), frame = 0): Promise<Uint8Array<ArrayBuffer>> {
  const picture = fromPixels(await decodeUncropped(bytes, PREVIEW_SIDE, deadline, true, frame));
  return new Uint8Array(await picture.webp({ quality: 80, effort: 0 }).toBuffer());
}
