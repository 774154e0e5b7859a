import { isAnimation } from '@/lib/imaging/animation/animation';
import type { Source } from '@/lib/imaging/decode/source';
import { MAX_ANIMATION_FRAMES, MAX_ANIMATION_PIXELS } from '@/lib/imaging/limits';
import type { InputFormat, OutputFormat } from '@/lib/imaging/media-types';
import { animationSide, LARGEST_SIZE } from '@/lib/imaging/sizes';
import { DECODED_PER_SECOND } from './limits';
import type { Cost } from './semaphore';

/** Bytes for each pixel of all frames of an animation while its moving rendition is made, at most. */
const ANIMATION_BYTES_PER_PIXEL = 12;

/** Pixels that one core decodes in a second, where that is far from the others. */
const PER_SECOND: Partial<Record<InputFormat, number>> = { avif: 15_000_000, heic: 8_000_000 };

/** Pixels of moving renditions that one core makes in a second. */
const ANIMATED_PIXELS_PER_SECOND = 10_000_000;

/** What a picture takes beside decoding: four renditions and a placeholder. */
const RENDERING_SECONDS = 0.05;

/** What encoding takes, however small. */
const ENCODING_SECONDS = 0.01;

/**
 * What it takes to decode a picture and to make its renditions.
 *
 * @param cropSide of the square that is cut out, in pixels; of the largest one that is upright unless given
 */
export function decodingCost(source: Omit<Source, 'bytes'>, cropSide = Math.min(source.width, source.height)): Cost {
  const { format, width, height, frames } = source;
  const pixels = width * height;
  // Of those that do not stay animations, the first frame is decoded.
  const moves = isAnimation(source) && frames <= MAX_ANIMATION_FRAMES && pixels * frames <= MAX_ANIMATION_PIXELS;
  const animation = moves ? frames * animationSide(frames, cropSide) ** 2 : 0;
  const decoded = moves ? pixels * (frames + 1) : pixels;
  return {
    bytes: pixels * source.heldPerPixel + animation * ANIMATION_BYTES_PER_PIXEL,
    seconds: decoded / (PER_SECOND[format] ?? DECODED_PER_SECOND) + animation / ANIMATED_PIXELS_PER_SECOND + RENDERING_SECONDS,
  };
}

/** Bytes for each pixel of a rendition while it is encoded, with the square that it is made from; and pixels that are encoded in a second. */
const ENCODING = { bytes: 8, perSecond: 20_000_000 };

/** AVIF's encoder. Noise takes four times as long as a photo, which is what is told here. */
const ENCODING_AVIF = { bytes: 40, perSecond: 3_000_000 };

/** What it takes to encode one rendition that stands still. @param side in pixels */
export function encodingCost(side: number, format: OutputFormat): Cost {
  const { bytes, perSecond } = format === 'avif' ? ENCODING_AVIF : ENCODING;
  const pixels = side ** 2;
  return { bytes: pixels * bytes + LARGEST_SIZE ** 2 * 4, seconds: ENCODING_SECONDS + pixels / perSecond };
}
