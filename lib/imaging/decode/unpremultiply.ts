import { pixelChunks } from '../pixel-chunks';
import type { Pixels } from '../types';

/**
 * Divides premultiplied colours by their alpha, in place.
 * @param pixels 8 bits for each channel
 */
export async function unpremultiply({ data, channels }: Pixels): Promise<void> {
  if (channels === 3) return;
  for await (const [start, end] of pixelChunks(data)) {
    for (let at = start; at < end; at += 4) {
      const alpha = data[at + 3] ?? 0;
      if (alpha === 0 || alpha === 255) continue;
      for (let channel = at; channel < at + 3; channel += 1)
        data[channel] = Math.min(255, Math.round(((data[channel] ?? 0) * 255) / alpha));
    }
  }
}
