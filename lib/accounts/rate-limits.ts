import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { createSemaphore, type Semaphore } from '@/lib/scheduling/semaphore';
import { canonicalEmail } from './email';
import { GUESSES_PER_ACCOUNT, GUESSES_SECONDS, MAX_COUNTED, SIGN_IN_SECONDS, SIGN_IN_WAIT_SECONDS, SIGN_INS_PER_MINUTE } from './limits';
import { networkOf } from './network';
import type { Allowance, KnownNetworks, RateLimits } from './ports';

const MINUTE_SECONDS = 60;

/** Counts in this process's memory: each server of several has limits of its own. */
export function createRateLimits(
  { userPerMinute, addressPerMinute, maxCounted = MAX_COUNTED }: { userPerMinute: number; addressPerMinute: number; maxCounted?: number },
  known: KnownNetworks,
): RateLimits {
  const perMinute = (limit: number) => counter({ limit, seconds: MINUTE_SECONDS, maxCounted, what: 'requests' });
  const users = perMinute(userPerMinute);
  const addresses = perMinute(addressPerMinute);
  const signIns = perMinute(SIGN_INS_PER_MINUTE);
  const guesses = counter({
    limit: GUESSES_PER_ACCOUNT,
    seconds: GUESSES_SECONDS,
    maxCounted,
    what: 'attempts to sign in with this e-mail address',
  });
  const inSequence = keyedMutex();
  return {
    user: (userId) => users.count(String(userId)),
    address: (address) => addresses.count(networkOf(address)),
    refund: (address) => addresses.refund(networkOf(address)),
    async signIn(email, address, attempt) {
      // Every spelling that finds the account counts for it, and addresses that nobody has count alike. Hashed, since they have any length.
      const account = createHash('sha256').update(canonicalEmail(email)).digest('base64url');
      const pair = `${account} ${networkOf(address)}`;
      // One after the other: a right one counts until it is known to be right, and must not keep out those that come with it.
      return inSequence(pair, async () => {
        const counted = [await counts(signIns, pair)];
        try {
          // Guesses from many networks count together, and must not lock the owner out of those where they signed in before.
          const isKnown = await known.includes(email, address);
          if (!isKnown) counted.push(await counts(guesses, account));
          const person = await attempt();
          if (!person) return null;
          for (const refund of counted) await refund();
          await known.add(email, address);
          return person;
        } catch (error) {
          // An attempt that failed, as while the database is down, did not tell whether the password is right.
          if (!isRefusal(error)) for (const refund of counted) await refund();
          throw error;
        }
      });
    },
  };
}

/** @returns what takes the count back. @throws AvatarError rate_limited */
async function counts(counter: Counter, key: string): Promise<() => Promise<void>> {
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

/** @param what was counted, as the refusal says it */
function counter({ limit, seconds, maxCounted, what }: { limit: number; seconds: number; maxCounted: number; what: string }): Counter {
  const limiter = new RateLimiterMemory({ points: limit, duration: seconds });
  // The package keeps any number of keys until their time is over.
  const counted = new LRUCache<string, true>({
    max: maxCounted,
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
        // The package throws its result when the points are used up, and an Error only when it failed itself.
        if (refused instanceof Error) throw refused;
        const retryAfterSeconds = (refused as RateLimiterRes).msBeforeNext / 1000;
        const wait = Math.ceil(retryAfterSeconds);
        const message = `Too many ${what}. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`;
        throw new AvatarError('rate_limited', message, { retryAfterSeconds, ...allowance(refused as RateLimiterRes) });
      }
    },
    async refund(key) {
      // Nothing is owed for a time that is over: its points are back already.
      if ((await limiter.get(key))?.consumedPoints) await limiter.reward(key);
    },
  };
}

/**
 * Runs calls with the same key one after the other, in the order in which they came. A call that waits longer than
 * {@link SIGN_IN_WAIT_SECONDS}, or would have to, is refused: each call ahead of it may wait for the database.
 */
function keyedMutex(): <T>(key: string, run: () => Promise<T>) => Promise<T> {
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
