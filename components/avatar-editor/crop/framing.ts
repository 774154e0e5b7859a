import type { Crop } from '../../api/resource';

/** A crop with its mirroring, which older saved crops leave out. */
export type FramedCrop = Crop & { flip?: boolean };

/** Width and height of the picture as displayed, in its own pixels. */
export interface Extent {
  width: number;
  height: number;
}

/**
 * Position of a picture under the square frame. `x` and `y` are the offset of its middle from the middle of the frame, in sides of the
 * frame, so that they do not depend on the window. At `zoom` 1 its shorter side is as long as the frame's. The picture is mirrored left to
 * right if `flip`, then rotated by `rotate`: whole degrees clockwise, 0 to 359.
 */
export interface Framing {
  x: number;
  y: number;
  zoom: number;
  rotate: number;
  flip: boolean;
}

export const WHOLE: Framing = { x: 0, y: 0, zoom: 1, rotate: 0, flip: false };

/** Largest zoom: a fifth of the shorter side is a face in a group photo. */
export const MAX_ZOOM = 5;

/** Longest side of a crop, in longer sides of the picture. The server accepts no larger one. */
export const MAX_CROP_SIDES = 8;

/** Largest straightening to either side, in degrees; beyond it, a quarter turn comes closer. */
export const MAX_STRAIGHTENING = 45;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Sine and cosine, exact for multiples of 90°, where floating point is not. */
function sineAndCosine(rotate: number): { sin: number; cos: number } {
  const [sin, cos] = [Math.sin(radians(rotate)), Math.cos(radians(rotate))];
  return rotate % 90 === 0 ? { sin: Math.round(sin), cos: Math.round(cos) } : { sin, cos };
}

export function normalRotation(degrees: number): number {
  return ((Math.round(degrees) % 360) + 360) % 360;
}

/** Splits a rotation into quarter turns and straightening, from −45 to 44. */
export function splitRotation(rotate: number): { quarters: number; straightening: number } {
  const quarters = Math.floor((rotate + MAX_STRAIGHTENING) / 90);
  return { quarters: quarters % 4, straightening: rotate - quarters * 90 };
}

/** The bounding box of the rotated picture: the coordinate space of crops. */
export function rotatedExtent({ width, height }: Extent, rotate: number): Extent {
  const { sin, cos } = sineAndCosine(rotate);
  return {
    width: Math.abs(width * cos) + Math.abs(height * sin),
    height: Math.abs(width * sin) + Math.abs(height * cos),
  };
}

/** The smallest zoom at which a straightened picture still fills the frame. */
export function coverZoom(rotate: number): number {
  const { sin, cos } = sineAndCosine(rotate);
  return Math.abs(sin) + Math.abs(cos);
}

/** The smallest zoom that can be saved: far more than the whole of a wide picture is in the frame. */
export function leastZoom({ width, height }: Extent): number {
  return Math.min(width, height) / (Math.max(width, height) * MAX_CROP_SIDES);
}

/** Moves and enlarges the picture by the minimum that fills the frame. */
export function fill(framing: Framing, picture: Extent): Framing {
  const zoom = Math.max(framing.zoom, coverZoom(framing.rotate));
  // The corners of the frame stay inside the picture.
  const reach = -coverZoom(framing.rotate) / 2;
  return hold({ ...framing, zoom }, picture, reach);
}

/** Keeps a picture that need not fill the frame from leaving it. */
export function keepInView(framing: Framing, picture: Extent): Framing {
  return hold({ ...framing, zoom: Math.max(framing.zoom, leastZoom(picture)) }, picture, 0.5 - LEAST_OVERLAP);
}

/** Overlap of the picture with the frame, in sides of the frame. The server refuses a frame beside the picture. */
const LEAST_OVERLAP = 0.05;

/** Limits the offset along each axis of the picture to half its side plus `reach`. */
function hold(framing: Framing, picture: Extent, reach: number): Framing {
  const { sin, cos } = sineAndCosine(framing.rotate);
  const scale = framing.zoom / (2 * Math.min(picture.width, picture.height));
  // In the axes of the picture, where the limits are independent.
  const along = clamp(framing.x * cos + framing.y * sin, picture.width * scale + reach);
  const across = clamp(framing.y * cos - framing.x * sin, picture.height * scale + reach);
  return { ...framing, x: along * cos - across * sin, y: along * sin + across * cos };
}

/** An offset from the middle of the frame, in sides of the frame. */
export interface Point {
  x: number;
  y: number;
}

const MIDDLE: Point = { x: 0, y: 0 };

/** Rotates about a fixed point. */
export function rotateBy(framing: Framing, degrees: number, { x, y }: Point = MIDDLE): Framing {
  const { sin, cos } = sineAndCosine(degrees);
  const [dx, dy] = [framing.x - x, framing.y - y];
  return { ...framing, x: x + dx * cos - dy * sin, y: y + dx * sin + dy * cos, rotate: normalRotation(framing.rotate + degrees) };
}

/** Mirrors what is in the frame left to right. A mirrored clockwise rotation is a counter-clockwise one. */
export function flipOver(framing: Framing): Framing {
  return { ...framing, x: -framing.x, rotate: normalRotation(-framing.rotate), flip: !framing.flip };
}

/** Zooms about a fixed point. */
export function zoomTo(framing: Framing, zoom: number, { x, y }: Point = MIDDLE): Framing {
  const scale = zoom / framing.zoom;
  return { ...framing, x: x + (framing.x - x) * scale, y: y + (framing.y - y) * scale, zoom };
}

/**
 * The crop to save, in whole pixels of the rotated picture.
 * @param padded whether the frame may show more than the picture; otherwise the crop is inside it
 */
export function cropOf({ x, y, zoom, rotate, flip }: Framing, picture: Extent, padded = false): FramedCrop {
  const box = rotatedExtent(picture, rotate);
  const side = Math.min(picture.width, picture.height) / zoom;
  const longest = padded ? MAX_CROP_SIDES * Math.max(picture.width, picture.height) : Math.floor(Math.min(box.width, box.height) + 1e-6);
  const whole = Math.max(1, Math.min(Math.round(side), longest));
  const place = (length: number, offset: number) => {
    const start = Math.round((length - side) / 2 - offset * side);
    // Not −0, which is another number in tests and the same in JSON.
    return padded ? start + 0 : Math.min(Math.max(start, 0), Math.floor(length + 1e-6) - whole);
  };
  return { x: place(box.width, x), y: place(box.height, y), width: whole, height: whole, rotate, ...(flip && { flip }) };
}

/** Whether a crop has a margin around the picture, which its background fills in every format. */
export function liesBeyond({ x, y, width, rotate }: FramedCrop, picture: Extent): boolean {
  const box = rotatedExtent(picture, rotate);
  return Math.min(x, y) < 0 || Math.max(x + width - box.width, y + width - box.height) > 1e-6;
}

/** The framing of a saved crop. */
export function framingOf(crop: FramedCrop, picture: Extent): Framing {
  const box = rotatedExtent(picture, crop.rotate);
  return {
    x: ((box.width - crop.width) / 2 - crop.x) / crop.width,
    y: ((box.height - crop.height) / 2 - crop.y) / crop.width,
    zoom: Math.min(picture.width, picture.height) / crop.width,
    rotate: crop.rotate,
    flip: crop.flip ?? false,
  };
}

function clamp(value: number, limit: number): number {
  const positive = Math.max(limit, 0);
  return Math.min(Math.max(value, -positive), positive);
}
