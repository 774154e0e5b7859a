import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { insuredCounters, memoryCounters } from '@/lib/accounts/counters';
import { countersContract } from '@/lib/accounts/counters.contract';
import { REDIS_SERVER, type RedisServer, startRedis } from '@/testing/redis';
import { redisCounters } from './counters';

/** Only with Redis installed; `.ci/run` installs it. */
describe.runIf(REDIS_SERVER)('on a Redis server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  countersContract('shared', async () => {
    const [one, other] = await Promise.all([redisCounters(server.url), redisCounters(server.url)]);
    return {
      processes: [one.counters, other.counters],
      async close() {
        await Promise.all([one.close(), other.close()]);
      },
    };
  });

  it('while the server hangs or is stopped the process counts alone, and with the others again afterwards', async () => {
    const reasons: string[] = [];
    const log = {
      error: ({ err }: { err?: Error }) => reasons.push(`${err?.message}: ${(err?.cause as Error | undefined)?.message}`),
      info: () => reasons.push('answers'),
    };
    const [shared, another] = await Promise.all([redisCounters(server.url), redisCounters(server.url)]);
    onTestFinished(shared.close);
    onTestFinished(another.close);
    const window = { points: 3, seconds: 600 };
    const counter = insuredCounters(shared.counters, memoryCounters(), log)('user', window);
    const direct = another.counters('user', window);
    const count = async () => (await counter.add('ada')).count;
    expect([await count(), (await direct.add('ada')).count]).toEqual([1, 2]);
    const continues = server.freeze();
    onTestFinished(continues);
    expect(await count()).toBe(1);
    continues();
    await server.stop();
    expect(await count()).toBe(2);
    await server.start();
    const pair = async () => {
      const ours = await count();
      const next = await direct.add('ada').catch(() => undefined);
      return next && next.count - ours;
    };
    await expect.poll(pair, { timeout: 15_000, interval: 200 }).toBe(1);
    expect(reasons.at(-1)).toBe('answers');
    expect(reasons[0]).toBe('Redis does not answer: Command timed out');
  });

  it('that is not there at the start keeps nothing from starting', async () => {
    const { counters, close } = await redisCounters('redis://127.0.0.1:9');
    onTestFinished(close);
    const counted = counters('user', { points: 3, seconds: 60 }).add('ada');
    await expect(counted).rejects.toMatchObject({ message: 'Redis does not answer', cause: { code: 'ECONNREFUSED' } });
  });
});
