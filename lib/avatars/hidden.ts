import type { Pixels } from './ports';

/**
 * Makes whatever is fully transparent black, in place: what somebody rubbed out is often still there, in pixels that nobody sees and
 * everybody can read. Scaling takes it out as well, but a picture that comes at its own size is not scaled.
 */
export function withoutHidden(pixels: Pixels): Pixels {
  const { data, channels } = pixels;
  if (channels === 3) return pixels;
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] === 0) {
      data[at - 1] = 0;
      data[at - 2] = 0;
      data[at - 3] = 0;
    }
  }
  return pixels;
}
