import { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { limiterCounter } from '@/lib/accounts/counters';
import type { Counters } from '@/lib/accounts/rate-limit-ports';

/** Time to connect, and for one count, in milliseconds: past it, the process counts alone. */
const ANSWER_MS = 1_000;

/** Longest wait before connecting again, in milliseconds. */
const LAST_RETRY_MS = 2_000;

/** Counters in a Redis server, whose keys end with their windows. */
export async function redisCounters(url: string): Promise<{ counters: Counters; close(): Promise<void> }> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempts) => Math.min(LAST_RETRY_MS, 50 * 2 ** attempts) * (1 - Math.random() / 2),
  });
  let reason: unknown;
  redis.on('error', (error: Error) => {
    reason = error;
  });
  redis.on('ready', () => {
    reason = undefined;
  });
  // A server that is down does not keep this one from starting.
  await redis.connect().catch(() => {});

  /** @throws Error with the failure of the connection as its cause, which a command does not know */
  async function explained<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw new Error('Redis does not answer', { cause: reason ?? error });
    }
  }

  return {
    counters: (name, { points, seconds }) => {
      const { add, takeBack } = limiterCounter(
        new RateLimiterRedis({ storeClient: redis, rejectIfRedisNotReady: true, keyPrefix: `likeness:${name}`, points, duration: seconds }),
      );
      return { add: (key) => explained(add(key)), takeBack: (key) => explained(takeBack(key)) };
    },
    async close() {
      redis.disconnect();
    },
  };
}
