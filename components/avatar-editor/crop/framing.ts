import type { Crop } from '../../api/resource';

/** Width and height of the picture as displayed, in its own pixels. */
export interface Extent {
  width: number;
  height: number;
}

/**
 * Position of a picture under the square frame. `x` and `y` are the offset of its middle from the middle of the frame, in sides of the
 * frame, so that they do not depend on the window. At `zoom` 1 its shorter side is as long as the frame's. `rotate` is in whole degrees
 * clockwise, 0 to 359.
 */
export interface Framing {
  x: number;
  y: number;
  zoom: number;
  rotate: number;
}

export const WHOLE: Framing = { x: 0, y: 0, zoom: 1, rotate: 0 };

/** Largest zoom: a fifth of the shorter side is a face in a group photo. */
export const MAX_ZOOM = 5;

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
export function minZoom(rotate: number): number {
  const { sin, cos } = sineAndCosine(rotate);
  return Math.abs(sin) + Math.abs(cos);
}

/** Moves and enlarges the picture by the minimum that fills the frame. */
export function fill(framing: Framing, picture: Extent): Framing {
  const { rotate } = framing;
  const { sin, cos } = sineAndCosine(rotate);
  const zoom = Math.max(framing.zoom, minZoom(rotate));
  const shorter = Math.min(picture.width, picture.height);
  const reach = minZoom(rotate) / 2;
  // In the axes of the picture, where the limits are independent.
  const along = clamp(framing.x * cos + framing.y * sin, (picture.width / shorter) * (zoom / 2) - reach);
  const across = clamp(framing.y * cos - framing.x * sin, (picture.height / shorter) * (zoom / 2) - reach);
  return { x: along * cos - across * sin, y: along * sin + across * cos, zoom, rotate };
}

/** Rotates about the middle of the frame. */
export function rotateBy(framing: Framing, degrees: number): Framing {
  const { sin, cos } = sineAndCosine(degrees);
  return {
    ...framing,
    x: framing.x * cos - framing.y * sin,
    y: framing.x * sin + framing.y * cos,
    rotate: normalRotation(framing.rotate + degrees),
  };
}

/** An offset from the middle of the frame, in sides of the frame. */
export interface Point {
  x: number;
  y: number;
}

const MIDDLE: Point = { x: 0, y: 0 };

/** Zooms about a fixed point. */
export function zoomTo(framing: Framing, zoom: number, { x, y }: Point = MIDDLE): Framing {
  const scale = zoom / framing.zoom;
  return { ...framing, x: x + (framing.x - x) * scale, y: y + (framing.y - y) * scale, zoom };
}

/** The crop to save, in whole pixels and inside the picture; `croppedAreaPixels` in react-easy-crop. */
export function cropOf({ x, y, zoom, rotate }: Framing, picture: Extent): Crop {
  const box = rotatedExtent(picture, rotate);
  const side = Math.min(picture.width, picture.height) / zoom;
  const whole = Math.max(1, Math.min(Math.round(side), Math.floor(box.width + 1e-6), Math.floor(box.height + 1e-6)));
  const place = (length: number, offset: number) =>
    Math.min(Math.max(Math.round((length - side) / 2 - offset * side), 0), Math.floor(length + 1e-6) - whole);
  return { x: place(box.width, x), y: place(box.height, y), width: whole, height: whole, rotate };
}

/** The framing of a saved crop. */
export function framingOf(crop: Crop, picture: Extent): Framing {
  const box = rotatedExtent(picture, crop.rotate);
  return {
    x: ((box.width - crop.width) / 2 - crop.x) / crop.width,
    y: ((box.height - crop.height) / 2 - crop.y) / crop.width,
    zoom: Math.min(picture.width, picture.height) / crop.width,
    rotate: crop.rotate,
  };
}

function clamp(value: number, limit: number): number {
  const positive = Math.max(limit, 0);
  return Math.min(Math.max(value, -positive), positive);
}
