/** Most that the frame takes of the shorter side of a window, and its longest side in the largest dialog, in CSS pixels. */
const SHARE = 0.86;
const LARGEST_FRAME = 512;
const LARGE_WINDOW = '(min-width: 48rem) and (min-height: 36rem)';

/** Side of the frame in pixels of the screen, or somewhat above. */
export function frameSide(): number {
  const side = matchMedia(LARGE_WINDOW).matches ? LARGEST_FRAME : Math.min(window.innerWidth, window.innerHeight) * SHARE;
  return side * window.devicePixelRatio;
}
