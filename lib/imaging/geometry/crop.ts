import { AvatarError } from '@/lib/errors';
import { MIN_CROP_SIDE } from '../limits';
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

/** Clients round the four numbers separately, so a rectangle may exceed the picture by this much; it is moved back in. */
const ROUNDING_PX = 1;

/**
 * Computes the square that is shown, in whole pixels: the middle of the requested rectangle, or of the picture.
 * @throws AvatarError invalid_crop
 */
export function resolveCrop(displayed: Extent, requested?: Crop): Crop {
  const rotate = requested?.rotate ?? 0;
  const exact = rotatedExtent(displayed, rotate);
  const extent = { width: Math.max(1, Math.floor(exact.width + 1e-6)), height: Math.max(1, Math.floor(exact.height + 1e-6)) };
  const { x, y, width, height } = requested ?? { x: 0, y: 0, ...extent };
  const message = `Expected a rectangle inside ${extent.width} × ${extent.height} pixels, got ${width} × ${height} at ${x}, ${y}.`;
  const details = { limitWidth: extent.width, limitHeight: extent.height };
  if (![x, y, width, height].every(Number.isFinite) || !Number.isInteger(rotate) || rotate < 0 || rotate > 359) {
    throw new AvatarError('invalid_crop', 'Invalid crop: expected numbers, and a rotation in whole degrees from 0 to 359.', details);
  }
  const isOutside =
    x < -ROUNDING_PX || y < -ROUNDING_PX || x + width > exact.width + ROUNDING_PX || y + height > exact.height + ROUNDING_PX;
  if (isOutside || width < MIN_CROP_SIDE || height < MIN_CROP_SIDE) throw new AvatarError('invalid_crop', message, details);
  const side = Math.min(Math.round(Math.min(width, height)), extent.width, extent.height);
  return {
    x: clamp(Math.round(x + (width - side) / 2), extent.width - side),
    y: clamp(Math.round(y + (height - side) / 2), extent.height - side),
    width: side,
    height: side,
    rotate,
  };
}

export function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}
