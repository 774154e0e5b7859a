import type { Metadata, SharpOptions } from 'sharp';
import { isPremultiplied } from '../colour/heif';
import { greyGamma } from '../colour/png';
import { readApng } from '../formats/apng';
import { withClearCanvas } from '../formats/gif-canvas';
import { fromPixels, type Pixels, type Sharp, TRANSPARENT } from '../sharp';
import { asTiff } from '../tiff/encode';
import { hasUnspecifiedSample } from '../tiff/support';
import type { FailOn } from './missing-rows';
import { openSource } from './open-source';
import { type Deadline, decodePixels } from './pixels';
import { unpremultiply } from './unpremultiply';

/**
 * Opens what is seen of an upload while nothing moves, as {@link openUpload} does. The library shows black where the first frame of a
 * GIF leaves the canvas bare, and of an animated PNG a picture that may be no frame of it, which no browser shows.
 *
 * @throws AvatarError corrupt_image, too_complex
 */
export async function openStill(bytes: Uint8Array, header: Metadata, deadline: Deadline, failOn: FailOn = 'error'): Promise<Sharp> {
  // At its own size: what is scaled is multiplied with alpha first.
  if (header.format === 'tiff' && hasUnspecifiedSample(bytes)) {
    return fromPixels(await decodePixels(openUpload(bytes, header).removeAlpha(), deadline));
  }
  const apng = readApng(bytes);
  const [first] = apng?.hasCover ? apng.frames : [];
  if (!apng || !first)
    return isPremultiplied(bytes) ? openPremultiplied(bytes, header, deadline) : openUpload(withClearCanvas(bytes), header, { failOn });
  const { left, top, width, height } = first;
  const [right, bottom] = [apng.width - left - width, apng.height - top - height];
  const open = openUpload(first.png(), header);
  if (Math.max(left, top, right, bottom) === 0) return open;
  return fromPixels(await decodePixels(open.ensureAlpha().extend({ left, top, right, bottom, background: TRANSPARENT }), deadline));
}

/** All of it is decoded before it is made smaller: libvips would multiply colours with transparency once more to do that. */
async function openPremultiplied(bytes: Uint8Array, header: Metadata, deadline: Deadline): Promise<Sharp> {
  const pixels = await decodePixels(openUpload(bytes, header), deadline);
  await unpremultiply(pixels);
  return fromPixels(pixels);
}

/**
 * Opens a picture such that its pixels mean what its makers meant, in sRGB, where the library alone would not see to it: it leaves one
 * of 16 bits for each colour in Display P3, and takes grey of 16 bits as if it had no profile. What comes out of the pipeline has to go
 * through {@link toSrgb} in the end.
 *
 * @param header of the upload that it is, or is a frame of
 */
export function openUpload(bytes: Uint8Array, header: Metadata, options: Pick<SharpOptions, 'animated' | 'failOn'> = {}): Sharp {
  const { format, depth, space, icc } = header;
  const pipeline = openSource(bytes, { ...options, ignoreIcc: isConvertedLate(header) });
  if (icc && space === 'grey16') pipeline.pipelineColourspace('b-w');
  else if (icc && depth === 'ushort') pipeline.withIccProfile('srgb', { attach: false });
  const gamma = format === 'png' && space === 'grey16' && !icc ? greyGamma(bytes) : undefined;
  // Brighter or darker, never both: the library takes factors from 1 to 3.
  if (gamma) pipeline.gamma(Math.max(1, 1 / gamma), Math.max(1, gamma));
  return pipeline;
}

/**
 * The colours of most photos are converted when the picture is small: the library would convert every pixel that it decodes, which takes
 * longer than to decode it. Filters go over colours as they are stored in either order, here by the curve of the file and not sRGB's.
 */
function isConvertedLate({ depth, space, icc }: Metadata): boolean {
  return icc !== undefined && space === 'srgb' && depth === 'uchar';
}

/** Colours as sRGB has them, of pixels that {@link openUpload} began with. @throws AvatarError corrupt_image, too_complex */
export async function toSrgb(pixels: Pixels, header: Metadata, deadline: Deadline): Promise<Pixels> {
  return isConvertedLate(header) ? decodePixels(openSource(asTiff(pixels, header.icc)), deadline) : pixels;
}
