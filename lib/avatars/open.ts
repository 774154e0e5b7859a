import type { Metadata, SharpOptions } from 'sharp';
import { readApng } from './apng';
import { type Deadline, decodePixels } from './decoding';
import { withClearCanvas } from './gif-canvas';
import { asBuffer, dataOf, pngChunks } from './png-chunks';
import { fromPixels, openSource, type Pixels, type Sharp, TRANSPARENT } from './sharp';
import { asTiff } from './tiff';
import { hasUnspecifiedSample } from './tiff-support';

/**
 * Opens what is seen of an upload while nothing moves, as {@link openUpload} does. The library shows black where the first frame of a
 * GIF leaves the canvas bare, and of an animated PNG a picture that may be no frame of it, which no browser shows.
 *
 * @throws AvatarError corrupt_image, too_complex
 */
export async function openStill(bytes: Uint8Array, header: Metadata, deadline: Deadline): Promise<Sharp> {
  // At its own size: what is scaled is multiplied with alpha first.
  if (header.format === 'tiff' && hasUnspecifiedSample(bytes)) {
    return fromPixels(await decodePixels(openUpload(bytes, header).removeAlpha(), deadline));
  }
  const apng = readApng(bytes);
  const [first] = apng?.hasCover ? apng.frames : [];
  if (!apng || !first) return openUpload(withClearCanvas(bytes), header);
  const { left, top, width, height } = first;
  const [right, bottom] = [apng.width - left - width, apng.height - top - height];
  const open = openUpload(first.png(), header);
  if (Math.max(left, top, right, bottom) === 0) return open;
  return fromPixels(await decodePixels(open.ensureAlpha().extend({ left, top, right, bottom, background: TRANSPARENT }), deadline));
}

/**
 * Opens a picture such that its pixels mean what its makers meant, in sRGB, where the library alone would not see to it: it leaves one
 * of 16 bits for each colour in Display P3, takes grey of 16 bits as if it had no profile, and knows nothing of the gamma that a PNG
 * states. What comes out of the pipeline has to go through {@link toSrgb} in the end.
 *
 * @param header of the upload that it is, or is a frame of
 */
export function openUpload(bytes: Uint8Array, header: Metadata, options: Pick<SharpOptions, 'animated'> = {}): Sharp {
  const { format, depth, space, icc } = header;
  const pipeline = openSource(bytes, { ...options, ignoreIcc: isConvertedLate(header) });
  if (icc && space === 'grey16') pipeline.pipelineColourspace('b-w');
  else if (icc && depth === 'ushort') pipeline.withIccProfile('srgb', { attach: false });
  const gamma = format === 'png' && !icc ? statedGamma(bytes) : undefined;
  // Brighter or darker, never both: the library takes factors from 1 to 3.
  if (gamma) pipeline.gamma(clamp(1 / gamma), clamp(gamma));
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

function clamp(factor: number): number {
  return Math.min(3, Math.max(1, factor));
}

/** Types of chunks that say better than `gAMA` what the colours are (PNG section 13.13). */
const BETTER_THAN_GAMMA = new Set(['sRGB', 'cICP']);

/** What is near enough to sRGB's own exponent to be meant as that: programs round it. */
const ALIKE = 0.05;

/** By how much brighter than sRGB the colours of a PNG are meant, as an exponent; undefined when it does not say, or says sRGB. */
function statedGamma(png: Uint8Array): number | undefined {
  const file = asBuffer(png);
  let gamma: number | undefined;
  for (const chunk of pngChunks(file)) {
    if (chunk.type === 'IDAT') break;
    if (BETTER_THAN_GAMMA.has(chunk.type)) return undefined;
    const data = dataOf(file, chunk);
    // In hundred-thousandths; 45,455 is sRGB's 1 / 2.2.
    if (chunk.type === 'gAMA' && data.length >= 4) gamma = (data.readUInt32BE() / 100_000) * 2.2;
  }
  return gamma && Math.abs(gamma - 1) > ALIKE ? gamma : undefined;
}
