import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { GUESSES_PER_ACCOUNT, SIGN_INS_PER_MINUTE } from './limits';
import type { KnownNetworks } from './ports';
import { createRateLimits as createLimits } from './rate-limits';

/** Known networks in memory. */
function knownNetworks(): KnownNetworks & { added: string[] } {
  const added: string[] = [];
  return {
    added,
    personOf: async () => null,
    includes: async (email, address) => added.includes(`${email} ${address}`),
    async add(email, address) {
      if (!added.includes(`${email} ${address}`)) added.push(`${email} ${address}`);
    },
  };
}

const createRateLimits = (bounds: { userPerMinute: number; addressPerMinute: number }) => createLimits(bounds, knownNetworks());

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

describe('attempts to sign in', () => {
  const limits = () => createRateLimits({ userPerMinute: 1000, addressPerMinute: 1000 });
  /** Outcomes of the password check. */
  const [wrong, right] = [async () => null, async () => 'Ada'];

  it('to one account from one address are limited per minute', async () => {
    const { signIn } = limits();
    await times(SIGN_INS_PER_MINUTE, () => signIn('ada@example.org', '192.0.2.1', wrong));
    await expect(signIn('ada@example.org', '192.0.2.1', wrong)).rejects.toMatchObject(REFUSED);
    await vi.advanceTimersByTimeAsync(60_001);
    expect(await signIn('ada@example.org', '192.0.2.1', wrong)).toBeNull();
  });

  it('past the limit do not reveal whether the password is right', async () => {
    const { signIn } = limits();
    await times(SIGN_INS_PER_MINUTE, () => signIn('ada@example.org', '192.0.2.1', wrong));
    const attempt = vi.fn(right);
    await expect(signIn('ada@example.org', '192.0.2.1', attempt)).rejects.toMatchObject(REFUSED);
    expect(attempt).not.toHaveBeenCalled();
  });

  it('that run concurrently are limited too: each counts before its outcome is known', async () => {
    const { signIn } = limits();
    const attempt = vi.fn(wrong);
    const all = Array.from({ length: 100 }, () => signIn('ada@example.org', '192.0.2.1', attempt));
    await Promise.allSettled(all);
    expect(attempt).toHaveBeenCalledTimes(SIGN_INS_PER_MINUTE);
  });

  it('with the right password do not count', async () => {
    const { signIn } = limits();
    const ada = (attempt: () => Promise<string | null>) => signIn('ada@example.org', '192.0.2.1', attempt);
    await times(3 * SIGN_INS_PER_MINUTE, async () => expect(await ada(right)).toBe('Ada'));
    await times(SIGN_INS_PER_MINUTE, () => ada(wrong));
    await expect(ada(right)).rejects.toMatchObject(REFUSED);
  });

  it('with the right password do not count while they are in progress either', async () => {
    const { signIn } = limits();
    const all = Array.from({ length: 3 * SIGN_INS_PER_MINUTE }, () => signIn('ada@example.org', '192.0.2.1', right));
    expect(await Promise.all(all)).toEqual(all.map(() => 'Ada'));
  });

  it.each([
    ['the networks of the account cannot be read', { includes: () => Promise.reject(new Error('no database')) }, right],
    ['the password cannot be verified', {}, () => Promise.reject(new Error('no database'))],
    [
      'the database is unavailable',
      {},
      () => Promise.reject(new AvatarError('database_unavailable', 'no database', { retryAfterSeconds: 5 })),
    ],
  ])('do not count while %s', async (_what, isFailing, attempt) => {
    const known = { ...knownNetworks(), ...isFailing };
    const { signIn } = createLimits({ userPerMinute: 1000, addressPerMinute: 1000 }, known);
    // More attempts than both limits allow, from many networks.
    for (let host = 0; host < 2 * GUESSES_PER_ACCOUNT; host += 1) {
      for (const address of ['192.0.2.1', `203.0.113.${host}`]) {
        await expect(signIn('ada@example.org', address, attempt)).rejects.toThrow('no database');
      }
    }
    Object.assign(known, knownNetworks());
    expect(await signIn('ada@example.org', '192.0.2.1', right)).toBe('Ada');
    expect(await signIn('ada@example.org', '198.51.100.1', right)).toBe('Ada');
  });

  it('all end within 10 seconds while each waits 4 seconds for the database, and leave no queue behind', async () => {
    const { signIn } = limits();
    const began = Date.now();
    const slow = () =>
      new Promise<never>((_resolve, reject) =>
        setTimeout(() => reject(new AvatarError('database_unavailable', 'no database', { retryAfterSeconds: 5 })), 4_000),
      );
    const codes: Record<string, number> = {};
    const all = Array.from({ length: 100 }, () =>
      signIn('ada@example.org', '192.0.2.1', slow).catch((error) => {
        codes[error.code] = (codes[error.code] ?? 0) + 1;
        return Date.now() - began;
      }),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(Math.max(...(await Promise.all(all)).map(Number))).toBe(8_000);
    expect(codes).toEqual({ database_unavailable: 2, busy: 98 });
    expect(await signIn('ada@example.org', '192.0.2.1', right)).toBe('Ada');
  });

  it('that wait too long are refused with a time to retry', async () => {
    const { signIn } = limits();
    void signIn('ada@example.org', '192.0.2.1', () => new Promise<never>(() => {}));
    const waiting = expect(signIn('ada@example.org', '192.0.2.1', right)).rejects.toMatchObject({
      code: 'busy',
      message: 'Too many sign-ins to this account are in progress. Try again in 5 seconds.',
      details: { retryAfterSeconds: 5 },
    });
    await vi.advanceTimersByTimeAsync(5_000);
    await waiting;
  });

  it('share one limit for every spelling of the account’s address', async () => {
    const { signIn } = limits();
    const spellings = ['ada@example.org', ' Ada@Example.org ', 'a\0da@example.org', 'ada@example.org\r\n', '\tADA@EXAMPLE.ORG'];
    for (const spelling of spellings) await times(SIGN_INS_PER_MINUTE / spellings.length, () => signIn(spelling, '192.0.2.1', wrong));
    await expect(signIn('ad\x7fa@example.org', '192.0.2.1', wrong)).rejects.toMatchObject(REFUSED);
  });

  it('do not lock out the owner at another address, nor other accounts at the same address', async () => {
    const { signIn } = limits();
    await times(SIGN_INS_PER_MINUTE, () => signIn('ada@example.org', '192.0.2.1', wrong));
    expect(await signIn('ada@example.org', '192.0.2.2', right)).toBe('Ada');
    expect(await signIn('eve@example.org', '192.0.2.1', wrong)).toBeNull();
  });

  it('from one IPv6 /64 count as one address', async () => {
    const { signIn } = limits();
    for (let host = 1; host <= SIGN_INS_PER_MINUTE; host += 1) await signIn('ada@example.org', `2001:db8::${host}`, wrong);
    await expect(signIn('ada@example.org', '2001:db8::ffff', wrong)).rejects.toMatchObject(REFUSED);
  });
});

describe('guesses at one account from many networks', () => {
  const ADA = 'ada@example.org';
  const wrong = async () => null;
  const right = async () => 'Ada';
  const hostOf = (host: number) => `203.0.${Math.floor(host / 250)}.${host % 250}`;

  /** Limits after this many wrong passwords, each from its own network. */
  async function guessed(count: number, { email = ADA, before = [] as string[] } = {}) {
    const known = knownNetworks();
    const { signIn } = createLimits({ userPerMinute: 1000, addressPerMinute: 1000 }, known);
    for (const address of before) await signIn(ADA, address, right);
    const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, host) => signIn(email, hostOf(host), wrong)));
    return { known, signIn, checked: outcomes.filter(({ status }) => status === 'fulfilled').length };
  }

  it('share one limit: of 150 concurrent ones from 150 addresses, 30 are checked', async () => {
    expect((await guessed(150)).checked).toBe(30);
  });

  it('have the same limit and the same message for an unknown account', async () => {
    const refusals: unknown[] = [];
    for (const email of [ADA, 'nobody@example.org']) {
      const { signIn, checked } = await guessed(150, { email });
      expect(checked).toBe(30);
      refusals.push(await signIn(email, '198.51.100.1', wrong).catch((error: unknown) => error));
    }
    expect(refusals[0]).toEqual(refusals[1]);
    expect(refusals[0]).toMatchObject({
      ...REFUSED,
      message: 'Too many attempts to sign in with this e-mail address. Try again in 900 seconds.',
      details: { retryAfterSeconds: 900, limit: 30, remaining: 0 },
    });
  });

  it('do not lock out the owner on a known network, and stop counting after 15 minutes', async () => {
    const { signIn } = await guessed(150, { before: ['198.51.100.7'] });
    expect(await signIn(ADA, '198.51.100.7', right)).toBe('Ada');
    const attempt = vi.fn(right);
    await expect(signIn(ADA, '198.51.100.8', attempt)).rejects.toMatchObject(REFUSED);
    expect(attempt).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(15 * 60_000 + 1);
    expect(await signIn(ADA, '198.51.100.8', right)).toBe('Ada');
  });

  it('do not affect other accounts', async () => {
    const { signIn } = await guessed(150);
    expect(await signIn('eve@example.org', hostOf(1), right)).toBe('Ada');
  });

  it('are still limited on a known network', async () => {
    const { signIn } = await guessed(150, { before: ['198.51.100.7'] });
    await times(SIGN_INS_PER_MINUTE, () => signIn(ADA, '198.51.100.7', wrong));
    await expect(signIn(ADA, '198.51.100.7', wrong)).rejects.toMatchObject(REFUSED);
  });

  it('share one limit for every spelling of the address, including both forms of an internationalised domain', async () => {
    const { signIn } = createRateLimits({ userPerMinute: 1000, addressPerMinute: 1000 });
    const spellings = [
      'u@münchen.example',
      'U@MÜNCHEN.example',
      'u@xn--mnchen-3ya.example',
      ' u@münchen。example.',
      'u@mu\u0308nchen.example',
    ];
    for (let guess = 0; guess < GUESSES_PER_ACCOUNT; guess += 1) await signIn(spellings[guess % 5] ?? '', hostOf(guess), wrong);
    for (const spelling of spellings) await expect(signIn(spelling, '198.51.100.1', wrong)).rejects.toMatchObject(REFUSED);
  });

  it('make a network known only with the right password', async () => {
    const { known, signIn } = await guessed(3);
    expect(known.added).toEqual([]);
    await signIn(ADA, '198.51.100.7', right);
    expect(known.added).toEqual(['ada@example.org 198.51.100.7']);
  });
});
