import type { Metadata, SharpOptions } from 'sharp';
import { isPremultiplied } from '../colour/heif';
import { greyGamma } from '../colour/png';
import { type Apng, readApng } from '../formats/apng';
import { withTransparentCanvas } from '../formats/gif-canvas';
import { withTransparentDisposal } from '../formats/gif-disposal';
import { fromPixels, type Pixels, type Sharp, TRANSPARENT } from '../sharp';
import { encodeTiff } from '../tiff/encode';
import { hasUnspecifiedSample } from '../tiff/support';
import { composeFrames } from './apng-frames';
import type { FailOn } from './missing-rows';
import { openSource } from './open-source';
import { type Deadline, decodePixels } from './pixels';
import { unpremultiply } from './unpremultiply';

/**
 * Opens the still picture of an upload, as {@link openUpload} does, the way browsers show it. libvips alone would show uncovered canvas of
 * a GIF's first frame black, and the static image of an APNG even if it is not a frame.
 *
 * @param frame of an animation, from 0
 * @throws AvatarError corrupt_image, too_complex
 */
export async function openStill(
  bytes: Uint8Array,
  header: Metadata,
  deadline: Deadline,
  failOn: FailOn = 'error',
  frame = 0,
): Promise<Sharp> {
  // Decoded at full size, because scaling would premultiply with the extra sample.
  if (header.format === 'tiff' && hasUnspecifiedSample(bytes)) {
    return fromPixels(await decodePixels(openUpload(bytes, header).removeAlpha(), deadline));
  }
  const apng = readApng(bytes);
  if (frame > 0) return apng ? openApngFrame(apng, header, deadline, frame) : openFrame(bytes, header, failOn, frame);
  const [first] = apng?.hasSeparateStaticImage ? apng.frames : [];
  if (!apng || !first)
    return isPremultiplied(bytes)
      ? openPremultiplied(bytes, header, deadline)
      : openUpload(withTransparentCanvas(bytes), header, { failOn });
  const { left, top, width, height } = first;
  const [right, bottom] = [apng.width - left - width, apng.height - top - height];
  const open = openUpload(first.toPng(), header);
  if (Math.max(left, top, right, bottom) === 0) return open;
  return fromPixels(await decodePixels(open.ensureAlpha().extend({ left, top, right, bottom, background: TRANSPARENT }), deadline));
}

/** A frame of a GIF or WebP as it is shown, on what the frames before it leave. */
function openFrame(bytes: Uint8Array, header: Metadata, failOn: FailOn, frame: number): Sharp {
  const cleared = withTransparentDisposal(bytes);
  const patched = withTransparentCanvas(cleared);
  // After the first frame stands one that was inserted.
  return openUpload(patched, header, { failOn, page: patched === cleared ? frame : frame + 1 });
}

async function openApngFrame(apng: Apng, header: Metadata, deadline: Deadline, frame: number): Promise<Sharp> {
  const decode = (png: Buffer) => decodePixels(openUpload(png, header).ensureAlpha(), deadline);
  let at = 0;
  for await (const composed of composeFrames(apng, decode)) {
    if (at === frame) return fromPixels(composed);
    at += 1;
  }
  throw new RangeError(`Expected a frame below ${at}, got ${frame}.`);
}

/** Decodes at full size first: to scale it, libvips would premultiply colours a second time. */
async function openPremultiplied(bytes: Uint8Array, header: Metadata, deadline: Deadline): Promise<Sharp> {
  const pixels = await decodePixels(openUpload(bytes, header), deadline);
  await unpremultiply(pixels);
  return fromPixels(pixels);
}

/**
 * Opens a picture with its colours in sRGB where libvips does not ensure this: it leaves 16-bit RGB in Display P3, and ignores the profile
 * of 16-bit grey. The output of the pipeline must go through {@link toSrgb}.
 *
 * @param header of the upload that this is, or is a frame of
 */
export function openUpload(bytes: Uint8Array, header: Metadata, options: Pick<SharpOptions, 'animated' | 'failOn' | 'page'> = {}): Sharp {
  const { format, depth, space, icc } = header;
  const pipeline = openSource(bytes, { ...options, ignoreIcc: isConvertedAfterScaling(header) });
  if (icc && space === 'grey16') pipeline.pipelineColourspace('b-w');
  else if (icc && depth === 'ushort') pipeline.withIccProfile('srgb', { attach: false });
  const gamma = format === 'png' && space === 'grey16' && !icc ? greyGamma(bytes) : undefined;
  // Only one of the factors is above 1, because libvips accepts 1 to 3.
  if (gamma) pipeline.gamma(Math.max(1, 1 / gamma), Math.max(1, gamma));
  return pipeline;
}

/**
 * Most photos are converted to sRGB after scaling: libvips would convert every decoded pixel first, which takes longer than decoding. In
 * either order, filters run on encoded values; here with the TRC of the file instead of sRGB's.
 */
function isConvertedAfterScaling({ depth, space, icc }: Metadata): boolean {
  return icc !== undefined && space === 'srgb' && depth === 'uchar';
}

/** Converts pixels of an {@link openUpload} pipeline to sRGB. @throws AvatarError corrupt_image, too_complex */
export async function toSrgb(pixels: Pixels, header: Metadata, deadline: Deadline): Promise<Pixels> {
  return isConvertedAfterScaling(header) ? decodePixels(openSource(encodeTiff(pixels, header.icc)), deadline) : pixels;
}
