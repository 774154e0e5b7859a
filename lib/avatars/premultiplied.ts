import { setImmediate } from 'node:timers/promises';
import type { Pixels } from './ports';

/** Bytes that are gone through at a stretch, in two to four milliseconds; others are served between. */
const STRETCH_BYTES = 1024 * 1024;

/**
 * Divides colours by the transparency that they have been multiplied with, in place.
 * @param pixels as 8 bits each
 */
export async function unpremultiply({ data, channels }: Pixels): Promise<void> {
  if (channels === 3) return;
  for (let start = 0; start < data.length; start += STRETCH_BYTES) {
    const end = Math.min(data.length, start + STRETCH_BYTES);
    for (let at = start; at < end; at += 4) {
      const alpha = data[at + 3] ?? 0;
      if (alpha === 0 || alpha === 255) continue;
      for (let channel = at; channel < at + 3; channel += 1)
        data[channel] = Math.min(255, Math.round(((data[channel] ?? 0) * 255) / alpha));
    }
    await setImmediate();
  }
}
