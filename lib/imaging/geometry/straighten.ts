import { fromPixels, type Pixels, TRANSPARENT, toPixels } from '../sharp';
import type { Crop } from '../types';
import { clamp, type Extent, radians, rotatedExtent } from './crop';
import type { Box } from './orientation';

/** Extracts a square that is rotated by an angle other than a multiple of 90 degrees, or that exceeds the picture. */
export interface Straightening {
  /** The upright bounding box of the rotated square, in displayed pixels. */
  box: Box;
  /** Size of the box before it is rotated. */
  scaled: Extent;
  /** Rotates the scaled box, which has an alpha channel, and extracts the square from it; transparent outside the picture. */
  straighten(box: Pixels): Promise<Pixels>;
}

/** Margin around the rotated square in pixels of the result, so that filters do not reach the edge of the box. */
const MARGIN_PX = 4;

/**
 * Plans to rotate only the pixels that are shown: takes the upright bounding box of the rotated square, scales it down, and rotates it
 * about the square's centre, which may lie between pixels.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param target side of the result in pixels
 */
export function planStraightening(displayed: Extent, crop: Crop, target: number): Straightening {
  const angle = radians(crop.rotate);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const extent = rotatedExtent(displayed, crop.rotate);
  // Offset of the square's centre from the picture's centre: in the rotated space, then rotated back into displayed pixels.
  const [dx, dy] = [crop.x + crop.width / 2 - extent.width / 2, crop.y + crop.height / 2 - extent.height / 2];
  const centre = { x: displayed.width / 2 + dx * cos + dy * sin, y: displayed.height / 2 - dx * sin + dy * cos };
  const scale = target / crop.width;
  const reach = (crop.width / 2) * (Math.abs(cos) + Math.abs(sin)) + MARGIN_PX / scale;
  const [left, across] = span(centre.x, reach, displayed.width);
  const [top, down] = span(centre.y, reach, displayed.height);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return {
    box: { left, top, width: across, height: down },
    scaled: { width: scaled(across), height: scaled(down) },
    async straighten(box) {
      // Rounding the box to whole pixels changes the scale; the rotation compensates for it.
      const matrixFor = (leastSide: number): Matrix => {
        const [correctionX, correctionY] = [
          Math.max(leastSide, scale * across) / box.width,
          Math.max(leastSide, scale * down) / box.height,
        ];
        return [cos * correctionX, -sin * correctionY, sin * correctionX, cos * correctionY];
      };
      // A line that is not rotated has at least a pixel. Others are covered in part by several, if any would be left of them.
      const narrow = matrixFor(0);
      const matrix = crop.rotate === 0 || isEmpty(transformedArea(narrow, box)) ? matrixFor(1) : narrow;
      // Top left corner of the square in the rotated box, counted from the centre of the first pixel as libvips does, and its distance from
      // a whole pixel.
      const [centreX, centreY] = transform(
        matrix,
        (centre.x - left) / (across / box.width) - 0.5,
        (centre.y - top) / (down / box.height) - 0.5,
      );
      const origin = transformedArea(matrix, box);
      const [startX, startY] = [centreX - (target - 1) / 2 - origin.x, centreY - (target - 1) / 2 - origin.y];
      const [wholeX, wholeY] = [Math.round(startX), Math.round(startY)];
      const shift = { odx: wholeX - startX, ody: wholeY - startY };
      const straightened = await toPixels(
        fromPixels(box).affine([...matrix], { ...shift, background: TRANSPARENT, interpolator: 'bicubic' }),
      );
      return extractSquare(straightened, wholeX, wholeY, target);
    },
  };
}

type Matrix = [a: number, b: number, c: number, d: number];

function transform([a, b, c, d]: Matrix, x: number, y: number): [x: number, y: number] {
  return [a * x + b * y, c * x + d * y];
}

/** The bounding box of a transformed picture in libvips: its corner and its size, each rounded as in C. */
function transformedArea(matrix: Matrix, { width, height }: Extent): Extent & { x: number; y: number } {
  const corners = [0, width].flatMap((x) => [0, height].map((y) => transform(matrix, x, y)));
  const round = (value: number) => Math.sign(value) * Math.round(Math.abs(value));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x: round(x), y: round(y), width: round(Math.max(...xs) - x), height: round(Math.max(...ys) - y) };
}

/** libvips refuses to make such a picture. */
const isEmpty = ({ width, height }: Extent) => width < 1 || height < 1;

/** Start and length of the whole pixels within `reach` of `middle`; one pixel at the edge if there are none. */
function span(centre: number, reach: number, size: number): [start: number, length: number] {
  const start = clamp(Math.floor(centre - reach), size - 1);
  return [start, Math.max(1, clamp(Math.ceil(centre + reach), size) - start)];
}

/** Extracts the square of `side` pixels at `left`, `top`; transparent outside the picture. */
function extractSquare({ data, width, height, channels }: Pixels, left: number, top: number, side: number): Pixels {
  const square = Buffer.alloc(side * side * channels);
  const [from, to] = [clamp(left, width), clamp(left + side, width)];
  for (let row = 0; row < side; row += 1) {
    const y = top + row;
    if (y >= 0 && y < height && to > from)
      data.copy(square, (row * side + from - left) * channels, (y * width + from) * channels, (y * width + to) * channels);
  }
  return { data: square, width: side, height: side, channels };
}
