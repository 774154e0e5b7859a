import { pixelChunks } from '../pixel-chunks';
import type { Pixels } from '../types';

/**
 * Sets fully transparent pixels to black, in place. Image editors often keep the colours of erased pixels, so anyone could recover them.
 * Scaling removes them too, but a picture at its own size is not scaled.
 */
export async function clearTransparent(pixels: Pixels): Promise<Pixels> {
  const { data, channels } = pixels;
  if (channels === 3) return pixels;
  for await (const [start, end] of pixelChunks(data)) {
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
