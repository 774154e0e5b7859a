import type { Extent } from '../crop/framing';

/** Longest side of a thumbnail in pixels. Cameras write 160 into EXIF; phones 320 to 512 into HEIC. */
const MAX_SIDE = 640;

/** Whether a thumbnail may show a photo: programs that turn or crop the photo often leave an old one. */
export function isOf(photo: Extent, { width, height }: Extent): boolean {
  return Math.max(width, height) <= MAX_SIDE && photo.width >= photo.height === width >= height;
}
