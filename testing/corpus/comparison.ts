import { differenceCiede2000 } from 'culori';
import type { Crop } from '@/lib/imaging/types';
import type { Raster } from '../reference';
import { ACROSS, draw } from './chart';

/** The pixels of a crop without rotation. */
export function extractSquare(picture: Raster, { x: left, y: top, width, height }: Pick<Crop, 'x' | 'y' | 'width' | 'height'>): Raster {
  const { channels } = picture;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * picture.width + left) * channels;
    data.set(picture.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { data, width, height, channels };
}

/** The middle square, which is the default crop. */
export function middleSquare({ width, height }: Raster) {
  const side = Math.min(width, height);
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), width: side, height: side };
}

/** Composites a picture on a grey background. */
export function onBackground(picture: Raster, background = 255): Raster {
  if (picture.channels === 3) return picture;
  const { data: from, width, height } = picture;
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const alpha = (from[at * 4 + 3] ?? 0) / 255;
    for (let channel = 0; channel < 3; channel += 1) {
      data[at * 3 + channel] = Math.round((from[at * 4 + channel] ?? 0) * alpha + background * (1 - alpha));
    }
  }
  return { data, width, height, channels: 3 };
}

/** Mean absolute difference of two pictures of one size, 0 to 255. */
export function meanDifference(one: Raster, other: Raster): number {
  let sum = 0;
  // An index loop is several times as fast as `entries()`; the corpus compares thousands of pictures.
  for (let at = 0; at < one.data.length; at += 1) sum += Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0));
  return sum / one.data.length;
}

/** Scales a picture down exactly: each pixel is the mean of a block. Both sides must divide by `side`. */
export function scaleDown(picture: Raster, side: number): Raster {
  const [stepX, stepY] = [picture.width / side, picture.height / side];
  return draw(side, side, (x, y) => patchMean(picture, x * stepX, y * stepY, stepX, stepY));
}

function patchMean({ data, width: across, channels }: Raster, left: number, top: number, width: number, height: number): number[] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = top; y < top + height; y += 1) {
    for (let at = (y * across + left) * channels; at < (y * across + left + width) * channels; at += channels) {
      sum[0] += data[at] ?? 0;
      sum[1] += data[at + 1] ?? 0;
      sum[2] += data[at + 2] ?? 0;
    }
  }
  return sum.map((value) => Math.round(value / (width * height)));
}

const ciede2000 = differenceCiede2000();
const rgb = ([r = 0, g = 0, b = 0]: readonly number[]) => ({ mode: 'rgb' as const, r: r / 255, g: g / 255, b: b / 255 });

/** The patch with the largest CIEDE2000 difference. Compares means of the middle of each patch, without its edges. */
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
