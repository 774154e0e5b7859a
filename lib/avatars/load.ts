import type { Metadata } from 'sharp';
import type { Source } from './decode';
import { isAnimation } from './film';
import type { Load } from './gate';
import { hasFullChroma } from './heif';
import {
  animationSide,
  DECODED_PER_SECOND,
  type InputFormat,
  LARGEST_SIZE,
  MAX_ANIMATION_FRAMES,
  MAX_ANIMATION_PIXELS,
  type OutputFormat,
} from './limits';

/** Of decoders that go through a picture row by row: some rows, and what scales them. */
const ROWS = 2;

/** In its decoder's memory and out of it. Counts for nobody else: there is one at a time. */
const HEIC = 9;

/** Of one sample of a pixel; one byte in the others. */
const SAMPLE_BYTES: Partial<Record<Metadata['depth'], number>> = { ushort: 2, short: 2, uint: 4, int: 4, float: 4, double: 8, complex: 8 };

/** Of an AVIF: its decoder's planes, and all pixels in red, green, blue and opacity, twice. Fewer where colours have half the resolution. */
const AVIF = { eight: { halved: 17.5, full: 19 }, more: { halved: 18.75, clear: 22, full: 26 } };

/**
 * How many bytes are held for each pixel of a frame while it is decoded and scaled, at most. Measured as peaks of a process: see
 * docs/decisions/2026-11-25-bounds.md.
 *
 * @param header of the file, which calls a JPEG of several scans progressive, and an interlaced PNG as well
 * @param frames how many it has
 * @param bytes of the file, since the library does not say how an AVIF stores its colours
 */
export function heldPerPixel(format: InputFormat, { channels, depth, isProgressive }: Metadata, frames: number, bytes: Uint8Array): number {
  const samples = channels * (SAMPLE_BYTES[depth] ?? 1);
  switch (format) {
    case 'jpeg':
      // Until the last scan has come, the decoder keeps two bytes for each value.
      return isProgressive ? 2.3 * channels : ROWS;
    case 'png':
      // Frames are composed of several pictures of this size.
      if (frames > 1) return 30;
      return isProgressive ? 1.25 * samples : ROWS;
    case 'tiff':
      // Large tiles, and planes, are kept until the last one has come.
      return 1.6 * samples;
    case 'webp':
      return 8.5;
    case 'gif':
      return 5;
    case 'avif':
      if (depth === 'uchar') return hasFullChroma(bytes) ? AVIF.eight.full : AVIF.eight.halved;
      if (hasFullChroma(bytes)) return AVIF.more.full;
      return channels > 3 ? AVIF.more.clear : AVIF.more.halved;
    case 'heic':
      return HEIC;
  }
}

/** Bytes for each pixel of all frames of an animation while its moving rendition is made, at most. */
const FILM = 12;

/** Pixels that one core decodes in a second, where that is far from the others. */
const PER_SECOND: Partial<Record<InputFormat, number>> = { avif: 15_000_000, heic: 8_000_000 };

/** Pixels of moving renditions that one core makes in a second. */
const FILM_PER_SECOND = 10_000_000;

/** What a picture takes beside decoding: four renditions and a placeholder. */
const RENDERING_SECONDS = 0.05;

/** What encoding takes, however small. */
const ENCODING_SECONDS = 0.01;

/**
 * What it takes to decode a picture and to make its renditions.
 *
 * @param cropSide of the square that is cut out, in pixels; of the largest one that is upright unless given
 */
export function loadOf(source: Omit<Source, 'bytes'>, cropSide = Math.min(source.width, source.height)): Load {
  const { format, width, height, frames } = source;
  const pixels = width * height;
  // Of those that do not stay animations, the first frame is decoded.
  const moves = isAnimation(source) && frames <= MAX_ANIMATION_FRAMES && pixels * frames <= MAX_ANIMATION_PIXELS;
  const film = moves ? frames * animationSide(frames, cropSide) ** 2 : 0;
  const decoded = moves ? pixels * (frames + 1) : pixels;
  return {
    bytes: pixels * source.heldPerPixel + film * FILM,
    seconds: decoded / (PER_SECOND[format] ?? DECODED_PER_SECOND) + film / FILM_PER_SECOND + RENDERING_SECONDS,
  };
}

/** Bytes for each pixel of a rendition while it is encoded, with the square that it is made from; and pixels that are encoded in a second. */
const ENCODING = { bytes: 8, perSecond: 20_000_000 };

/** AVIF's encoder. Noise takes four times as long as a photo, which is what is told here. */
const ENCODING_AVIF = { bytes: 40, perSecond: 3_000_000 };

/** What it takes to encode one rendition that stands still. @param side in pixels */
export function encodingLoad(side: number, format: OutputFormat): Load {
  const { bytes, perSecond } = format === 'avif' ? ENCODING_AVIF : ENCODING;
  const pixels = side ** 2;
  return { bytes: pixels * bytes + LARGEST_SIZE ** 2 * 4, seconds: ENCODING_SECONDS + pixels / perSecond };
}
