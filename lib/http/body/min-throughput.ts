import { AvatarError } from '@/lib/errors';
import { BODY_GRACE_SECONDS, MIN_BODY_BYTES_PER_SECOND } from '../limits';

const GRACE_MS = BODY_GRACE_SECONDS * 1000;
const BYTES_PER_MS = MIN_BODY_BYTES_PER_SECOND / 1000;

/** A request that takes longer than this to come, in seconds, has been slower than it may be. @param limitBytes most bytes of its body */
export function longestBodySeconds(limitBytes: number): number {
  return BODY_GRACE_SECONDS + Math.ceil(limitBytes / MIN_BODY_BYTES_PER_SECOND);
}

/**
 * Waits for the next bytes of one body, and gives up on one that comes too slowly. Each byte buys the time that it may take; a body
 * can fall behind by the grace and save up no more than that, so that one which came fast cannot stand still for an hour after.
 *
 * Only waiting counts: what we do with the bytes in between takes nobody's time.
 */
export function createMinThroughput(): <T extends { value?: Uint8Array | undefined }>(read: Promise<T>) => Promise<T> {
  let left = GRACE_MS;
  return async (read) => {
    const since = performance.now();
    const chunk = await within(read, left);
    left = Math.min(GRACE_MS, left - (performance.now() - since) + (chunk.value?.byteLength ?? 0) / BYTES_PER_MS);
    return chunk;
  };
}

async function within<T>(read: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow()), ms);
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
    // It fails once the connection is closed, when nobody waits for it any more.
    read.catch(() => {});
  }
}

function tooSlow(): AvatarError {
  const message = `The request body is too slow: expected at least ${MIN_BODY_BYTES_PER_SECOND} bytes per second.`;
  return new AvatarError('body_too_slow', message, { limitBytesPerSecond: MIN_BODY_BYTES_PER_SECOND });
}
