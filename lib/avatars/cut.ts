import type { Metadata } from 'sharp';
import { type Extent, rotatedExtent } from './crop';
import { AvatarError, isAvatarError } from './errors';
import { MAX_DECODE_SECONDS } from './limits';
import { openStill, toSrgb } from './open';
import type { Crop } from './ports';
import { fromPixels, isTimeout, openSource, type Pixels, type Sharp, toPixels } from './sharp';
import { byWhole } from './shrink';
import { tiltOf } from './tilt';
import { type Box, storedBox, type Turn, turnOf } from './turn';

/** How a square comes out of a stored picture: a box is cut out, scaled, turned, and straightened. */
export interface Cut {
  /** In the stored picture, before it is turned to be seen. */
  box: Box;
  /** Size that the box is scaled to, still as it is stored. */
  scaled: Extent;
  turn: Turn;
  /** For angles that are no multiple of 90 degrees: the rest of the way. */
  straighten: ((turned: Pixels) => Promise<Pixels>) | null;
}

/**
 * Turning first would hold every pixel of the picture; cutting first streams rows of it, and turns no more than the result.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param orientation of the stored picture, 1 to 8; undefined is upright
 * @param target side of the square that comes out, in pixels
 */
export function planCut(displayed: Extent, orientation: number | undefined, crop: Crop, target: number): Cut {
  if (crop.rotate % 90 === 0) {
    const turn = turnOf(orientation, crop.rotate);
    const square = { left: crop.x, top: crop.y, width: crop.width, height: crop.width };
    const box = storedBox(square, rotatedExtent(displayed, crop.rotate), turn);
    return { box, scaled: { width: target, height: target }, turn, straighten: null };
  }
  const tilt = tiltOf(displayed, crop, target);
  const turn = turnOf(orientation, 0);
  const { width, height } = tilt.scaled;
  const scaled = turn.degrees % 180 === 0 ? { width, height } : { width: height, height: width };
  return { box: storedBox(tilt.box, displayed, turn), scaled, turn, straighten: tilt.straighten };
}

/** The box of a cut, scaled. */
export function scaledBox(open: Sharp, { box, scaled, straighten }: Omit<Cut, 'turn'>): Sharp {
  const pipeline = open.extract(box).resize(scaled.width, scaled.height, { fit: 'fill' });
  return straighten ? pipeline.ensureAlpha() : pipeline;
}

/**
 * Decodes once and returns the square that the crop describes, at most `side` pixels wide and never enlarged: all renditions come
 * from it. Where a rotation turns blank corners into the square, they are transparent.
 *
 * @param displayed size of the picture after EXIF orientation
 * @throws AvatarError corrupt_image, too_complex
 */
export async function cropPixels(bytes: Uint8Array, displayed: Extent, crop: Crop, side: number): Promise<Pixels> {
  try {
    const header = await openSource(bytes).metadata();
    const cut = planCut(displayed, header.orientation, crop, Math.min(side, crop.width));
    const { mirrored, degrees } = cut.turn;
    const square = await toPixels((await openScaled(bytes, header, cut)).flop(mirrored).rotate(degrees));
    return await toSrgb(cut.straighten ? await cut.straighten(square) : square, header);
  } catch (error) {
    throw failedDecode(error);
  }
}

/** The box of a cut, scaled, of an upload whose colours are still those of the file. */
async function openScaled(bytes: Uint8Array, header: Metadata, cut: Cut): Promise<Sharp> {
  const open = await openStill(bytes, header);
  const shorter = header.format === 'jpeg' && !cut.straighten && byWhole(header, cut);
  if (!shorter) return scaledBox(open, cut);
  const { whole, box } = shorter;
  // In two steps: in one, the library would turn the picture before it takes the box.
  return fromPixels(await toPixels(open.resize(whole.width, whole.height, { fit: 'fill' }))).extract(box);
}

/** What it means that an upload, whose header could be read, could not be decoded. @returns corrupt_image, or too_complex */
export function failedDecode(error: unknown): AvatarError {
  if (isAvatarError(error)) return error;
  if (isTimeout(error)) {
    const message = `The picture takes too long to decode. Expected at most ${MAX_DECODE_SECONDS} seconds.`;
    return new AvatarError('too_complex', message, { limitSeconds: MAX_DECODE_SECONDS }, { cause: error });
  }
  const message = 'The picture is damaged or incomplete: its start could be read and the rest could not.';
  return new AvatarError('corrupt_image', message, {}, { cause: error });
}
