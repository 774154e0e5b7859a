import sharp from 'sharp';
import { ssim } from 'ssim.js';

/** Side at which pictures are compared, in pixels. */
export const COMPARED_AT = 256;

/** Offsets that are searched in each direction, in pixels. */
const SEARCH = 3;

/** A picture without transparency: red, green and blue. */
type Square = Uint8Array;

export interface PictureLikeness {
  /** Structural similarity where the pictures lie, 1 at most. */
  ssim: number;
  /** By how many pixels one has to be moved to fit best, at 256. */
  offset: { x: number; y: number };
}

/** Compares two square pictures at 256 pixels. @param behind the colour behind transparent pixels, `#rrggbb` */
export async function comparePictures(one: Uint8Array, other: Uint8Array, behind: string): Promise<PictureLikeness> {
  const [a, b] = await Promise.all([one, other].map((bytes) => squareOf(bytes, behind)));
  if (!a || !b) throw new Error('Two pictures were expected.');
  return { ssim: ssim(imageData(a), imageData(b)).mssim, offset: bestOffset(a, b) };
}

function squareOf(bytes: Uint8Array, behind: string): Promise<Square> {
  return sharp(bytes).flatten({ background: behind }).resize(COMPARED_AT, COMPARED_AT, { fit: 'fill' }).raw().toBuffer();
}

function imageData(square: Square): { data: Uint8ClampedArray; width: number; height: number } {
  const data = new Uint8ClampedArray(COMPARED_AT * COMPARED_AT * 4).fill(255);
  for (let at = 0; at < COMPARED_AT * COMPARED_AT; at += 1) data.set(square.subarray(at * 3, at * 3 + 3), at * 4);
  return { data, width: COMPARED_AT, height: COMPARED_AT };
}

function bestOffset(one: Square, other: Square): { x: number; y: number } {
  let best = { x: 0, y: 0, difference: differenceAt(one, other, 0, 0) };
  for (let y = -SEARCH; y <= SEARCH; y += 1) {
    for (let x = -SEARCH; x <= SEARCH; x += 1) {
      const difference = differenceAt(one, other, x, y);
      if (difference < best.difference) best = { x, y, difference };
    }
  }
  return { x: best.x, y: best.y };
}

/** Sum of squared differences with one picture moved, without the edges that are moved out. */
function differenceAt(one: Square, other: Square, dx: number, dy: number): number {
  let sum = 0;
  for (let y = SEARCH; y < COMPARED_AT - SEARCH; y += 1) {
    const [from, to] = [(y * COMPARED_AT + SEARCH) * 3, ((y + dy) * COMPARED_AT + SEARCH + dx) * 3];
    for (let at = 0; at < (COMPARED_AT - 2 * SEARCH) * 3; at += 1) sum += ((one[from + at] ?? 0) - (other[to + at] ?? 0)) ** 2;
  }
  return sum;
}
