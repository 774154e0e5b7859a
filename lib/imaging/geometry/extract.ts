import type { Metadata } from 'sharp';
import { type FailOn, refuseMissingRows } from '../decode/missing-rows';
import { openStill, toSrgb } from '../decode/open';
import { type Deadline, deadlineIn, decodePixels, readHeader } from '../decode/pixels';
import { fromPixels, type Pixels, type Sharp, toPixels } from '../sharp';
import type { Crop } from '../types';
import { clearTransparent } from './clear-transparent';
import { type Extent, liesBeyond, rotatedExtent } from './crop';
import { type Box, isUpright, type Orientation, orientationOf, storedBox } from './orientation';
import { planShrinkOnLoad } from './shrink-on-load';
import { planStraightening } from './straighten';

/** Steps from a stored picture to a square: extract a box, scale, orient, and straighten it. */
export interface Extraction {
  /** In the stored picture, before orientation. */
  box: Box;
  /** Size of the scaled box, before orientation. */
  scaled: Extent;
  orientation: Orientation;
  /** The remaining rotation by an angle that is not a multiple of 90 degrees, or the placing of a picture that leaves a margin. */
  straighten: ((oriented: Pixels) => Promise<Pixels>) | null;
}

/**
 * Plans to extract first and orient last. Orienting first would hold every pixel of the picture; extracting first streams its rows and
 * orients only the result.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param exifOrientation of the stored picture, 1 to 8; undefined is upright
 * @param target side of the resulting square, in pixels
 */
export function planExtraction(displayed: Extent, exifOrientation: number | undefined, crop: Crop, target: number): Extraction {
  if (crop.rotate % 90 !== 0) return planStraightened(displayed, orientationOf(exifOrientation, 0, crop.flip), crop, target);
  const orientation = orientationOf(exifOrientation, crop.rotate, crop.flip);
  const extent = rotatedExtent(displayed, crop.rotate);
  // Its edges may lie between two pixels of the result, so it is placed as a straightened picture is, by an angle of 0.
  if (liesBeyond(crop, extent)) return planStraightened(extent, orientation, { ...crop, rotate: 0 }, target);
  const box = storedBox({ left: crop.x, top: crop.y, width: crop.width, height: crop.width }, extent, orientation);
  return { box, scaled: { width: target, height: target }, orientation, straighten: null };
}

/** @param oriented size of the picture after `orientation` */
function planStraightened(oriented: Extent, orientation: Orientation, crop: Crop, target: number): Extraction {
  const { box, scaled, straighten } = planStraightening(oriented, crop, target);
  const { width, height } = scaled;
  return {
    box: storedBox(box, oriented, orientation),
    scaled: orientation.degrees % 180 === 0 ? { width, height } : { width: height, height: width },
    orientation,
    straighten,
  };
}

/** Extracts the box and scales it. */
export function extractScaled(open: Sharp, { box, scaled, straighten }: Omit<Extraction, 'orientation'>): Sharp {
  const pipeline = open.extract(box).resize(scaled.width, scaled.height, { fit: 'fill' });
  return straighten ? pipeline.ensureAlpha() : pipeline;
}

/**
 * Decodes once and returns the square of the crop, at most `side` pixels wide and never enlarged; all renditions are scaled from it. It is
 * transparent where it lies beyond the picture.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param isNew whether this is an upload rather than a stored original: a JPEG with missing last rows is refused then
 * @param frame of an animation, from 0
 * @throws AvatarError corrupt_image, too_complex
 */
export async function cropPixels(
  bytes: Uint8Array,
  displayed: Extent,
  crop: Crop,
  side: number,
  deadline: Deadline = deadlineIn(),
  isNew = false,
  frame = 0,
): Promise<Pixels> {
  const header = await readHeader(bytes);
  const extraction = planExtraction(displayed, header.orientation, crop, Math.min(side, crop.width));
  const isChecked = isNew && header.format === 'jpeg';
  const box = await refuseMissingRows(isChecked, (failOn) => scaledPixels(bytes, header, extraction, deadline, failOn, frame));
  return clearTransparent(await toSrgb(await orientAndStraighten(box, extraction), header, deadline));
}

/** The scaled box of an upload, in the colour space of the file. */
async function scaledPixels(
  bytes: Uint8Array,
  header: Metadata,
  extraction: Extraction,
  deadline: Deadline,
  failOn: FailOn,
  frame: number,
): Promise<Pixels> {
  const open = await openStill(bytes, header, deadline, failOn, frame);
  const shrinkPlan = header.format === 'jpeg' && !extraction.straighten && planShrinkOnLoad(header, extraction);
  if (!shrinkPlan) return decodePixels(extractScaled(open, extraction), deadline);
  const { fullSize, box } = shrinkPlan;
  const picture = await decodePixels(open.resize(fullSize.width, fullSize.height, { fit: 'fill' }), deadline);
  return toPixels(fromPixels(picture).extract(box));
}

/** Orients and straightens the scaled box. */
async function orientAndStraighten(box: Pixels, { orientation, straighten }: Extraction): Promise<Pixels> {
  const upright = isUpright(orientation) ? box : await toPixels(fromPixels(box).flop(orientation.mirrored).rotate(orientation.degrees));
  return straighten ? straighten(upright) : upright;
}
