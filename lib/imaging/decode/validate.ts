import { AvatarError, type ErrorDetails } from '@/lib/errors';
import type { Inspection } from '../formats/inspect';
import {
  MAX_BLOCKS,
  MAX_DECODED_BYTES,
  MAX_FRAMES,
  MAX_GIF_SUB_BLOCKS,
  MAX_HEIC_PIXELS,
  MAX_METADATA_BYTES,
  MAX_PIXELS,
  MAX_SCANS,
  MAX_SIDE,
} from '../limits';
import { FORMATS } from '../media-types';
import type { Source } from './source';

/** Refuses pictures that would cost too much to decode, by the header alone. @throws AvatarError too_many_pixels */
export function validateSize({ format, width, height, frames, bytesPerPixel }: Omit<Source, 'bytes'>): void {
  const maxPixels = format === 'heic' ? MAX_HEIC_PIXELS : MAX_PIXELS;
  // Frames are decoded one after the other, so one frame counts.
  const pixelsInMemory = Math.floor(MAX_DECODED_BYTES / bytesPerPixel);
  const limitPixels = width * height > pixelsInMemory ? Math.min(pixelsInMemory, maxPixels) : maxPixels;
  const details = { width, height, frames, limitPixels, limitSide: MAX_SIDE };
  if (width > MAX_SIDE || height > MAX_SIDE) {
    throw new AvatarError(
      'too_many_pixels',
      `The picture is ${width} × ${height} pixels. Expected sides of at most ${MAX_SIDE} pixels.`,
      details,
    );
  }
  if (width * height * frames > limitPixels) {
    const size = frames > 1 ? `${width} × ${height} pixels in ${frames} frames` : `${width} × ${height} pixels`;
    const qualifier = limitPixels < MAX_PIXELS ? ` of ${FORMATS[format].label} stored like this` : '';
    // A baseline JPEG may have the maximum number of pixels.
    const advice = limitPixels < MAX_PIXELS ? ' Make it smaller, or save it as a baseline JPEG.' : '';
    const expected = `at most ${Math.floor(limitPixels / MILLION)} million${qualifier}`;
    throw new AvatarError(
      'too_many_pixels',
      `The picture has ${size}, ${Math.ceil((width * height * frames) / MILLION)} million in all. Expected ${expected}.${advice}`,
      details,
    );
  }
}

const MILLION = 1_000_000;

/** Refuses files with a structure that keeps a decoder busy, regardless of their pixels. @throws AvatarError too_complex */
export function validateInspection({ blocks, frames, scans, metadataBytes, subBlocks = 0 }: Inspection): void {
  const count = (value: number) => value.toLocaleString('en');
  const refuse = (unit: string, got: number, limit: number, details: ErrorDetails['too_complex']) => {
    throw new AvatarError('too_complex', `The picture has ${count(got)} ${unit}. Expected at most ${count(limit)}.`, details);
  };
  if (frames > MAX_FRAMES) refuse('frames', frames, MAX_FRAMES, { frames, limitFrames: MAX_FRAMES });
  if (scans > MAX_SCANS) refuse('scans', scans, MAX_SCANS, { scans, limitScans: MAX_SCANS });
  if (metadataBytes > MAX_METADATA_BYTES) {
    refuse('bytes of metadata', metadataBytes, MAX_METADATA_BYTES, { metadataBytes, limitMetadataBytes: MAX_METADATA_BYTES });
  }
  if (blocks > MAX_BLOCKS) refuse('or more segments, chunks, blocks or boxes', blocks, MAX_BLOCKS, { blocks, limitBlocks: MAX_BLOCKS });
  if (subBlocks > MAX_GIF_SUB_BLOCKS)
    refuse('or more data sub-blocks', subBlocks, MAX_GIF_SUB_BLOCKS, { pieces: subBlocks, limitPieces: MAX_GIF_SUB_BLOCKS });
}
