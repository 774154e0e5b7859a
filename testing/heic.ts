import { readFileSync } from 'node:fs';

/** A HEIC of `testing/corpus/heic`, whose README describes each. */
export function heic(name: string): Buffer {
  return readFileSync(`testing/corpus/heic/${name}.heic`);
}

/** The colours of those pictures that are displayed as a landscape of 120 × 80: top left, top right, bottom left, bottom right. */
export const CORNERS = [
  [220, 40, 40],
  [40, 190, 60],
  [50, 70, 220],
  [235, 205, 50],
] as const;

/** How far a channel may be off after two lossy codecs. */
export const LOSS = 8;
