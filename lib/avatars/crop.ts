import { AvatarError } from './errors';
import { MIN_CROP_SIDE } from './limits';
import { openUpload } from './open';
import type { Crop } from './ports';
import { fromPixels, OPEN, type Pixels, type Sharp, sharp, toPixels } from './sharp';
import { storedSquare, turnOf } from './turn';

interface Extent {
  width: number;
  height: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The bounding box of a picture that is rotated about its centre: the space that crops lie in. Not rounded. */
export function rotatedExtent({ width, height }: Extent, rotate: number): Extent {
  // Multiples of 90 apart, so that they come out whole.
  if (rotate % 180 === 0) return { width, height };
  if (rotate % 90 === 0) return { width: height, height: width };
  const cos = Math.abs(Math.cos(radians(rotate)));
  const sin = Math.abs(Math.sin(radians(rotate)));
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/** Clients round each of the four numbers on its own, so a rectangle may stick out by this much; it is moved back in. */
const ROUNDING_PX = 1;

/**
 * Settles which square is shown, in whole pixels: the middle of the requested rectangle, or the middle of the picture.
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
    throw new AvatarError('invalid_crop', 'Expected numbers, and a rotation of 0 to 359 whole degrees.', details);
  }
  const sticksOut =
    x < -ROUNDING_PX || y < -ROUNDING_PX || x + width > exact.width + ROUNDING_PX || y + height > exact.height + ROUNDING_PX;
  if (sticksOut || width < MIN_CROP_SIDE || height < MIN_CROP_SIDE) throw new AvatarError('invalid_crop', message, details);
  const side = Math.min(Math.round(Math.min(width, height)), extent.width, extent.height);
  return {
    x: clamp(Math.round(x + (width - side) / 2), extent.width - side),
    y: clamp(Math.round(y + (height - side) / 2), extent.height - side),
    width: side,
    height: side,
    rotate,
  };
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}

/**
 * Decodes once and returns the square that the crop describes, at most `side` pixels wide and never enlarged: all renditions come
 * from it. Where a rotation turns blank corners into the square, they are transparent.
 *
 * @param displayed size of the picture after EXIF orientation
 * @throws AvatarError corrupt_image
 */
export async function cropPixels(bytes: Uint8Array, displayed: Extent, crop: Crop, side: number): Promise<Pixels> {
  const target = Math.min(side, crop.width);
  try {
    const header = await sharp(bytes, OPEN).metadata();
    const open = openUpload(bytes, header);
    if (crop.rotate % 90 !== 0) return await cropTilted(open.autoOrient(), displayed, crop, target);
    // Turning first would hold every pixel of the picture; cutting first streams rows of it, and turns a square of at most `side`.
    const turn = turnOf(header.orientation, crop.rotate);
    return await toPixels(
      open
        .extract(storedSquare(crop, rotatedExtent(displayed, crop.rotate), turn))
        .resize(target, target, { fit: 'fill' })
        .flop(turn.mirrored)
        .rotate(turn.degrees),
    );
  } catch (error) {
    throw new AvatarError(
      'corrupt_image',
      'The picture is damaged or incomplete: its start could be read and the rest could not.',
      {},
      { cause: error },
    );
  }
}

/** Room around the tilted square, in pixels of the result, so that no filter sees the edge of the box that the square is cut from. */
const MARGIN_PX = 4;

/**
 * Rotating 12 megapixels to show a corner of them is waste: this takes the upright box around the tilted square, scales it down, and
 * rotates that about the square's middle, which lies between pixels as often as not.
 */
async function cropTilted(open: Sharp, displayed: Extent, crop: Crop, target: number): Promise<Pixels> {
  const turn = radians(crop.rotate);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const extent = rotatedExtent(displayed, crop.rotate);
  // The middle of the square, from the middle of the picture: in the rotated space, then turned back into the displayed one.
  const [dx, dy] = [crop.x + crop.width / 2 - extent.width / 2, crop.y + crop.height / 2 - extent.height / 2];
  const middle = { x: displayed.width / 2 + dx * cos + dy * sin, y: displayed.height / 2 - dx * sin + dy * cos };
  const scale = target / crop.width;
  const reach = (crop.width / 2) * (Math.abs(cos) + Math.abs(sin)) + MARGIN_PX / scale;
  const [left, across] = span(middle.x, reach, displayed.width);
  const [top, down] = span(middle.y, reach, displayed.height);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  const box = await toPixels(
    open.extract({ left, top, width: across, height: down }).resize(scaled(across), scaled(down), { fit: 'fill' }).ensureAlpha(),
  );
  // A box of whole pixels is a little off the scale; the rotation makes up for it.
  const [fitX, fitY] = [(scale * across) / box.width, (scale * down) / box.height];
  const matrix: Matrix = [cos * fitX, -sin * fitY, sin * fitX, cos * fitY];
  // Where the square begins in the rotated box, counted from the middle of the first pixel as libvips does, and how far that is from a pixel.
  const [turnedX, turnedY] = transform(
    matrix,
    (middle.x - left) / (across / box.width) - 0.5,
    (middle.y - top) / (down / box.height) - 0.5,
  );
  const origin = transformedOrigin(matrix, box);
  const [startX, startY] = [turnedX - (target - 1) / 2 - origin.x, turnedY - (target - 1) / 2 - origin.y];
  const [wholeX, wholeY] = [Math.round(startX), Math.round(startY)];
  const shift = { odx: wholeX - startX, ody: wholeY - startY };
  const tilted = await toPixels(fromPixels(box).affine([...matrix], { ...shift, background: TRANSPARENT, interpolator: 'bicubic' }));
  return cut(tilted, wholeX, wholeY, target);
}

type Matrix = [a: number, b: number, c: number, d: number];

function transform([a, b, c, d]: Matrix, x: number, y: number): [x: number, y: number] {
  return [a * x + b * y, c * x + d * y];
}

/** Where libvips puts the first pixel of a transformed picture: at the corner of its bounding box, rounded as C rounds. */
function transformedOrigin(matrix: Matrix, { width, height }: Extent): { x: number; y: number } {
  const corners = [0, width].flatMap((x) => [0, height].map((y) => transform(matrix, x, y)));
  const round = (value: number) => Math.sign(value) * Math.round(Math.abs(value));
  return { x: round(Math.min(...corners.map(([x]) => x))), y: round(Math.min(...corners.map(([, y]) => y))) };
}

/** Start and length of the whole pixels within `reach` of `middle`; one at the edge when there are none. */
function span(middle: number, reach: number, size: number): [start: number, length: number] {
  const start = clamp(Math.floor(middle - reach), size - 1);
  return [start, Math.max(1, clamp(Math.ceil(middle + reach), size) - start)];
}

const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

/** The square of `side` pixels that begins at `left`, `top`, transparent where there is nothing. */
function cut({ data, width, height, channels }: Pixels, left: number, top: number, side: number): Pixels {
  const square = Buffer.alloc(side * side * channels);
  const [from, to] = [clamp(left, width), clamp(left + side, width)];
  for (let row = 0; row < side; row += 1) {
    const y = top + row;
    if (y >= 0 && y < height && to > from)
      data.copy(square, (row * side + from - left) * channels, (y * width + from) * channels, (y * width + to) * channels);
  }
  return { data: square, width: side, height: side, channels };
}
