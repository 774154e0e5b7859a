import type { Metadata } from 'sharp';
import { hasFullChroma } from '../formats/heif';
import type { InputFormat } from '../media-types';

/** Bytes for row-by-row decoders: some rows, and the scaling buffers. */
const ROW_BUFFER_BYTES = 2;

/** Bytes inside and outside of the HEIC decoder. Not shared with other uploads: only one HEIC is decoded at a time. */
const HEIC_BYTES = 9;

/** Bytes of a sample by depth; 1 for the others. */
const SAMPLE_BYTES: Partial<Record<Metadata['depth'], number>> = { ushort: 2, short: 2, uint: 4, int: 4, float: 4, double: 8, complex: 8 };

/** AVIF: the planes of its decoder, and all pixels as RGBA twice. Fewer bytes with subsampled chroma. */
const AVIF_BYTES = { eightBits: { subsampled: 17.5, full: 19 }, deep: { subsampled: 18.75, subsampledAlpha: 22, full: 26 } };

/**
 * Maximum memory in bytes for each pixel of a frame while it is decoded and scaled. Measured as peaks of a process: see
 * docs/decisions/2026-11-25-resource-limits.md.
 *
 * @param header of the file; `isProgressive` covers JPEGs of several scans and interlaced PNGs
 * @param frames number of frames
 * @param bytes of the file, since sharp does not report the chroma subsampling of an AVIF
 */
export function estimateBytesPerPixel(
  format: InputFormat,
  { channels, depth, isProgressive }: Metadata,
  frames: number,
  bytes: Uint8Array,
): number {
  const samples = channels * (SAMPLE_BYTES[depth] ?? 1);
  switch (format) {
    case 'jpeg':
      // The decoder keeps two bytes for each coefficient until the last scan.
      return isProgressive ? 2.3 * channels : ROW_BUFFER_BYTES;
    case 'png':
      // Frames are composed from several canvases.
      if (frames > 1) return 30;
      return isProgressive ? 1.25 * samples : ROW_BUFFER_BYTES;
    case 'tiff':
      // Large tiles, and planes, are held until the last one is read.
      return 1.6 * samples;
    case 'webp':
      return 8.5;
    case 'gif':
      return 5;
    case 'avif':
      if (depth === 'uchar') return hasFullChroma(bytes) ? AVIF_BYTES.eightBits.full : AVIF_BYTES.eightBits.subsampled;
      if (hasFullChroma(bytes)) return AVIF_BYTES.deep.full;
      return channels > 3 ? AVIF_BYTES.deep.subsampledAlpha : AVIF_BYTES.deep.subsampled;
    case 'heic':
      return HEIC_BYTES;
  }
}
