import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { createSemaphore, type Semaphore } from '@/lib/scheduling/semaphore';
import { canonicalEmail } from './email';
import {
  GUESSES_PER_ACCOUNT,
  GUESSES_WINDOW_SECONDS,
  MAX_COUNTERS,
  SIGN_IN_SECONDS,
  SIGN_IN_WAIT_SECONDS,
  SIGN_INS_PER_MINUTE,
} from './limits';
import { networkOf } from './network';
import type { Allowance, KnownNetworks, RateLimits } from './ports';

const MINUTE_SECONDS = 60;

/** Counts in the memory of this process: with several servers, each has its own limits. */
export function createRateLimits(
  {
    userPerMinute,
    addressPerMinute,
    maxCounters = MAX_COUNTERS,
  }: { userPerMinute: number; addressPerMinute: number; maxCounters?: number },
  known: KnownNetworks,
): RateLimits {
  const perMinute = (limit: number) => createCounter({ limit, seconds: MINUTE_SECONDS, maxCounters, what: 'requests' });
  const users = perMinute(userPerMinute);
  const addresses = perMinute(addressPerMinute);
  const signIns = perMinute(SIGN_INS_PER_MINUTE);
  const guesses = createCounter({
    limit: GUESSES_PER_ACCOUNT,
    seconds: GUESSES_WINDOW_SECONDS,
    maxCounters,
    what: 'attempts to sign in with this e-mail address',
  });
  const runSequentially = createKeyedMutex();
  return {
    user: (userId) => users.count(String(userId)),
    address: (address) => addresses.count(networkOf(address)),
    refund: (address) => addresses.refund(networkOf(address)),
    async signIn(email, address, attempt) {
      // All spellings of an address share one key, whether or not it has an account. Hashed, because an address can be long.
      const account = createHash('sha256').update(canonicalEmail(email)).digest('base64url');
      const pair = `${account} ${networkOf(address)}`;
      // Sequential: a right password counts until it is verified, and must not push concurrent right ones over the limit.
      return runSequentially(pair, async () => {
        const counted = [await consume(signIns, pair)];
        try {
          // Guesses from unknown networks share one limit, which must not lock the owner out on a known network.
          const isKnown = await known.includes(email, address);
          if (!isKnown) counted.push(await consume(guesses, account));
          const person = await attempt();
          if (!person) return null;
          for (const refund of counted) await refund();
          await known.add(email, address);
          return person;
        } catch (error) {
          // A failed attempt, as with the database down, did not check the password.
          if (!isRefusal(error)) for (const refund of counted) await refund();
          throw error;
        }
      });
    },
  };
}

/** @returns a function that refunds the count. @throws AvatarError rate_limited */
async function consume(counter: Counter, key: string): Promise<() => Promise<void>> {
  await counter.count(key);
  return () => counter.refund(key);
}

function isRefusal(error: unknown): boolean {
  return isAvatarError(error) && error.code === 'rate_limited';
}

interface Counter {
  /** @throws AvatarError rate_limited */
  count(key: string): Promise<Allowance>;
  refund(key: string): Promise<void>;
}

/** @param what noun of the counted thing in the error message */
function createCounter({
  limit,
  seconds,
  maxCounters,
  what,
}: {
  limit: number;
  seconds: number;
  maxCounters: number;
  what: string;
}): Counter {
  const limiter = new RateLimiterMemory({ points: limit, duration: seconds });
  // RateLimiterMemory keeps an unbounded number of keys until their windows end.
  const counted = new LRUCache<string, true>({
    // Not `max`, which would allocate a table for all of them at once.
    maxSize: maxCounters,
    sizeCalculation: () => 1,
    dispose: (_used, key, reason) => reason === 'evict' && limiter.delete(key),
  });
  const allowance = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Allowance => ({
    limit,
    remaining: remainingPoints,
    resetAt: Math.ceil((Date.now() + msBeforeNext) / 1000),
  });
  return {
    async count(key) {
      counted.set(key, true);
      try {
        return allowance(await limiter.consume(key));
      } catch (refused) {
        // The limiter rejects with its result when the points are used up, and with an Error only on failure.
        if (refused instanceof Error) throw refused;
        const retryAfterSeconds = (refused as RateLimiterRes).msBeforeNext / 1000;
        const wait = Math.ceil(retryAfterSeconds);
        const message = `Too many ${what}. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`;
        throw new AvatarError('rate_limited', message, { retryAfterSeconds, ...allowance(refused as RateLimiterRes) });
      }
    },
    async refund(key) {
      // After its window ends a key has all its points back: nothing to refund.
      if ((await limiter.get(key))?.consumedPoints) await limiter.reward(key);
    },
  };
}

/**
 * Runs calls with the same key sequentially, in order of arrival. Refuses a call that waits longer than {@link SIGN_IN_WAIT_SECONDS}, or
 * is expected to: each call ahead of it may wait for the database.
 */
function createKeyedMutex(): <T>(key: string, run: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, { semaphore: Semaphore; calls: number }>();
  return async (key, run) => {
    const queue = queues.get(key) ?? { semaphore: createSemaphore({ tasks: 1, waitSeconds: SIGN_IN_WAIT_SECONDS }), calls: 0 };
    queues.set(key, queue);
    queue.calls += 1;
    let isRunning = false;
    try {
      return await queue.semaphore.run({ bytes: 0, seconds: SIGN_IN_SECONDS }, () => {
        isRunning = true;
        return run();
      });
    } catch (error) {
      throw isRunning ? error : tooManySignIns();
    } finally {
      queue.calls -= 1;
      if (queue.calls === 0) queues.delete(key);
    }
  };
}

function tooManySignIns(): AvatarError {
  const message = `Too many sign-ins to this account are in progress. Try again in ${SIGN_IN_WAIT_SECONDS} seconds.`;
  return new AvatarError('busy', message, { retryAfterSeconds: SIGN_IN_WAIT_SECONDS });
}
