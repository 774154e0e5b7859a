import { isAnimation } from '@/lib/imaging/animation/animation';
import type { Source } from '@/lib/imaging/decode/source';
import { MAX_ANIMATION_FRAMES, MAX_ANIMATION_PIXELS } from '@/lib/imaging/limits';
import type { InputFormat, OutputFormat } from '@/lib/imaging/media-types';
import { animationSide, LARGEST_SIZE } from '@/lib/imaging/sizes';
import { DECODED_PER_SECOND } from './limits';
import type { Cost } from './semaphore';

/** Maximum bytes for each pixel of all frames while an animated rendition is made. */
const ANIMATION_BYTES_PER_PIXEL = 12;

/** Pixels that a core decodes per second, for formats far from the default. */
const PER_SECOND: Partial<Record<InputFormat, number>> = { avif: 15_000_000, heic: 8_000_000 };

/** Pixels of animated renditions that a core encodes per second. */
const ANIMATED_PIXELS_PER_SECOND = 10_000_000;

/** Seconds for four renditions and a placeholder. */
const RENDERING_SECONDS = 0.05;

/** Minimum seconds to encode a rendition. */
const ENCODING_SECONDS = 0.01;

/**
 * Cost of decoding a picture and making its renditions.
 *
 * @param cropSide side of the crop in pixels; by default that of the largest unrotated one
 */
export function decodingCost(source: Omit<Source, 'bytes'>, cropSide = Math.min(source.width, source.height)): Cost {
  const { format, width, height, frames } = source;
  const pixels = width * height;
  // For animations that are not kept, only the first frame is decoded.
  const isKept = isAnimation(source) && frames <= MAX_ANIMATION_FRAMES && pixels * frames <= MAX_ANIMATION_PIXELS;
  const animation = isKept ? frames * animationSide(frames, cropSide) ** 2 : 0;
  const decoded = isKept ? pixels * (frames + 1) : pixels;
  return {
    bytes: pixels * source.bytesPerPixel + animation * ANIMATION_BYTES_PER_PIXEL,
    seconds: decoded / (PER_SECOND[format] ?? DECODED_PER_SECOND) + animation / ANIMATED_PIXELS_PER_SECOND + RENDERING_SECONDS,
  };
}

/** Bytes for each pixel of a rendition while it is encoded, with its source square; and pixels encoded per second. */
const ENCODING = { bytes: 8, perSecond: 20_000_000 };

/** The AVIF encoder with noise, which takes four times as long as a photo. */
const ENCODING_AVIF = { bytes: 40, perSecond: 3_000_000 };

/** Cost of encoding one still rendition. @param side in pixels */
export function encodingCost(side: number, format: OutputFormat): Cost {
  const { bytes, perSecond } = format === 'avif' ? ENCODING_AVIF : ENCODING;
  const pixels = side ** 2;
  return { bytes: pixels * bytes + LARGEST_SIZE ** 2 * 4, seconds: ENCODING_SECONDS + pixels / perSecond };
}
