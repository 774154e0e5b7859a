import { type Deadline, deadlineIn, decodePixels, readHeader } from './decoding';
import { withoutHidden } from './hidden';
import { openStill, toSrgb } from './open';
import { fromPixels, type Pixels, toPixels } from './sharp';
import { isUpright, turnOf } from './turn';

/**
 * The whole picture, upright, in its own proportions.
 *
 * @param side most pixels on the longer side; nothing is enlarged
 * @throws AvatarError corrupt_image, too_complex
 */
export async function wholePixels(bytes: Uint8Array, side: number, deadline: Deadline = deadlineIn()): Promise<Pixels> {
  const header = await readHeader(bytes);
  const turn = turnOf(header.orientation, 0);
  const open = await openStill(bytes, header, deadline);
  const shrunk = open.resize(side, side, { fit: 'inside', withoutEnlargement: true });
  const stored = await withoutHidden(await toSrgb(await decodePixels(shrunk, deadline), header, deadline));
  return isUpright(turn) ? stored : toPixels(fromPixels(stored).flop(turn.mirrored).rotate(turn.degrees));
}
