import type { Extent } from '../geometry/crop';
import type { Crop, Face, Rectangle } from '../types';

/** Side of the square in heights of a face: it shows the hair and the neck, and the circle in it has room around the face. */
const SIDE_IN_FACES = 2.4;

/** Part of a face by which the square lies higher, for the hair. */
const RAISED_BY = 0.1;

/** Faces of at least this part of the largest one belong to the people in the picture, rather than to passers-by. */
const MIN_OF_LARGEST = 0.5;

/** Room around a group, in diameters of the circle that its faces need. */
const GROUP_ROOM = 1.15;

/** Smallest side of the square in pixels, if the picture has as many: closer, a face would be blurred in the usual sizes. */
const MIN_SIDE = 256;

/**
 * The square around the faces of a picture: of all that are about as large as the largest, or of that one if the circle in the square
 * cannot hold all of them. It lies within the picture. Not rounded.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param faces at least one
 */
export function cropAround(displayed: Extent, faces: readonly Face[]): Crop {
  const inPixels = faces.map(({ x, y, width, height }) => ({
    x: x * displayed.width,
    y: y * displayed.height,
    width: width * displayed.width,
    height: height * displayed.height,
  }));
  const largest = inPixels.reduce((one, other) => (other.height > one.height ? other : one));
  const main = inPixels.filter(({ height }) => height >= MIN_OF_LARGEST * largest.height);
  const group = union(main);
  const shorter = Math.min(displayed.width, displayed.height);
  const groupSide = GROUP_ROOM * Math.hypot(group.width, group.height);
  if (main.length > 1 && groupSide <= shorter) return squareAround(displayed, group, Math.max(groupSide, SIDE_IN_FACES * largest.height));
  return squareAround(displayed, largest, SIDE_IN_FACES * Math.max(largest.width, largest.height), RAISED_BY * largest.height);
}

function squareAround({ width, height }: Extent, around: Rectangle, wanted: number, raisedBy = 0): Crop {
  const shorter = Math.min(width, height);
  const side = Math.min(shorter, Math.max(wanted, MIN_SIDE));
  const start = (centre: number, length: number) => Math.min(Math.max(centre - side / 2, 0), length - side);
  return {
    x: start(around.x + around.width / 2, width),
    y: start(around.y + around.height / 2 - raisedBy, height),
    width: side,
    height: side,
    rotate: 0,
  };
}

function union(rectangles: readonly Rectangle[]): Rectangle {
  const x = Math.min(...rectangles.map((one) => one.x));
  const y = Math.min(...rectangles.map((one) => one.y));
  const right = Math.max(...rectangles.map((one) => one.x + one.width));
  const bottom = Math.max(...rectangles.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}
