import { createHash } from 'node:crypto';
import type { Color } from './svg';

/** One of some 20,000 colours, neither very dark nor very pale. */
export function pickColor(seed: string): Color {
  const [hue, saturation, lightness] = hashNumbers(seed);
  return hsl(hue % 360, 45 + (saturation % 8) * 4, 46 + (lightness % 8) * 2);
}

/** A colour with enough contrast to white. */
export function pickDarkColor(seed: string): Color {
  const [hue, saturation] = hashNumbers(seed);
  return hsl(hue % 360, 40 + (saturation % 4) * 5, 36);
}

function hsl(hue: number, saturation: number, lightness: number): Color {
  return `hsl(${hue}, ${saturation}%, ${lightness}%)`;
}

/** Hashed again, so that any digits of the seed may differ. */
function hashNumbers(seed: string): [number, number, number] {
  const hash = createHash('sha256').update(seed).digest();
  return [hash.readUInt16BE(0), hash.readUInt8(2), hash.readUInt8(3)];
}
