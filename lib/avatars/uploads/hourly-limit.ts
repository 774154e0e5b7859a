import type { Counters } from '@/lib/accounts/rate-limit-ports';
import { AvatarError } from '@/lib/errors';

const HOUR_SECONDS = 60 * 60;

export interface HourlyLimitParts {
  counters: Counters;
  /** Of the counter. */
  name: string;
  /** In the plural, for the message: `uploads`. */
  what: string;
  limit: number;
  now: () => number;
}

/** Counts what a person may do some times in an hour. @throws AvatarError rate_limited */
export function createHourlyLimit({ counters, name, what, limit, now }: HourlyLimitParts): (userId: number) => Promise<void> {
  const counted = counters(name, { points: limit, seconds: HOUR_SECONDS });
  return async (userId) => {
    const { count, msBeforeNext } = await counted.add(String(userId));
    if (count <= limit) return;
    const minutes = Math.ceil(msBeforeNext / 60_000);
    const again = `Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
    throw new AvatarError('rate_limited', `Too many ${what}. Expected at most ${limit} in an hour. ${again}`, {
      retryAfterSeconds: msBeforeNext / 1000,
      limit,
      remaining: 0,
      resetAt: Math.ceil((now() + msBeforeNext) / 1000),
    });
  };
}
