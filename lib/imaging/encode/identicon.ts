import { createHash } from 'node:crypto';
import { fromPixels, type Pixels, toPixels } from '../sharp';
import { LARGEST_SIZE } from '../sizes';

/** Cells of the identicon and of its margin, which keeps the corners clear of a round frame. */
const CELLS = 5;
const MARGIN = 1;
const GRID = CELLS + 2 * MARGIN;

/**
 * Draws the identicon of a person without a picture: five by five cells, mirrored, in one of 360 colours. It is a pure function of the key,
 * so lost renditions can be made again, without a font or a network.
 *
 * @param key 40 hexadecimal characters
 */
export async function drawIdenticon(key: string): Promise<Pixels> {
  const hash = createHash('sha256').update(key).digest();
  const hue = hash.readUInt16BE(0) % 360;
  const [ink, ground] = [hslToRgb(hue, 0.55, 0.45), hslToRgb(hue, 0.45, 0.92)];
  const data = Buffer.alloc(GRID * GRID * 3);
  for (let y = 0; y < GRID; y += 1) {
    for (let x = 0; x < GRID; x += 1) data.set(isInk(hash, x - MARGIN, y - MARGIN) ? ink : ground, (y * GRID + x) * 3);
  }
  return toPixels(fromPixels({ data, width: GRID, height: GRID, channels: 3 }).resize(LARGEST_SIZE, LARGEST_SIZE, { kernel: 'nearest' }));
}

function isInk(hash: Buffer, column: number, row: number): boolean {
  if (column < 0 || column >= CELLS || row < 0 || row >= CELLS) return false;
  const mirrored = Math.min(column, CELLS - 1 - column);
  return hash.readUInt8(2 + row * 3 + mirrored) % 2 === 0;
}

/** CSS Color 4, section 7.1. @param hue 0 to 360 @param saturation 0 to 1 @param lightness 0 to 1 @returns 0 to 255 each */
function hslToRgb(hue: number, saturation: number, lightness: number): [number, number, number] {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const a = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
