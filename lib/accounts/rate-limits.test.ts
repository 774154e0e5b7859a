import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryCounters } from './counters';
import type { KnownNetworks } from './ports';
import type { Counters } from './rate-limit-ports';
import { createRateLimits as createLimits } from './rate-limits';

const NO_KNOWN_NETWORKS: KnownNetworks = { personOf: async () => null, includes: async () => false, add: async () => {} };

const createRateLimits = (bounds: { userPerMinute: number; addressPerMinute: number }, counters?: Counters) =>
  createLimits(bounds, NO_KNOWN_NETWORKS, counters);

const REFUSED = { code: 'rate_limited' };

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Makes sequential calls. */
async function times(count: number, call: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 1) await call();
}

describe.each(['user', 'address'] as const)('requests of one %s', (kind) => {
  /** The same limits, for the first or second member of this kind. */
  function limited() {
    const limits = createRateLimits({ userPerMinute: 3, addressPerMinute: 3 });
    return (who: 1 | 2) => (kind === 'user' ? limits.user(who) : limits.address(`192.0.2.${who}`));
  }

  it('are counted down, and the window resets after a minute', async () => {
    const ask = limited();
    const resetAt = Date.now() / 1000 + 60;
    expect(await ask(1)).toEqual({ limit: 3, remaining: 2, resetAt });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(await ask(1)).toEqual({ limit: 3, remaining: 1, resetAt });
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await ask(1)).toMatchObject({ remaining: 2 });
  });

  it('are refused past the limit, with the values of the rate-limit headers', async () => {
    const ask = limited();
    await times(3, () => ask(1));
    await vi.advanceTimersByTimeAsync(10_500);
    await expect(ask(1)).rejects.toMatchObject({
      ...REFUSED,
      message: 'Too many requests. Try again in 50 seconds.',
      details: { retryAfterSeconds: 49.5, limit: 3, remaining: 0, resetAt: Date.parse('2030-01-01T00:01:00Z') / 1000 },
    });
  });

  it('do not count for another', async () => {
    const ask = limited();
    await times(3, () => ask(1));
    await expect(ask(1)).rejects.toMatchObject(REFUSED);
    expect(await ask(2)).toMatchObject({ remaining: 2 });
  });
});

describe('addresses', () => {
  it('in one IPv6 /64 share one limit, since a subscriber has 2^64 of them', async () => {
    const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 3 });
    for (let host = 1; host <= 3; host += 1) await limits.address(`2001:db8:0:1:${host}::${host}`);
    await expect(limits.address('2001:db8:0:1:ffff::')).rejects.toMatchObject(REFUSED);
    expect(await limits.address('2001:db8:0:2::1')).toMatchObject({ remaining: 2 });
  });

  it('in IPv4-mapped notation count as IPv4', async () => {
    const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 3 });
    await limits.address('192.0.2.1');
    expect(await limits.address('::ffff:192.0.2.1')).toMatchObject({ remaining: 1 });
  });

  it('get a wrong charge refunded, and no more than that', async () => {
    const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 3 });
    await times(3, () => limits.address('192.0.2.1'));
    await limits.refund('::ffff:192.0.2.1');
    expect(await limits.address('192.0.2.1')).toMatchObject({ remaining: 0 });
    await vi.advanceTimersByTimeAsync(60_001);
    await limits.refund('192.0.2.1');
    expect(await limits.address('192.0.2.1')).toMatchObject({ remaining: 2 });
  });
});

it('a flood of addresses fills a bounded number of counters and evicts the least recently used', async () => {
  const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 2 }, memoryCounters(1000));
  for (let host = 0; host < 5000; host += 1) await limits.address(`10.0.${Math.floor(host / 250)}.${host % 250}`);
  expect(vi.getTimerCount()).toBe(1000);
  await limits.address('10.0.19.249');
  await expect(limits.address('10.0.19.249')).rejects.toMatchObject(REFUSED);
  expect(await limits.address('10.0.0.0')).toMatchObject({ remaining: 1 });
});
