/** Time in which the browser decodes, rasters and shows a frame outside of the main thread, in milliseconds. */
const DRAWING_MS = 100;

/** Resolves when the next frame is probably on the screen. Work before that would delay it on a machine with few cores. */
export const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, DRAWING_MS))));
