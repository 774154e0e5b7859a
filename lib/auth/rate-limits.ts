import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Allowance, RateLimits } from '@/lib/avatars/accounts';
import { AvatarError } from '@/lib/avatars/errors';
import { SIGN_INS_PER_MINUTE } from '@/lib/avatars/limits';
import { normalizeEmail } from './accounts';
import { networkOf } from './network';

const MINUTE_SECONDS = 60;

/** Counts in this process's memory: each server of several has limits of its own. */
export function createRateLimits({ userPerMinute, addressPerMinute }: { userPerMinute: number; addressPerMinute: number }): RateLimits {
  const users = counter(userPerMinute);
  const addresses = counter(addressPerMinute);
  const signIns = counter(SIGN_INS_PER_MINUTE);
  const inTurn = turns();
  return {
    user: (userId) => users.count(String(userId)),
    address: (address) => addresses.count(networkOf(address)),
    giveBack: (address) => addresses.giveBack(networkOf(address)),
    async signIn(email, address, attempt) {
      // By both: an attacker elsewhere must not be able to lock the owner out, and no one may guess on.
      // Every spelling that finds the account counts for it.
      const key = `${normalizeEmail(email)} ${networkOf(address)}`;
      // One after the other: a right one counts until it is known to be right, and must not keep out those that come with it.
      return inTurn(key, async () => {
        await signIns.count(key);
        const person = await attempt();
        if (person) await signIns.giveBack(key);
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

function counter(limit: number): Counter {
  const limiter = new RateLimiterMemory({ points: limit, duration: MINUTE_SECONDS });
  const allowance = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Allowance => ({
    limit,
    remaining: remainingPoints,
    resetAt: Math.ceil((Date.now() + msBeforeNext) / 1000),
  });
  return {
    async count(key) {
      try {
        return allowance(await limiter.consume(key));
      } catch (refused) {
        // The package throws its result when the points are used up, and an Error only when it failed itself.
        if (refused instanceof Error) throw refused;
        const retryAfterSeconds = (refused as RateLimiterRes).msBeforeNext / 1000;
        const seconds = Math.ceil(retryAfterSeconds);
        const message = `Too many requests. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
        throw new AvatarError('rate_limited', message, { retryAfterSeconds, ...allowance(refused as RateLimiterRes) });
      }
    },
    async giveBack(key) {
      // Nothing is owed for a minute that is over: its points are back already.
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
