import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Allowance, KnownNetworks, RateLimits } from '@/lib/avatars/accounts';
import { canonicalEmail } from '@/lib/avatars/email';
import { AvatarError } from '@/lib/avatars/errors';
import { GUESSES_PER_ACCOUNT, GUESSES_SECONDS, MAX_COUNTED, SIGN_INS_PER_MINUTE } from '@/lib/avatars/limits';
import { networkOf } from './network';

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
  const inTurn = turns();
  return {
    user: (userId) => users.count(String(userId)),
    address: (address) => addresses.count(networkOf(address)),
    giveBack: (address) => addresses.giveBack(networkOf(address)),
    async signIn(email, address, attempt) {
      // Every spelling that finds the account counts for it, and addresses that nobody has count alike. Hashed, since they have any length.
      const account = createHash('sha256').update(canonicalEmail(email)).digest('base64url');
      const pair = `${account} ${networkOf(address)}`;
      // One after the other: a right one counts until it is known to be right, and must not keep out those that come with it.
      return inTurn(pair, async () => {
        await signIns.count(pair);
        // Guesses from many networks count together, and must not lock the owner out of those where they signed in before.
        const isKnown = await known.includes(email, address);
        if (!isKnown) await guesses.count(account);
        const person = await attempt();
        if (!person) return null;
        await signIns.giveBack(pair);
        if (!isKnown) await guesses.giveBack(account);
        await known.add(email, address);
        return person;
      });
    },
  };
}

interface Counter {
  /** @throws AvatarError rate_limited */
  count(key: string): Promise<Allowance>;
  giveBack(key: string): Promise<void>;
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
    async giveBack(key) {
      // Nothing is owed for a time that is over: its points are back already.
      if ((await limiter.get(key))?.consumedPoints) await limiter.reward(key);
    },
  };
}

/** Runs what has the same key one after the other, in the order in which it came. */
function turns(): <T>(key: string, run: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, run) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(run, run);
    last.set(key, turn);
    const leave = () => last.get(key) === turn && last.delete(key);
    turn.then(leave, leave);
    return turn;
  };
}
