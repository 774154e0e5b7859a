import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SIGN_INS_PER_MINUTE } from '@/lib/avatars/limits';
import { createRateLimits } from './rate-limits';

const REFUSED = { code: 'rate_limited' };

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Calls it this often, one after the other. */
async function times(count: number, call: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 1) await call();
}

describe.each(['user', 'address'] as const)('requests of one %s', (kind) => {
  /** The same limits, asked for the first or the second of this kind. */
  function limited() {
    const limits = createRateLimits({ userPerMinute: 3, addressPerMinute: 3 });
    return (who: 1 | 2) => (kind === 'user' ? limits.user(who) : limits.address(`192.0.2.${who}`));
  }

  it('are counted down, and the count starts anew after a minute', async () => {
    const ask = limited();
    const resetAt = Date.now() / 1000 + 60;
    expect(await ask(1)).toEqual({ limit: 3, remaining: 2, resetAt });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(await ask(1)).toEqual({ limit: 3, remaining: 1, resetAt });
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await ask(1)).toMatchObject({ remaining: 2 });
  });

  it('are refused beyond the limit, with what the client has to know', async () => {
    const ask = limited();
    await times(3, () => ask(1));
    await vi.advanceTimersByTimeAsync(10_500);
    await expect(ask(1)).rejects.toMatchObject({
      ...REFUSED,
      message: 'More than 3 requests in a minute. Try again in 50 seconds.',
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

describe('attempts to sign in', () => {
  const generous = () => createRateLimits({ userPerMinute: 1000, addressPerMinute: 1000 });

  it('to one account from one address are bounded, so that nobody guesses on', async () => {
    const limits = generous();
    await times(SIGN_INS_PER_MINUTE, () => limits.signIn('ada@example.org', '192.0.2.1'));
    await expect(limits.signIn('ada@example.org', '192.0.2.1')).rejects.toMatchObject(REFUSED);
    await vi.advanceTimersByTimeAsync(60_001);
    await limits.signIn('ada@example.org', '192.0.2.1');
  });

  it('count for one account, however its address is written', async () => {
    const limits = generous();
    const spellings = ['ada@example.org', ' Ada@Example.org ', 'a\0da@example.org', 'ada@example.org\r\n', '\tADA@EXAMPLE.ORG'];
    for (const spelling of spellings) await times(SIGN_INS_PER_MINUTE / spellings.length, () => limits.signIn(spelling, '192.0.2.1'));
    await expect(limits.signIn('ad\x7fa@example.org', '192.0.2.1')).rejects.toMatchObject(REFUSED);
  });

  it('do not lock out the owner, who is elsewhere, nor others at the same address', async () => {
    const limits = generous();
    await times(SIGN_INS_PER_MINUTE, () => limits.signIn('ada@example.org', '192.0.2.1'));
    await limits.signIn('ada@example.org', '192.0.2.2');
    await limits.signIn('eve@example.org', '192.0.2.1');
  });

  it('count for the address, so that nobody tries one account after the other', async () => {
    const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 5 });
    for (let account = 0; account < 5; account += 1) await limits.signIn(`${account}@example.org`, '192.0.2.1');
    await expect(limits.signIn('ada@example.org', '192.0.2.1')).rejects.toMatchObject(REFUSED);
    await expect(limits.address('192.0.2.1')).rejects.toMatchObject(REFUSED);
    await limits.signIn('ada@example.org', '192.0.2.2');
  });
});
