import type { Extent } from '../crop/framing';

/** Shorter side of the copy in pixels, and the blur on it: that of `.editor-surroundings` in a window of a usual size. */
const SIDE = 64;
const SIGMA = 3;

/** Longest side, of a picture that is a thin strip. */
const LONGEST = 512;

/** Same as the CSS filter of `img.editor-surroundings`, apart from the radius. */
const FILTER = `blur(${SIGMA}px) saturate(1.1) brightness(0.8)`;

/**
 * A blurred copy of a picture for around the frame, as a data URL. A CSS filter would blur all that is around the frame whenever the picture
 * moves, and before it is shown first: the larger part of drawing it without a graphics processor. Undefined in browsers without filters for
 * canvases, where the CSS filter does it.
 */
export function blurredSurroundings(image: CanvasImageSource, { width, height }: Extent): string | undefined {
  const canvas = document.createElement('canvas');
  // Without the GPU: the pixels are encoded at once.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || !('filter' in context)) return undefined;
  const scale = Math.min(SIDE / Math.min(width, height), LONGEST / Math.max(width, height));
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  context.filter = FILTER;
  context.imageSmoothingQuality = 'medium';
  // Beyond the edges of the canvas, so that the blur fades them less.
  context.drawImage(image, -SIGMA, -SIGMA, canvas.width + 2 * SIGMA, canvas.height + 2 * SIGMA);
  const url = canvas.toDataURL();
  // `data:,` means that encoding failed.
  return url.startsWith('data:image/') ? url : undefined;
}
