import { Pool } from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { limiterCounter } from '@/lib/accounts/counters';
import type { Counters } from '@/lib/accounts/rate-limit-ports';

/** Time to connect, and for one count, in milliseconds: past it, the process counts alone. */
const ANSWER_MS = 1_000;

/** A count takes less than a millisecond, so few connections do. */
const POOL_SIZE = 4;

/** Interval of deleting counts whose windows have ended, in milliseconds. Windows of a minute bound what a flood of addresses stores. */
const CLEAN_MS = 60_000;

export interface SharedCounters {
  counters: Counters;
  close(): Promise<void>;
}

/** Counters in the table `RateLimit`. They have connections of their own, because requests can occupy all others with a locked table. */
export function postgresCounters(connectionString: string): SharedCounters {
  const pool = new Pool({
    connectionString,
    application_name: 'likeness rate limits',
    max: POOL_SIZE,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // The next count meets the reason again.
  pool.on('error', () => {});
  // The limiter names its statements, and a pooler in transaction mode may run them where they are not prepared.
  const storeClient = { query: ({ text, values }: { text: string; values: unknown[] }) => pool.query(text, values) };
  const clean = () => pool.query('DELETE FROM "RateLimit" WHERE "expire" < $1', [Date.now()]).catch(() => {});
  void clean();
  const cleaning = setInterval(() => void clean(), CLEAN_MS).unref();
  return {
    counters: (name, { points, seconds }) =>
      limiterCounter(
        new RateLimiterPostgres({
          storeClient,
          storeType: 'pool',
          tableName: 'RateLimit',
          tableCreated: true,
          clearExpiredByTimeout: false,
          keyPrefix: name,
          points,
          duration: seconds,
        }),
      ),
    async close() {
      clearInterval(cleaning);
      await pool.end();
    },
  };
}
