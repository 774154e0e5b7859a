import type { Metadata } from 'sharp';
import { hasFullChroma } from '../formats/heif';
import type { InputFormat } from '../media-types';

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
