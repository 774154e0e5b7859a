import { clamp, type Extent } from './crop';
import type { Box } from './orientation';

/**
 * From which factor on a JPEG is made smaller while it is decoded. The library then decodes a quarter of its width and height, which
 * pays even for a square at its top. Below, it decodes half of them at most, and what lies around the square costs more than that saves.
 */
const MIN_SHRINK_FACTOR = 5;

/**
 * Pixels of either side that may become one. Where they do not go into a picture evenly, its last column stands for less than the others,
 * which the library does not account for. Those of cameras are even: 8064 × 6048, 8160 × 6120, 9504 × 6336.
 */
const EVEN = 8;

/**
 * Plans JPEG shrink-on-load, which libvips can only apply to the full frame. Returns null if extracting first is cheaper.
 *
 * The box lies on whole pixels of the scaled picture, so it is off by half of one at most: a quarter of a pixel at 512, since what is
 * scaled so much has a thousand. Straightening a tilted square would add to that, so it is left out.
 *
 * @param stored size of the picture before it is turned to be seen
 * @returns the size of the whole picture when it is scaled, and where the box lies in it
 */
export function planShrinkOnLoad(stored: Extent, { box, scaled }: { box: Box; scaled: Extent }): { whole: Extent; box: Box } | null {
  if (Math.min(box.width / scaled.width, box.height / scaled.height) < MIN_SHRINK_FACTOR) return null;
  if (stored.width % EVEN !== 0 || stored.height % EVEN !== 0) return null;
  const width = Math.round((stored.width * scaled.width) / box.width);
  const height = Math.round((stored.height * scaled.height) / box.height);
  // About its middle, since the scale is rounded as well.
  const start = (from: number, length: number, of: number, size: number, room: number) =>
    clamp(Math.round(((from + length / 2) * room) / of - size / 2), room - size);
  return {
    whole: { width, height },
    box: {
      left: start(box.left, box.width, stored.width, scaled.width, width),
      top: start(box.top, box.height, stored.height, scaled.height, height),
      ...scaled,
    },
  };
}
