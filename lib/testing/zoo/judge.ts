import { differenceCiede2000 } from 'culori';
import type { Crop } from '@/lib/avatars/ports';
import type { Raster } from '../reference';
import { ACROSS, colourAt, drawn } from './chart';

/** The square that a crop without rotation describes, pixel by pixel. */
export function cutOut(picture: Raster, { x: left, y: top, width, height }: Pick<Crop, 'x' | 'y' | 'width' | 'height'>): Raster {
  return drawn(width, height, (x, y) => {
    const at = ((top + y) * picture.width + left + x) * picture.channels;
    return [...picture.data.subarray(at, at + picture.channels)];
  });
}

/** Where the square in the middle lies, which is what is served unless somebody frames something else. */
export function middleOf({ width, height }: Raster) {
  const side = Math.min(width, height);
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), width: side, height: side };
}

/** What is seen of a picture on a page of this grey. */
export function onGround(picture: Raster, ground = 255): Raster {
  if (picture.channels === 3) return picture;
  return drawn(picture.width, picture.height, (x, y) => {
    const alpha = alphaAt(picture, x, y) / 255;
    return colourAt(picture, x, y).map((value) => Math.round(value * alpha + ground * (1 - alpha)));
  });
}

function alphaAt({ data, width, channels }: Raster, x: number, y: number): number {
  return channels === 4 ? (data[(y * width + x) * 4 + 3] ?? 0) : 255;
}

/** Mean absolute difference of two pictures of one size, 0 to 255. */
export function meanDifference(one: Raster, other: Raster): number {
  let sum = 0;
  for (const [at, value] of one.data.entries()) sum += Math.abs(value - (other.data[at] ?? 0));
  return sum / one.data.length;
}

/** Scales a picture down by definition: each pixel is the mean of those under it. Both sides divide by `side`. */
export function reduced(picture: Raster, side: number): Raster {
  const [stepX, stepY] = [picture.width / side, picture.height / side];
  return drawn(side, side, (x, y) => patchMean(picture, x * stepX, y * stepY, stepX, stepY));
}

function patchMean(picture: Raster, left: number, top: number, width: number, height: number): number[] {
  const sum = [0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (const [channel, value] of colourAt(picture, left + x, top + y).entries()) sum[channel] = (sum[channel] ?? 0) + value;
    }
  }
  return sum.map((value) => Math.round(value / (width * height)));
}

const ciede2000 = differenceCiede2000();
const rgb = ([r = 0, g = 0, b = 0]: readonly number[]) => ({ mode: 'rgb' as const, r: r / 255, g: g / 255, b: b / 255 });

/** Which of the patches differs most, and by how much in CIEDE2000: the mean of the middle of each, so that no edge counts. */
export function worstPatch(one: Raster, other: Raster): { column: number; row: number; difference: number } {
  const side = Math.max(1, Math.floor(one.width / ACROSS));
  const [inset, size] = [Math.floor(side / 4), Math.max(1, Math.floor(side / 2))];
  let worst = { column: 0, row: 0, difference: 0 };
  for (let row = 0; row < Math.min(ACROSS, one.height); row += 1) {
    for (let column = 0; column < Math.min(ACROSS, one.width); column += 1) {
      const [a, b] = [one, other].map((of) => rgb(patchMean(of, column * side + inset, row * side + inset, size, size)));
      const difference = a && b ? ciede2000(a, b) : Number.NaN;
      if (!(difference <= worst.difference)) worst = { column, row, difference };
    }
  }
  return worst;
}
