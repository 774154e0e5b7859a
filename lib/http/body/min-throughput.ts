import { AvatarError } from '@/lib/errors';
import { BODY_GRACE_SECONDS, MAX_STREAM_LINES, MIN_BODY_BYTES_PER_SECOND } from '../limits';

const GRACE_MS = BODY_GRACE_SECONDS * 1000;
/** An hour: three lines in a second, as decoding takes on a small machine. */
const MIN_STREAM_SECONDS = 60 * 60;

const BYTES_PER_MS = MIN_BODY_BYTES_PER_SECOND / 1000;

/** Longest time in seconds that a body at the minimum throughput takes. @param limitBytes largest body */
export function longestBodySeconds(limitBytes: number): number {
  return BODY_GRACE_SECONDS + Math.ceil(limitBytes / MIN_BODY_BYTES_PER_SECOND);
}

/**
 * Longest time in seconds of a body of lines that are handled while it is read, with a fifth for the work on them.
 * @param perMinute lines that a sender may send in a minute
 */
export function longestStreamSeconds(perMinute: number): number {
  return Math.max(MIN_STREAM_SECONDS, Math.ceil((MAX_STREAM_LINES / perMinute) * 60 * 1.2));
}

/**
 * Enforces the minimum throughput of one body. Each byte earns the time that it may take at that rate. A body can be behind by the grace
 * period and save up no more than that, so that a fast start does not allow a long pause.
 *
 * Only the time spent waiting for bytes counts, not the time spent handling them.
 */
export function createMinThroughput(): <T extends { value?: Uint8Array | undefined }>(read: Promise<T>) => Promise<T> {
  let remainingMs = GRACE_MS;
  return async (read) => {
    const since = performance.now();
    const chunk = await within(read, remainingMs);
    remainingMs = Math.min(GRACE_MS, remainingMs - (performance.now() - since) + (chunk.value?.byteLength ?? 0) / BYTES_PER_MS);
    return chunk;
  };
}

async function within<T>(read: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow()), ms);
  });
  try {
    return await Promise.race([read, timeout]);
  } finally {
    clearTimeout(timer);
    // The read rejects when the connection closes, after this function has returned.
    read.catch(() => {});
  }
}

function tooSlow(): AvatarError {
  const message = `The request body is too slow: expected at least ${MIN_BODY_BYTES_PER_SECOND} bytes per second.`;
  return new AvatarError('body_too_slow', message, { limitBytesPerSecond: MIN_BODY_BYTES_PER_SECOND });
}
