import { stretchesOf } from '../pixel-chunks';
import type { Pixels } from '../types';

/**
 * Makes whatever is fully transparent black, in place: what somebody rubbed out is often still there, in pixels that nobody sees and
 * everybody can read. Scaling takes it out as well, but a picture that comes at its own size is not scaled.
 */
export async function clearTransparent(pixels: Pixels): Promise<Pixels> {
  const { data, channels } = pixels;
  if (channels === 3) return pixels;
  for await (const [start, end] of stretchesOf(data)) {
    for (let at = start + 3; at < end; at += 4) {
      if (data[at] === 0) {
        data[at - 1] = 0;
        data[at - 2] = 0;
        data[at - 3] = 0;
      }
    }
  }
  return pixels;
}
