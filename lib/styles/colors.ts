import { createHash } from 'node:crypto';
import type { Color } from './svg';

/** A colour of one's own: some 20,000, none of them so dark or so pale that it looks like a mistake. */
export function anyColor(seed: string): Color {
  const [hue, saturation, lightness] = numbers(seed);
  return hsl(hue % 360, 45 + (saturation % 8) * 4, 46 + (lightness % 8) * 2);
}

/** One that white stands out from. */
export function darkColor(seed: string): Color {
  const [hue, saturation] = numbers(seed);
  return hsl(hue % 360, 40 + (saturation % 4) * 5, 36);
}

function hsl(hue: number, saturation: number, lightness: number): Color {
  return `hsl(${hue}, ${saturation}%, ${lightness}%)`;
}

/** Hashed once more, so that it does not matter which digits of the seed differ. */
function numbers(seed: string): [number, number, number] {
  const hash = createHash('sha256').update(seed).digest();
  return [hash.readUInt16BE(0), hash.readUInt8(2), hash.readUInt8(3)];
}
