import * as argon2 from '@node-rs/argon2';
import { afterEach, describe, expect, it, vi } from 'vitest';

// The real argon2, watched: what is verified, and how often, is what takes the time.
vi.mock('@node-rs/argon2', async (importOriginal) => {
  const real = await importOriginal<typeof argon2>();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

// The module as it is with that: tests of other files may have loaded it with the one that nobody watches.
vi.resetModules();
const { hashPassword, passwordMatches } = await import('./password');

afterEach(() => vi.clearAllMocks());

describe('a password', () => {
  it('matches its own hash and no other', async () => {
    const hash = await hashPassword('correct horse');
    expect(await passwordMatches('correct horse', hash)).toBe(true);
    expect(await passwordMatches('correct horsf', hash)).toBe(false);
    expect(await passwordMatches('', hash)).toBe(false);
  });

  it('is hashed with argon2id, salted, as OWASP asks', async () => {
    const [one, other] = [await hashPassword('pässwörd 🐎'), await hashPassword('pässwörd 🐎')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwordMatches('pässwörd 🐎', other)).toBe(true);
  });

  it('of nobody costs as much to check as a wrong one: one hash with the same parameters', async () => {
    const hash = await hashPassword('correct horse');
    await passwordMatches('wrong', hash);
    expect(await passwordMatches('wrong', undefined)).toBe(false);
    expect(await passwordMatches('nobody has this password', undefined)).toBe(false);
    const parametersOf = (phc: unknown) => String(phc).split('$').slice(1, 4).join('$');
    const calls = vi.mocked(argon2.verify).mock.calls;
    expect(calls).toHaveLength(3);
    for (const [phc] of calls) expect(parametersOf(phc)).toBe(parametersOf(hash));
  });

  it.each([
    ['somebody', 'a hash'],
    ['nobody', undefined],
  ])('of %s costs as much in the first attempt after a start', async (_who, known) => {
    vi.resetModules();
    const fresh = await import('./password');
    const passwordHash = known && (await hashPassword('correct horse'));
    vi.mocked(argon2.hash).mockClear();
    expect(await fresh.passwordMatches('wrong', passwordHash)).toBe(false);
    expect([vi.mocked(argon2.hash).mock.calls.length, vi.mocked(argon2.verify).mock.calls.length]).toEqual([1, 1]);
  });
});
