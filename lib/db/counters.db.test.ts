import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { insuredCounters, memoryCounters } from '@/lib/accounts/counters';
import { countersContract } from '@/lib/accounts/counters.contract';
import { GUESSES_PER_ACCOUNT } from '@/lib/accounts/limits';
import type { KnownNetworks } from '@/lib/accounts/ports';
import type { Counters } from '@/lib/accounts/rate-limit-ports';
import { createRateLimits } from '@/lib/accounts/rate-limits';
import { quiet } from '@/testing/database';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { connectToServer } from './client';
import { postgresCounters } from './counters';
import { openDatabase } from './open';

const NO_KNOWN_NETWORKS: KnownNetworks = { personOf: async () => null, includes: async () => false, add: async () => {} };
const BOUNDS = { userPerMinute: 1000, addressPerMinute: 1000 };

/** Only with PostgreSQL installed, because the tests stop and start a server; `.ci/run` installs it. */
describe.runIf(POSTGRES_BIN)('on a database server', () => {
  let cluster: Cluster;
  let dataDir: string;
  beforeAll(async () => {
    cluster = await startCluster();
    dataDir = await mkdtemp(join(tmpdir(), 'likeness-test-'));
    // Migrates it.
    const database = await openDatabase({ ...quiet(), databaseUrl: cluster.url, dataDir });
    await database.close();
  });
  afterAll(async () => {
    await cluster?.discard();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Counters of one more process. */
  function counters(): Counters {
    const shared = postgresCounters(cluster.url);
    onTestFinished(shared.close);
    return shared.counters;
  }

  countersContract('shared', async () => {
    const [one, other] = [postgresCounters(cluster.url), postgresCounters(cluster.url)];
    return {
      processes: [one.counters, other.counters],
      async close() {
        await Promise.all([one.close(), other.close()]);
      },
    };
  });

  /** Guesses the password of one account from as many addresses. @returns how many were checked */
  async function guessed(email: string, limits: ReturnType<typeof createRateLimits>[]): Promise<number> {
    let checked = 0;
    const guess = (index: number) =>
      limits[index % limits.length]?.signIn(email, `192.0.2.${index}`, async () => {
        checked += 1;
        return null;
      });
    await Promise.allSettled(Array.from({ length: 2 * GUESSES_PER_ACCOUNT }, (_, index) => guess(index)));
    return checked;
  }

  it('the guesses of one account are refused at the same total over two processes as over one', async () => {
    const limits = () => createRateLimits(BOUNDS, NO_KNOWN_NETWORKS, counters());
    expect(await guessed('ada@example.org', [limits()])).toBe(30);
    expect(await guessed('eve@example.org', [limits(), limits()])).toBe(30);
  });

  it('the requests of one person over two processes share the limit, with the values of its headers', async () => {
    const [one, other] = [counters(), counters()].map((of) => createRateLimits({ ...BOUNDS, userPerMinute: 3 }, NO_KNOWN_NETWORKS, of));
    expect(await one?.user(1)).toMatchObject({ limit: 3, remaining: 2 });
    expect(await other?.user(1)).toMatchObject({ limit: 3, remaining: 1 });
    expect(await one?.user(1)).toMatchObject({ limit: 3, remaining: 0 });
    await expect(other?.user(1)).rejects.toMatchObject({ code: 'rate_limited', details: { limit: 3, remaining: 0 } });
  });

  it('counts of windows that have ended are deleted', async () => {
    const { db, close } = connectToServer(cluster.url);
    onTestFinished(close);
    await db.rateLimit.create({ data: { key: 'user:7', points: 3, expire: Date.now() - 1 } });
    counters();
    await expect.poll(() => db.rateLimit.count({ where: { key: 'user:7' } }), { timeout: 10_000 }).toBe(0);
  });

  it('while the server hangs or is stopped each process counts alone, and both together again afterwards', async () => {
    const logged: string[] = [];
    const log = { error: (_: object, message: string) => logged.push(message), info: (_: object, message: string) => logged.push(message) };
    const [one, other] = [counters(), counters()].map((shared) =>
      insuredCounters(shared, memoryCounters(), log)('user', { points: 3, seconds: 600 }),
    );
    const count = async () => [(await one?.add('2'))?.count, (await other?.add('2'))?.count];
    expect(await count()).toEqual([1, 2]);
    const continues = await cluster.freeze();
    onTestFinished(continues);
    expect(await count()).toEqual([1, 1]);
    continues();
    await cluster.stop();
    expect(await count()).toEqual([2, 2]);
    await cluster.start();
    const difference = async () => {
      const [ours = 0, theirs = 0] = await count();
      return theirs - ours;
    };
    await expect.poll(difference, { timeout: 10_000, interval: 200 }).toBe(1);
    expect(new Set(logged)).toEqual(
      new Set([
        'The store of rate limits does not answer: until it does, this process counts alone',
        'Rate limits are shared with other processes again',
      ]),
    );
  });
});
