import { clamp, type Extent } from './crop';
import type { Box } from './orientation';

/**
 * Minimum scale factor for JPEG shrink-on-load. From 5 on, libjpeg decodes a quarter of width and height, which is faster even for a square
 * at the top of the picture. Below, it decodes half of them, and the pixels around the square cost more than that saves.
 */
const MIN_SHRINK_FACTOR = 5;

/**
 * Maximum pixels in a row that shrink-on-load merges into one. If a side is not a multiple, the last column covers fewer pixels, which
 * libvips ignores. Sides of camera photos are multiples: 8064 × 6048, 8160 × 6120, 9504 × 6336.
 */
const MAX_MERGED_PIXELS = 8;

/**
 * Plans JPEG shrink-on-load, which libvips can only apply to the full frame. Returns null if extracting first is cheaper.
 *
 * The box lies on whole pixels of the scaled picture, so it is off by at most half a pixel: a quarter of a pixel at 512, since the scaled
 * square has about a thousand. Straightening would add to this error, so rotated squares are excluded.
 *
 * @param stored size of the picture before orientation
 * @returns the size of the scaled picture, and the box in it
 */
export function planShrinkOnLoad(stored: Extent, { box, scaled }: { box: Box; scaled: Extent }): { fullSize: Extent; box: Box } | null {
  if (Math.min(box.width / scaled.width, box.height / scaled.height) < MIN_SHRINK_FACTOR) return null;
  if (stored.width % MAX_MERGED_PIXELS !== 0 || stored.height % MAX_MERGED_PIXELS !== 0) return null;
  const width = Math.round((stored.width * scaled.width) / box.width);
  const height = Math.round((stored.height * scaled.height) / box.height);
  // Centred on the middle of the box, since the scale is rounded as well.
  const start = (from: number, length: number, of: number, size: number, room: number) =>
    clamp(Math.round(((from + length / 2) * room) / of - size / 2), room - size);
  return {
    fullSize: { width, height },
    box: {
      left: start(box.left, box.width, stored.width, scaled.width, width),
      top: start(box.top, box.height, stored.height, scaled.height, height),
      ...scaled,
    },
  };
}
