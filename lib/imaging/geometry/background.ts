import type { Deadline } from '../decode/pixels';
import { DEFAULT_BACKGROUND } from '../limits';
import { fromPixels, type Pixels, toPixels } from '../sharp';
import type { Framing } from '../types';
import { type Extent, liesBeyond, rotatedExtent } from './crop';
import { decodeUncropped } from './uncropped';

/** Longest side of the copy that is blurred, in pixels: what it costs does not grow with the square. */
const COPY_SIDE = 64;
/** Side of the square that is cut from the middle of the copy and enlarged, in pixels, and the blur on it: all detail is gone. */
const BLURRED_SIDE = 32;
const BLUR_SIGMA = 2.5;

/** Fills the transparent pixels of a square. */
export type Fill = (square: Pixels) => Promise<Pixels>;

/** The colour behind transparent pixels in formats without transparency. */
export function solidBackground(background: string): string {
  return background.startsWith('#') ? background : DEFAULT_BACKGROUND;
}

/**
 * The fill of a framed picture, for squares of one size; null if its transparent pixels stay. `blur` fills all of them. A colour fills them
 * if the square exceeds the picture: the margin is a part of the picture in every format. Otherwise it shows only in formats without
 * transparency, as it did before squares could exceed their picture.
 *
 * @param displayed size of the picture after EXIF orientation
 */
export function createFill(bytes: Uint8Array, displayed: Extent, framing: Framing, deadline?: Deadline): Fill | null {
  const { crop, background } = framing;
  if (background === 'blur') {
    let backdrop: Promise<Pixels> | undefined;
    return async (square) => {
      if (square.channels === 3) return square;
      backdrop ??= blurred(bytes, framing, square.width, deadline);
      const { data, width, height, channels } = square;
      const layers = [{ input: data, raw: { width, height, channels } }];
      return toPixels(fromPixels(await toPixels(fromPixels(await backdrop).composite(layers))).removeAlpha());
    };
  }
  if (background === 'transparent' || !liesBeyond(crop, rotatedExtent(displayed, crop.rotate))) return null;
  return (square) => toPixels(fromPixels(square).flatten({ background }));
}

/** The whole picture, mirrored and turned by the nearest quarter, so that it covers the square from its middle; blurred. */
async function blurred(bytes: Uint8Array, { crop, background, stillFrame }: Framing, side: number, deadline?: Deadline): Promise<Pixels> {
  const copy = await decodeUncropped(bytes, COPY_SIDE, deadline, false, stillFrame);
  const quarters = (Math.round(crop.rotate / 90) * 90) % 360;
  const opaque = fromPixels(copy).flatten({ background: solidBackground(background) });
  const turned = await toPixels(opaque.flop(crop.flip ?? false).rotate(quarters));
  const middle = fromPixels(turned).resize(BLURRED_SIDE, BLURRED_SIDE, { fit: 'cover' }).blur(BLUR_SIGMA);
  return toPixels(fromPixels(await toPixels(middle)).resize(side, side, { fit: 'fill', kernel: 'cubic' }));
}
