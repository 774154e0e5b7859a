import { AvatarError } from '@/lib/errors';
import { isPremultiplied } from '../colour/heif';
import { readApng } from '../formats/apng';
import { type DetectedFormat, detectFormat } from '../formats/detect';
import { hasSequence } from '../formats/heif';
import { framesOfTrack, hasStill } from '../formats/heif-track';
import { inspectFile } from '../formats/inspect';
import { GENERAL_FORMATS, type InputFormat, listFormats } from '../media-types';
import { hasUnspecifiedSample, requireDecodableTiff } from '../tiff/support';
import { estimateBytesPerPixel } from './memory';
import { openSource } from './open-source';
import { readHeader } from './pixels';
import type { Source } from './source';
import { validateInspection } from './validate';

/** Formats that sharp calls `heif`. It guesses the codec by the brand; our detection reads the codec itself. */
const HEIF_FORMATS: readonly string[] = ['avif', 'heic'] satisfies InputFormat[];

/**
 * Reads the header of an upload. Only the bytes decide its format; file name and declared type are ignored. No decoder receives bytes
 * without the signature of an accepted format.
 *
 * @param accepted formats that this client may send
 * @param missing accepted formats that this installation cannot decode
 * @throws AvatarError empty_file, unsupported_format, heic_unsupported, too_complex; corrupt_image, of stage `header` if libvips cannot
 * open the file
 */
export async function decodeHeader(
  bytes: Uint8Array,
  accepted: readonly InputFormat[] = GENERAL_FORMATS,
  missing: readonly InputFormat[] = [],
): Promise<Source> {
  if (bytes.byteLength === 0) throw new AvatarError('empty_file', 'The file is empty. Expected a picture.');
  const detected = detectFormat(bytes);
  const offered = accepted.filter((format) => !missing.includes(format));
  if (!detected.formats.some((format) => accepted.includes(format))) throw unsupported(detected, offered);
  const inspection = inspectFile(bytes);
  validateInspection(inspection);
  const hasTrack = detected.formats.some((candidate) => HEIF_FORMATS.includes(candidate)) && hasSequence(bytes);
  if (hasTrack && !hasStill(bytes)) throw stillMissing(detected, offered);
  const hasUnsupportedAnimation = hasTrack && framesOfTrack(bytes) !== 1;
  if (detected.formats.includes('tiff')) requireDecodableTiff(bytes);
  if (inspection.isTruncated)
    throw new AvatarError('corrupt_image', `This is ${detected.name} that breaks off before its end.`, { stage: 'pixels' });
  const metadata = await openSource(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: Error) => {
      // The signature is valid and the rest is not.
      throw new AvatarError(
        'corrupt_image',
        `The file starts like ${detected.name} but cannot be read.`,
        { stage: 'header' },
        { cause: error },
      );
    });
  const isHeif = metadata.format === 'heif';
  const format = detected.formats.find((candidate) => (isHeif ? HEIF_FORMATS.includes(candidate) : candidate === metadata.format));
  if (!format || !accepted.includes(format)) throw unsupported(detected, offered);
  if (missing.includes(format)) throw heicUnsupported(offered);
  const { width, height } = metadata.autoOrient;
  const frames = readApng(bytes)?.frames.length ?? framesOf(format, metadata.pages);
  // Metadata within the image data is known only after libvips has read the header.
  const { exif, xmp, icc } = metadata;
  const embeddedBytes = [exif, xmp, icc].reduce((sum, block) => sum + (block?.byteLength ?? 0), 0);
  validateInspection({ ...inspection, frames, metadataBytes: Math.max(inspection.metadataBytes, embeddedBytes) });
  return {
    bytes,
    format,
    width,
    height,
    frames,
    ...(hasUnsupportedAnimation && { hasUnsupportedAnimation }),
    bytesPerPixel: estimateBytesPerPixel(format, metadata, frames, bytes) + copyBytesPerPixel(format, bytes),
  };
}

/** Refuses a file whose header was read without these restrictions. @throws AvatarError unsupported_format, heic_unsupported */
export function requireAccepted(
  { bytes, format }: Pick<Source, 'bytes' | 'format'>,
  accepted: readonly InputFormat[],
  missing: readonly InputFormat[],
): void {
  const offered = accepted.filter((known) => !missing.includes(known));
  if (!accepted.includes(format)) throw unsupported(detectFormat(bytes), offered);
  if (missing.includes(format)) throw heicUnsupported(offered);
}

/**
 * Describes a stored original by its record. It was validated when it was uploaded.
 * @throws AvatarError corrupt_image
 */
export async function readStoredSource(bytes: Uint8Array, record: Pick<Source, 'format' | 'width' | 'height' | 'frames'>): Promise<Source> {
  const { format, width, height, frames } = record;
  const bytesPerPixel = estimateBytesPerPixel(format, await readHeader(bytes), frames, bytes) + copyBytesPerPixel(format, bytes);
  return { bytes, format, width, height, frames, bytesPerPixel: bytesPerPixel };
}

/** Bytes per pixel of a full-size copy that `openStill` makes before scaling. HEIC has its own estimate. */
function copyBytesPerPixel(format: InputFormat, bytes: Uint8Array): number {
  if (format === 'tiff') return hasUnspecifiedSample(bytes) ? 3 : 0;
  return format === 'avif' && isPremultiplied(bytes) ? 4 : 0;
}

/** Replaces the format list if the policy allows none of this API's formats. */
const NO_FORMATS = 'no picture at all';

/** The pages of a TIFF are not an animation, and a HEIC with several pictures shows its primary item. */
function framesOf(format: InputFormat, pages = 1): number {
  return format === 'tiff' || format === 'heic' ? 1 : pages;
}

function unsupported({ name: found, advice }: DetectedFormat, offered: readonly InputFormat[]): AvatarError {
  const expected = listFormats(offered) || NO_FORMATS;
  const message = `This is ${found}. Expected ${expected}.${advice && offered.length > 0 ? ` ${advice}` : ''}`;
  return new AvatarError('unsupported_format', message, { expected, found });
}

/** Some video encoders write such files; usual ones include a still picture for viewers without animation support. */
function stillMissing({ name }: DetectedFormat, offered: readonly InputFormat[]): AvatarError {
  const found = `${name} of moving frames, without a still one`;
  const expected = listFormats(offered) || NO_FORMATS;
  const advice = 'Send the animation as a GIF or an animated WebP, or one frame of it as a JPEG.';
  return new AvatarError('unsupported_format', `This is ${found}. Expected ${expected}. ${advice}`, { expected, found });
}

function heicUnsupported(offered: readonly InputFormat[]): AvatarError {
  const expected = listFormats(offered) || NO_FORMATS;
  const advice = 'On an iPhone choose Settings › Camera › Formats › Most Compatible, or share the picture as a JPEG.';
  const message = `This is a HEIC picture, and HEIC is disabled on this server. Expected ${expected}. ${advice}`;
  return new AvatarError('heic_unsupported', message, { expected, found: 'a HEIC picture' });
}
