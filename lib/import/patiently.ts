import { setTimeout } from 'node:timers/promises';
import { isAvatarError } from '@/lib/errors';

const ATTEMPTS = 10;

/** Tries again while uploads of people fill the queue. After an abort the last failure counts. */
export async function patiently<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (attempt === ATTEMPTS || !isAvatarError(error) || error.code !== 'busy') throw error;
      const isOver = await setTimeout(error.details.retryAfterSeconds * 1000, false, { signal }).catch(() => true);
      if (isOver) throw error;
    }
  }
}
