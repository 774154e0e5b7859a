import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Allowance, RateLimits } from '@/lib/avatars/accounts';
import { AvatarError } from '@/lib/avatars/errors';
import { SIGN_INS_PER_MINUTE } from '@/lib/avatars/limits';
import { normalizeEmail } from './accounts';

const MINUTE_SECONDS = 60;

/** Counts in this process's memory: each server of several has limits of its own. */
export function createRateLimits({ userPerMinute, addressPerMinute }: { userPerMinute: number; addressPerMinute: number }): RateLimits {
  const users = limiter(userPerMinute);
  const addresses = limiter(addressPerMinute);
  const signIns = limiter(SIGN_INS_PER_MINUTE);
  return {
    user: (userId) => users(String(userId)),
    address: addresses,
    async signIn(email, address) {
      await addresses(address);
      // By both: an attacker elsewhere must not be able to lock the owner out, and no one may guess on.
      // Every spelling that finds the account counts for it.
      await signIns(`${normalizeEmail(email)} ${address}`);
    },
  };
}

function limiter(limit: number): (key: string) => Promise<Allowance> {
  const counter = new RateLimiterMemory({ points: limit, duration: MINUTE_SECONDS });
  const allowance = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Allowance => ({
    limit,
    remaining: remainingPoints,
    resetAt: Math.ceil((Date.now() + msBeforeNext) / 1000),
  });
  return async (key) => {
    try {
      return allowance(await counter.consume(key));
    } catch (refused) {
      // The package throws its result when the points are used up, and an Error only when it failed itself.
      if (refused instanceof Error) throw refused;
      const { msBeforeNext } = refused as RateLimiterRes;
      const retryAfterSeconds = msBeforeNext / 1000;
      throw new AvatarError(
        'rate_limited',
        `More than ${limit} requests in a minute. Try again in ${Math.ceil(retryAfterSeconds)} seconds.`,
        {
          retryAfterSeconds,
          ...allowance(refused as RateLimiterRes),
        },
      );
    }
  };
}
