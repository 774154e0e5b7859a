import type { Metadata } from 'sharp';
import { type FailOn, refuseMissingRows } from '../decode/missing-rows';
import { openStill, toSrgb } from '../decode/open';
import { type Deadline, deadlineIn, decodePixels, readHeader } from '../decode/pixels';
import { fromPixels, type Pixels, type Sharp, toPixels } from '../sharp';
import type { Crop } from '../types';
import { clearTransparent } from './clear-transparent';
import { type Extent, rotatedExtent } from './crop';
import { type Box, isUpright, type Orientation, orientationOf, storedBox } from './orientation';
import { planShrinkOnLoad } from './shrink-on-load';
import { planStraightening } from './straighten';

/** How a square comes out of a stored picture: a box is cut out, scaled, turned, and straightened. */
export interface Extraction {
  /** In the stored picture, before it is turned to be seen. */
  box: Box;
  /** Size that the box is scaled to, still as it is stored. */
  scaled: Extent;
  orientation: Orientation;
  /** For angles that are no multiple of 90 degrees: the rest of the way. */
  straighten: ((oriented: Pixels) => Promise<Pixels>) | null;
}

/**
 * Turning first would hold every pixel of the picture; cutting first streams rows of it, and turns no more than the result.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param exifOrientation of the stored picture, 1 to 8; undefined is upright
 * @param target side of the square that comes out, in pixels
 */
export function planExtraction(displayed: Extent, exifOrientation: number | undefined, crop: Crop, target: number): Extraction {
  if (crop.rotate % 90 === 0) {
    const orientation = orientationOf(exifOrientation, crop.rotate);
    const square = { left: crop.x, top: crop.y, width: crop.width, height: crop.width };
    const box = storedBox(square, rotatedExtent(displayed, crop.rotate), orientation);
    return { box, scaled: { width: target, height: target }, orientation, straighten: null };
  }
  const straightening = planStraightening(displayed, crop, target);
  const orientation = orientationOf(exifOrientation, 0);
  const { width, height } = straightening.scaled;
  const scaled = orientation.degrees % 180 === 0 ? { width, height } : { width: height, height: width };
  return { box: storedBox(straightening.box, displayed, orientation), scaled, orientation, straighten: straightening.straighten };
}

/** The box of a cut, scaled. */
export function extractScaled(open: Sharp, { box, scaled, straighten }: Omit<Extraction, 'orientation'>): Sharp {
  const pipeline = open.extract(box).resize(scaled.width, scaled.height, { fit: 'fill' });
  return straighten ? pipeline.ensureAlpha() : pipeline;
}

/**
 * Decodes once and returns the square that the crop describes, at most `side` pixels wide and never enlarged: all renditions come
 * from it. Where a rotation turns blank corners into the square, they are transparent.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param isNew whether it was not accepted yet: a JPEG whose last rows are missing is refused then
 * @throws AvatarError corrupt_image, too_complex
 */
export async function cropPixels(
  bytes: Uint8Array,
  displayed: Extent,
  crop: Crop,
  side: number,
  deadline: Deadline = deadlineIn(),
  isNew = false,
): Promise<Pixels> {
  const header = await readHeader(bytes);
  const extraction = planExtraction(displayed, header.orientation, crop, Math.min(side, crop.width));
  const isChecked = isNew && header.format === 'jpeg';
  const box = await refuseMissingRows(isChecked, (failOn) => scaledPixels(bytes, header, extraction, deadline, failOn));
  return clearTransparent(await toSrgb(await finish(box, extraction), header, deadline));
}

/** The box of a cut, scaled, of an upload: its colours are still those of the file. */
async function scaledPixels(
  bytes: Uint8Array,
  header: Metadata,
  extraction: Extraction,
  deadline: Deadline,
  failOn: FailOn,
): Promise<Pixels> {
  const open = await openStill(bytes, header, deadline, failOn);
  const shorter = header.format === 'jpeg' && !extraction.straighten && planShrinkOnLoad(header, extraction);
  if (!shorter) return decodePixels(extractScaled(open, extraction), deadline);
  const { whole, box } = shorter;
  const picture = await decodePixels(open.resize(whole.width, whole.height, { fit: 'fill' }), deadline);
  return toPixels(fromPixels(picture).extract(box));
}

/** Turns and straightens the scaled box of a cut. */
async function finish(box: Pixels, { orientation, straighten }: Extraction): Promise<Pixels> {
  const upright = isUpright(orientation) ? box : await toPixels(fromPixels(box).flop(orientation.mirrored).rotate(orientation.degrees));
  return straighten ? straighten(upright) : upright;
}
