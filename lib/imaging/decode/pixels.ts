import type { Metadata, SharpOptions } from 'sharp';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { MAX_DECODE_SECONDS } from '../limits';
import { type Pixels, type Sharp, toPixels } from '../sharp';
import { openSource } from './open-source';

/** Until when the decoding of one upload has to be done, over all the pipelines that it takes. */
export interface Deadline {
  /** How long it was given, in seconds. */
  seconds: number;
  /** In milliseconds of `performance.now()`. */
  endsAt: number;
}

/** @param seconds whole ones: libvips counts in these */
export function deadlineIn(seconds = MAX_DECODE_SECONDS): Deadline {
  return { seconds, endsAt: performance.now() + seconds * 1000 };
}

/**
 * Decodes: runs a pipeline that starts from an upload, to pixels in memory.
 *
 * The pipeline may make the picture smaller and must not turn it by quarters: the library then decodes all of it into memory before it
 * looks at the time. Decoders that work on whole pictures (interlaced PNG, JPEG of several scans, WebP, AVIF) are not stopped either,
 * only found late when they are done. What these may cost is bounded by the size and the structure of the file.
 *
 * @throws AvatarError corrupt_image, too_complex
 */
export async function decodePixels(pipeline: Sharp, deadline: Deadline): Promise<Pixels> {
  const secondsLeft = Math.ceil((deadline.endsAt - performance.now()) / 1000);
  if (secondsLeft <= 0) throw tooSlow(deadline);
  try {
    return await toPixels(pipeline.timeout({ seconds: secondsLeft }));
  } catch (error) {
    throw isTimeout(error) ? tooSlow(deadline, error) : decoderError(error);
  }
}

/** What the header of an upload says to the library. @throws AvatarError corrupt_image */
export async function readHeader(bytes: Uint8Array, options?: Pick<SharpOptions, 'animated'>): Promise<Metadata> {
  const source = openSource(bytes, options);
  try {
    return await source.metadata();
  } catch (error) {
    throw decoderError(error);
  }
}

/**
 * What the library says when it is not the file that is at fault: it has no memory, or we asked for a part that is not there. That is
 * reported, and nobody is told that their picture is damaged.
 */
const OUR_FAULT = /out of memory|cannot allocate|bad extract area/i;

/** @param error of the library, about an upload whose start could be read */
function decoderError(error: unknown): unknown {
  if (isAvatarError(error) || !(error instanceof Error) || OUR_FAULT.test(error.message)) return error;
  const message = 'The picture is damaged or incomplete: its header is valid, but its pixels cannot be decoded.';
  return new AvatarError('corrupt_image', message, {}, { cause: error });
}

/** As the library says it. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('timeout:');
}

function tooSlow({ seconds }: Deadline, cause?: unknown): AvatarError {
  const message = `The picture takes too long to decode. Expected at most ${seconds} seconds.`;
  return new AvatarError('too_complex', message, { limitSeconds: seconds }, { cause });
}
