import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryCounters } from './counters';
import { GUESSES_PER_ACCOUNT, SIGN_INS_PER_MINUTE } from './limits';
import type { KnownNetworks } from './ports';
import type { Counters } from './rate-limit-ports';
import { createRateLimits } from './rate-limits';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('guesses at the addresses of one person', () => {
  const [WORK, HOME, ALONE] = ['ada@work.example', 'ada@home.example', 'eve@example.org'];
  const owners: Partial<Record<string, number>> = { [WORK]: 1, [HOME]: 1, [ALONE]: 2 };
  const known: KnownNetworks = { personOf: async (email) => owners[email] ?? null, includes: async () => false, add: async () => {} };
  const limits = (counters?: Counters) => createRateLimits({ userPerMinute: 1000, addressPerMinute: 1000 }, known, counters);
  const wrong = async () => null;
  /** Right for every address of an account. */
  const right = async (email: string) => (email === '' ? null : 'Ada');

  it('from one network count together: after ten at one address, none is verified for another', async () => {
    const { signIn } = limits();
    for (let guess = 0; guess < SIGN_INS_PER_MINUTE; guess += 1) await signIn(WORK, '192.0.2.1', wrong);
    expect(await signIn(HOME, '192.0.2.1', right)).toBeNull();
    expect(await signIn(ALONE, '192.0.2.1', right)).toBe('Ada');
    expect(await signIn(HOME, '192.0.2.2', right)).toBe('Ada');
    await vi.advanceTimersByTimeAsync(60_001);
    expect(await signIn(HOME, '192.0.2.1', right)).toBe('Ada');
  });

  it('from many networks count together: after 30 at one address, none is verified for another', async () => {
    const { signIn } = limits();
    for (let host = 0; host < GUESSES_PER_ACCOUNT; host += 1) await signIn(WORK, `203.0.113.${host}`, wrong);
    expect(await signIn(HOME, '198.51.100.1', right)).toBeNull();
    await vi.advanceTimersByTimeAsync(15 * 60_000 + 1);
    expect(await signIn(HOME, '198.51.100.1', right)).toBe('Ada');
  });

  it('are refused at the same attempt as guesses at an address without an account, so that refusals link no addresses', async () => {
    const { signIn } = limits();
    for (let host = 0; host < GUESSES_PER_ACCOUNT; host += 1) await signIn(WORK, `203.0.113.${host}`, wrong);
    const refusedAt = async (email: string) => {
      const verified = vi.fn(wrong);
      for (let guess = 1; ; guess += 1) {
        const refusal: unknown = await signIn(email, `198.51.100.${guess}`, verified).catch((error: unknown) => error);
        if (refusal !== null) return { guess, refusal, verified: verified.mock.calls.length };
      }
    };
    const atHome = await refusedAt(HOME);
    expect(atHome).toEqual(await refusedAt('nobody@example.org'));
    expect(atHome).toMatchObject({ guess: 31, verified: 30, refusal: { code: 'rate_limited' } });
  });

  it('cost as many steps of the counters as guesses at an address without an account', async () => {
    const steps: string[] = [];
    const inner = memoryCounters();
    const { signIn } = limits((name, window) => {
      const counter = inner(name, window);
      const add = (key: string) => {
        steps.push(name);
        return counter.add(key);
      };
      return { ...counter, add };
    });
    await signIn(WORK, '192.0.2.1', wrong);
    const known = steps.splice(0);
    await signIn('nobody@example.org', '192.0.2.1', wrong);
    expect(steps).toEqual(known);
    expect(known).toEqual(['sign-in', 'guess', 'person-sign-in', 'person-guess']);
  });
});
