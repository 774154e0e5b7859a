import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { GUESSES_PER_ACCOUNT, SIGN_INS_PER_MINUTE } from './limits';
import type { KnownNetworks } from './ports';
import { createRateLimits as createLimits } from './rate-limits';

/** Remembers where people signed in from, without a database. */
function knownNetworks(): KnownNetworks & { added: string[] } {
  const added: string[] = [];
  return {
    added,
    includes: async (email, address) => added.includes(`${email} ${address}`),
    async add(email, address) {
      if (!added.includes(`${email} ${address}`)) added.push(`${email} ${address}`);
    },
  };
}

const createRateLimits = (bounds: { userPerMinute: number; addressPerMinute: number; maxCounted?: number }) =>
  createLimits(bounds, knownNetworks());

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
  it('of one IPv6 network are one: whoever has it has 2^64 of them', async () => {
    const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 3 });
    for (let host = 1; host <= 3; host += 1) await limits.address(`2001:db8:0:1:${host}::${host}`);
    await expect(limits.address('2001:db8:0:1:ffff::')).rejects.toMatchObject(REFUSED);
    expect(await limits.address('2001:db8:0:2::1')).toMatchObject({ remaining: 2 });
  });

  it('of IPv4 are the same in either notation', async () => {
    const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 3 });
    await limits.address('192.0.2.1');
    expect(await limits.address('::ffff:192.0.2.1')).toMatchObject({ remaining: 1 });
  });

  it('get back what was counted wrongly, and no more than that', async () => {
    const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 3 });
    await times(3, () => limits.address('192.0.2.1'));
    await limits.refund('::ffff:192.0.2.1');
    expect(await limits.address('192.0.2.1')).toMatchObject({ remaining: 0 });
    await vi.advanceTimersByTimeAsync(60_001);
    await limits.refund('192.0.2.1');
    expect(await limits.address('192.0.2.1')).toMatchObject({ remaining: 2 });
  });
});

describe('attempts to sign in', () => {
  const limits = () => createRateLimits({ userPerMinute: 1000, addressPerMinute: 1000 });
  /** What the password turns out to be. */
  const [wrong, right] = [async () => null, async () => 'Ada'];

  it('to one account from one address are bounded, so that nobody guesses on', async () => {
    const { signIn } = limits();
    await times(SIGN_INS_PER_MINUTE, () => signIn('ada@example.org', '192.0.2.1', wrong));
    await expect(signIn('ada@example.org', '192.0.2.1', wrong)).rejects.toMatchObject(REFUSED);
    await vi.advanceTimersByTimeAsync(60_001);
    expect(await signIn('ada@example.org', '192.0.2.1', wrong)).toBeNull();
  });

  it('beyond the bound do not find out whether the password is right', async () => {
    const { signIn } = limits();
    await times(SIGN_INS_PER_MINUTE, () => signIn('ada@example.org', '192.0.2.1', wrong));
    const attempt = vi.fn(right);
    await expect(signIn('ada@example.org', '192.0.2.1', attempt)).rejects.toMatchObject(REFUSED);
    expect(attempt).not.toHaveBeenCalled();
  });

  it('at one time are bounded as well: they count before it is known what they are', async () => {
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

  it('with the right password do not count while they are under way either', async () => {
    const { signIn } = limits();
    const all = Array.from({ length: 3 * SIGN_INS_PER_MINUTE }, () => signIn('ada@example.org', '192.0.2.1', right));
    expect(await Promise.all(all)).toEqual(all.map(() => 'Ada'));
  });

  it.each([
    ['the networks of the account cannot be read', { includes: () => Promise.reject(new Error('no database')) }, right],
    ['the password cannot be looked up', {}, () => Promise.reject(new Error('no database'))],
    ['the database says so itself', {}, () => Promise.reject(new AvatarError('database_unavailable', 'no database'))],
  ])('do not count while %s', async (_what, isFailing, attempt) => {
    const known = { ...knownNetworks(), ...isFailing };
    const { signIn } = createLimits({ userPerMinute: 1000, addressPerMinute: 1000 }, known);
    // More than both bounds allow: one pair of account and address, and one account from many networks.
    for (let host = 0; host < 2 * GUESSES_PER_ACCOUNT; host += 1) {
      for (const address of ['192.0.2.1', `203.0.113.${host}`]) {
        await expect(signIn('ada@example.org', address, attempt)).rejects.toThrow('no database');
      }
    }
    Object.assign(known, knownNetworks());
    expect(await signIn('ada@example.org', '192.0.2.1', right)).toBe('Ada');
    expect(await signIn('ada@example.org', '198.51.100.1', right)).toBe('Ada');
  });

  it('all end within 10 seconds while each waits 4 seconds for the database, and later ones find no queue', async () => {
    const { signIn } = limits();
    const began = Date.now();
    const slow = () =>
      new Promise<never>((_resolve, reject) => setTimeout(() => reject(new AvatarError('database_unavailable', 'no database')), 4_000));
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

  it('that would wait too long are told when to come back', async () => {
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

  it('count for one account, however its address is written', async () => {
    const { signIn } = limits();
    const spellings = ['ada@example.org', ' Ada@Example.org ', 'a\0da@example.org', 'ada@example.org\r\n', '\tADA@EXAMPLE.ORG'];
    for (const spelling of spellings) await times(SIGN_INS_PER_MINUTE / spellings.length, () => signIn(spelling, '192.0.2.1', wrong));
    await expect(signIn('ad\x7fa@example.org', '192.0.2.1', wrong)).rejects.toMatchObject(REFUSED);
  });

  it('do not lock out the owner, who is elsewhere, nor others at the same address', async () => {
    const { signIn } = limits();
    await times(SIGN_INS_PER_MINUTE, () => signIn('ada@example.org', '192.0.2.1', wrong));
    expect(await signIn('ada@example.org', '192.0.2.2', right)).toBe('Ada');
    expect(await signIn('eve@example.org', '192.0.2.1', wrong)).toBeNull();
  });

  it('from one IPv6 network are from one address', async () => {
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

  /** Limits with this many wrong passwords behind them, each from a network of its own. */
  async function guessed(count: number, { email = ADA, before = [] as string[] } = {}) {
    const known = knownNetworks();
    const { signIn } = createLimits({ userPerMinute: 1000, addressPerMinute: 1000 }, known);
    for (const address of before) await signIn(ADA, address, right);
    const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, host) => signIn(email, hostOf(host), wrong)));
    return { known, signIn, judged: outcomes.filter(({ status }) => status === 'fulfilled').length };
  }

  it('are bounded together: of 150 at once from 150 addresses, 30 are looked at', async () => {
    expect((await guessed(150)).judged).toBe(30);
  });

  it('are bounded alike when nobody has the address, and refused in the same words', async () => {
    const refusals: unknown[] = [];
    for (const email of [ADA, 'nobody@example.org']) {
      const { signIn, judged } = await guessed(150, { email });
      expect(judged).toBe(30);
      refusals.push(await signIn(email, '198.51.100.1', wrong).catch((error: unknown) => error));
    }
    expect(refusals[0]).toEqual(refusals[1]);
    expect(refusals[0]).toMatchObject({
      ...REFUSED,
      message: 'Too many attempts to sign in with this e-mail address. Try again in 900 seconds.',
      details: { retryAfterSeconds: 900, limit: 30, remaining: 0 },
    });
  });

  it('do not lock out the owner where they signed in before, and are over for everyone after 15 minutes', async () => {
    const { signIn } = await guessed(150, { before: ['198.51.100.7'] });
    expect(await signIn(ADA, '198.51.100.7', right)).toBe('Ada');
    const attempt = vi.fn(right);
    await expect(signIn(ADA, '198.51.100.8', attempt)).rejects.toMatchObject(REFUSED);
    expect(attempt).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(15 * 60_000 + 1);
    expect(await signIn(ADA, '198.51.100.8', right)).toBe('Ada');
  });

  it('do not concern other accounts', async () => {
    const { signIn } = await guessed(150);
    expect(await signIn('eve@example.org', hostOf(1), right)).toBe('Ada');
  });

  it('are still bounded where the owner signed in before', async () => {
    const { signIn } = await guessed(150, { before: ['198.51.100.7'] });
    await times(SIGN_INS_PER_MINUTE, () => signIn(ADA, '198.51.100.7', wrong));
    await expect(signIn(ADA, '198.51.100.7', wrong)).rejects.toMatchObject(REFUSED);
  });

  it('count for every spelling of the address, an internationalised domain in either one', async () => {
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

  it('are remembered as places of the owner only when the password was right', async () => {
    const { known, signIn } = await guessed(3);
    expect(known.added).toEqual([]);
    await signIn(ADA, '198.51.100.7', right);
    expect(known.added).toEqual(['ada@example.org 198.51.100.7']);
  });
});

it('of a flood of addresses and accounts so many are counted and no more: who was counted last is counted on', async () => {
  const limits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 2, maxCounted: 1000 });
  for (let host = 0; host < 5000; host += 1) await limits.address(`10.0.${Math.floor(host / 250)}.${host % 250}`);
  expect(vi.getTimerCount()).toBe(1000);
  await limits.address('10.0.19.249');
  await expect(limits.address('10.0.19.249')).rejects.toMatchObject(REFUSED);
  expect(await limits.address('10.0.0.0')).toMatchObject({ remaining: 1 });
});
