import { AvatarError } from '@/lib/errors';
import { MAX_CROP_FACTOR, MIN_CROP_SIDE } from '../limits';
import type { Crop } from '../types';
export interface Extent {
  width: number;
  height: number;
}

export const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The bounding box of a picture that is rotated about its centre: the coordinate space of crops. Not rounded. */
export function rotatedExtent({ width, height }: Extent, rotate: number): Extent {
  // Multiples of 90 are handled separately to get exact numbers.
  if (rotate % 180 === 0) return { width, height };
  if (rotate % 90 === 0) return { width: height, height: width };
  const cos = Math.abs(Math.cos(radians(rotate)));
  const sin = Math.abs(Math.sin(radians(rotate)));
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/** Clients round the four numbers separately, so a rectangle may exceed the picture by this much without leaving a margin. */
const ROUNDING_PX = 1;

/** Whether a resolved crop exceeds the picture's bounding box, and so has a margin. */
export function liesBeyond({ x, y, width }: Crop, extent: Extent): boolean {
  const [right, bottom] = [x + width - extent.width, y + width - extent.height];
  return Math.min(x, y) < 0 || Math.max(right, bottom) > 1e-6;
}

/**
 * Computes the square that is shown, in whole pixels: the middle of the requested rectangle, or of the picture. Resolving the result again
 * changes nothing.
 * @throws AvatarError invalid_crop
 */
export function resolveCrop(displayed: Extent, requested?: Crop): Crop {
  const { rotate = 0, flip = false } = requested ?? {};
  const exact = rotatedExtent(displayed, rotate);
  const extent = { width: Math.max(1, Math.floor(exact.width + 1e-6)), height: Math.max(1, Math.floor(exact.height + 1e-6)) };
  const { x, y, width, height } = requested ?? { x: 0, y: 0, ...extent };
  const refuse = (message: string, { width: limitWidth, height: limitHeight } = extent) =>
    new AvatarError('invalid_crop', message, { limitWidth, limitHeight });
  if (![x, y, width, height].every(Number.isFinite) || !Number.isInteger(rotate) || rotate < 0 || rotate > 359)
    throw refuse('Invalid crop: expected numbers, and a rotation in whole degrees from 0 to 359.');
  const got = `got ${width} × ${height} at ${x}, ${y}.`;
  if (Math.min(width, height) < MIN_CROP_SIDE) throw refuse(`Expected a rectangle of at least ${MIN_CROP_SIDE} pixel each way, ${got}`);
  const maxSide = MAX_CROP_FACTOR * Math.max(displayed.width, displayed.height);
  const side = wholeSide(Math.min(width, height), extent, exact);
  if (side > maxSide) {
    const limit = { width: maxSide, height: maxSide };
    throw refuse(`Expected at most ${maxSide} pixels, ${MAX_CROP_FACTOR} times the longer side of the picture, ${got}`, limit);
  }
  const left = wholeStart(x + (width - side) / 2, side, extent.width, exact.width);
  const top = wholeStart(y + (height - side) / 2, side, extent.height, exact.height);
  const isOutside = left >= extent.width || top >= extent.height || left + side <= 0 || top + side <= 0;
  if (isOutside) throw refuse(`Expected a rectangle that shows a part of ${extent.width} × ${extent.height} pixels, ${got}`);
  return { x: left, y: top, width: side, height: side, rotate, ...(flip && { flip }) };
}

/** Whether a whole number exceeds a length by rounding only. @param exact the length before it was rounded down */
const exceedsByRounding = (value: number, length: number, exact: number) => value > length && value <= exact + ROUNDING_PX;

/** A side in whole pixels: that of the picture if it exceeds that by rounding only. */
function wholeSide(side: number, extent: Extent, exact: Extent): number {
  const rounded = Math.round(side);
  const shorter = extent.width < extent.height ? (['width', 'height'] as const) : (['height', 'width'] as const);
  const same = shorter.find((length) => exceedsByRounding(rounded, extent[length], exact[length]));
  return same ? extent[same] : rounded;
}

/** The start of a square along one axis, in whole pixels: at an edge of the picture if the square exceeds that by rounding only. */
function wholeStart(start: number, side: number, length: number, exact: number): number {
  // Without the negative zero.
  const rounded = Math.round(start) + 0;
  if (side > length) return rounded;
  if (rounded < 0 && rounded >= -ROUNDING_PX) return 0;
  return exceedsByRounding(rounded + side, length, exact) ? length - side : rounded;
}

export function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}
