import type { Metadata, SharpOptions } from 'sharp';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { MAX_DECODE_SECONDS } from '../limits';
import { type Pixels, type Sharp, toPixels } from '../sharp';
import { openSource } from './open-source';

/** Time limit for decoding one upload, over all its pipelines. */
export interface Deadline {
  /** The original time limit in seconds. */
  seconds: number;
  /** In milliseconds of `performance.now()`. */
  endsAt: number;
}

/** @param seconds whole seconds, the unit of libvips timeouts */
export function deadlineIn(seconds = MAX_DECODE_SECONDS): Deadline {
  return { seconds, endsAt: performance.now() + seconds * 1000 };
}

/**
 * Decodes: runs a pipeline from an upload to pixels in memory.
 *
 * The pipeline may scale the picture, but must not rotate it by multiples of 90 degrees: libvips then decodes everything into memory before
 * it checks the timeout. Decoders of whole pictures (interlaced PNG, multi-scan JPEG, WebP, AVIF) cannot be stopped either; the timeout is
 * detected after they finish. Limits on size and structure bound their cost.
 *
 * @throws AvatarError corrupt_image, too_complex
 */
export async function decodePixels(pipeline: Sharp, deadline: Deadline): Promise<Pixels> {
  const secondsLeft = Math.ceil((deadline.endsAt - performance.now()) / 1000);
  if (secondsLeft <= 0) throw timeoutError(deadline);
  try {
    return await toPixels(pipeline.timeout({ seconds: secondsLeft }));
  } catch (error) {
    throw isTimeout(error) ? timeoutError(deadline, error) : decoderError(error);
  }
}

/** Reads the header of an upload with libvips. @throws AvatarError corrupt_image */
export async function readHeader(bytes: Uint8Array, options?: Pick<SharpOptions, 'animated'>): Promise<Metadata> {
  const source = openSource(bytes, options);
  try {
    return await source.metadata();
  } catch (error) {
    throw decoderError(error);
  }
}

/**
 * libvips messages that do not indicate a damaged file: out of memory, or an extract area outside the picture. They are reported as
 * internal errors.
 */
const INTERNAL_ERRORS = /out of memory|cannot allocate|bad extract area/i;

/** @param error of libvips for an upload with a readable header */
function decoderError(error: unknown): unknown {
  if (isAvatarError(error) || !(error instanceof Error) || INTERNAL_ERRORS.test(error.message)) return error;
  const message = 'The picture is damaged or incomplete: its header is valid, but its pixels cannot be decoded.';
  return new AvatarError('corrupt_image', message, { stage: 'pixels' }, { cause: error });
}

/** By libvips's message. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('timeout:');
}

function timeoutError({ seconds }: Deadline, cause?: unknown): AvatarError {
  const message = `The picture takes too long to decode. Expected at most ${seconds} seconds.`;
  return new AvatarError('too_complex', message, { limitSeconds: seconds }, { cause });
}
