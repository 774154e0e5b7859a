import { refuseMissingRows } from '../decode/missing-rows';
import { openStill, toSrgb } from '../decode/open';
import { type Deadline, deadlineIn, decodePixels, readHeader } from '../decode/pixels';
import { fromPixels, type Pixels, toPixels } from '../sharp';
import { clearTransparent } from './clear-transparent';
import { isUpright, orientationOf } from './orientation';

/**
 * Decodes the uncropped picture, upright, in its own proportions.
 *
 * @param side maximum pixels of the longer side; nothing is enlarged
 * @param isNew whether this is an upload rather than a stored original: a JPEG with missing last rows is refused then
 * @param frame of an animation, from 0
 * @throws AvatarError corrupt_image, too_complex
 */
export async function decodeUncropped(
  bytes: Uint8Array,
  side: number,
  deadline: Deadline = deadlineIn(),
  isNew = false,
  frame = 0,
): Promise<Pixels> {
  const header = await readHeader(bytes);
  const orientation = orientationOf(header.orientation);
  const decoded = await refuseMissingRows(isNew && header.format === 'jpeg', async (failOn) => {
    const open = await openStill(bytes, header, deadline, failOn, frame);
    return decodePixels(open.resize(side, side, { fit: 'inside', withoutEnlargement: true }), deadline);
  });
  const stored = await clearTransparent(await toSrgb(decoded, header, deadline));
  return isUpright(orientation) ? stored : toPixels(fromPixels(stored).flop(orientation.mirrored).rotate(orientation.degrees));
}
