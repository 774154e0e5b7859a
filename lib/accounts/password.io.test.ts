import * as argon2 from '@node-rs/argon2';
import { describe, expect, it, vi } from 'vitest';
import { createPasswords, passwords } from './password';

const { hashPassword, passwordMatches } = passwords;

/** A fresh instance around the real argon2 that records each verification, since verifications dominate the time. */
function watched() {
  const [hash, verify] = [vi.fn(argon2.hash), vi.fn(argon2.verify)];
  return { hash, verify, ...createPasswords({ hash, verify }) };
}

describe('a password', () => {
  it('matches its own hash and no other', async () => {
    const hash = await hashPassword('correct horse');
    expect(await passwordMatches('correct horse', hash)).toBe(true);
    expect(await passwordMatches('correct horsf', hash)).toBe(false);
    expect(await passwordMatches('', hash)).toBe(false);
  });

  it('is hashed with salted argon2id and OWASP’s parameters', async () => {
    const [one, other] = [await hashPassword('pässwörd 🐎'), await hashPassword('pässwörd 🐎')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwordMatches('pässwörd 🐎', other)).toBe(true);
  });

  it('matches with composed, decomposed and singleton accents', async () => {
    const hash = await hashPassword('pa\u0308sswo\u0308rd \u212B');
    expect(await passwordMatches('p\u00E4ssw\u00F6rd \u00C5', hash)).toBe(true);
    expect(await passwordMatches('pa\u0308sswo\u0308rd A\u030A', hash)).toBe(true);
    expect(await passwordMatches('passwo\u0308rd A\u030A', hash)).toBe(false);
  });

  it('still matches a hash that an older version made before normalization', async () => {
    const hash = await argon2.hash('pa\u0308sswo\u0308rd');
    expect(await passwordMatches('pa\u0308sswo\u0308rd', hash)).toBe(true);
    expect(await passwordMatches('pa\u0308sswo\u0308rx', hash)).toBe(false);
  });

  it('in decomposed form costs the same to check with and without an account', async () => {
    const passwords = watched();
    const hash = await passwords.hashPassword('correct horse');
    await passwords.passwordMatches('wro\u0308ng', hash);
    const { calls } = passwords.verify.mock;
    expect(calls).toHaveLength(2);
    await passwords.passwordMatches('wro\u0308ng', undefined);
    expect(calls).toHaveLength(4);
  });

  it('for an unknown account costs the same as a wrong one: one verification with the same parameters', async () => {
    const passwords = watched();
    const hash = await passwords.hashPassword('correct horse');
    await passwords.passwordMatches('wrong', hash);
    expect(await passwords.passwordMatches('wrong', undefined)).toBe(false);
    expect(await passwords.passwordMatches('nobody has this password', undefined)).toBe(false);
    const parametersOf = (phc: unknown) => String(phc).split('$').slice(1, 4).join('$');
    const { calls } = passwords.verify.mock;
    expect(calls).toHaveLength(3);
    for (const [phc] of calls) expect(parametersOf(phc)).toBe(parametersOf(hash));
  });

  it.each([
    ['an existing account', 'a hash'],
    ['an unknown account', undefined],
  ])('for %s costs the same in the first attempt after a start', async (_who, known) => {
    const passwordHash = known && (await hashPassword('correct horse'));
    const fresh = watched();
    expect(await fresh.passwordMatches('wrong', passwordHash)).toBe(false);
    expect([fresh.hash.mock.calls.length, fresh.verify.mock.calls.length]).toEqual([1, 1]);
  });
});
