import { createHash } from 'node:crypto';
import type { Pixels } from '../types';

/** Cells of the identicon and of its margin, which keeps the corners clear of a round frame. */
const CELLS = 5;
const MARGIN = 1;
const GRID = CELLS + 2 * MARGIN;

/**
 * Draws the identicon of a person without a picture: five by five cells, mirrored, in one of 360 colours. It is a pure function of the key,
 * so lost renditions can be made again, without a font or a network. Drawn in its final size: scaling down from one large drawing takes ten
 * times as long.
 *
 * @param key 40 hexadecimal characters
 * @param side in pixels, at least the number of cells
 */
export function drawIdenticon(key: string, side: number): Pixels {
  const hash = createHash('sha256').update(key).digest();
  const hue = hash.readUInt16BE(0) % 360;
  const [ink, ground] = [hslToRgb(hue, 0.55, 0.45), hslToRgb(hue, 0.45, 0.92)];
  const inks = Array.from({ length: GRID }, (_, row) =>
    Array.from({ length: GRID }, (_, column) => (isInk(hash, column - MARGIN, row - MARGIN) ? 1 : 0)),
  );
  const spans = Array.from({ length: side }, (_, pixel) => spanOf(pixel, side));
  const data = Buffer.alloc(side * side * 3);
  let at = 0;
  for (const row of spans) {
    for (const column of spans) {
      const upper = mix(inks[row.first]?.[column.first], inks[row.first]?.[column.last], column.share);
      const lower = mix(inks[row.last]?.[column.first], inks[row.last]?.[column.last], column.share);
      const amount = mix(upper, lower, row.share);
      for (let channel = 0; channel < 3; channel += 1) data[at + channel] = Math.round(mix(ink[channel], ground[channel], amount));
      at += 3;
    }
  }
  return { data, width: side, height: side, channels: 3 };
}

/** The cells that a row or column of pixels lies in, one or two, and the share of it in the first. */
function spanOf(pixel: number, side: number): { first: number; last: number; share: number } {
  const [start, end] = [(pixel * GRID) / side, ((pixel + 1) * GRID) / side];
  const first = Math.floor(start);
  const last = Math.min(GRID - 1, Math.ceil(end) - 1);
  return { first, last, share: last > first ? (last - start) / (end - start) : 1 };
}

/** @param share of `one`, 0 to 1 */
function mix(one: number | undefined, other: number | undefined, share: number): number {
  return (one ?? 0) * share + (other ?? 0) * (1 - share);
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
