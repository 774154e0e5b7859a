import { SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { newPerson } from '@/testing/records';
import { REFRESH_REUSE_WINDOW_MS } from './limits';
import type { TokenRecords } from './ports';
import type { TokenTerms } from './tokens';
import { createTokens } from './tokens';

const records = sharedRecords();
const SECRET = 'a secret of more than thirty-two characters';
const TERMS: TokenTerms = { issuer: 'cloudreve', accessSeconds: 3600, refreshSeconds: 1_209_600 };

/** The answer to a refresh waits until the window closes in which the token may be used again; with an earlier date it does not wait. */
const rotateAtOnce: TokenRecords['rotate'] = async (family) => ((await records().rotate(family)) ? new Date(0) : null);

const tokensWith = (secret: string) => createTokens({ records: { ...records(), rotate: rotateAtOnce }, secret });

/** A person who has just signed in. */
async function signedIn(terms = TERMS) {
  const { id: userId } = await newPerson(records());
  const tokens = tokensWith(SECRET);
  return { userId, tokens, pair: await tokens.issue({ id: userId }, terms) };
}

/** Advances the clock and nothing else: the database waits for real timers. */
function later(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a pair of tokens', () => {
  it('names its owner and the use of each token', async () => {
    const { userId, tokens, pair } = await signedIn();
    expect(await tokens.verify(pair.access)).toEqual({ userId, use: 'access' });
    expect(await tokens.verify(pair.refresh)).toEqual({ userId, use: 'refresh' });
  });

  it('expires at the time that it names', async () => {
    const { userId, tokens, pair } = await signedIn();
    later(TERMS.accessSeconds - 5);
    expect(await tokens.verify(pair.access)).toEqual({ userId, use: 'access' });
    later(10);
    expect(pair.accessExpires.getTime()).toBeLessThan(Date.now());
    expect(await tokens.verify(pair.access)).toBeNull();
    expect(await tokens.verify(pair.refresh)).toEqual({ userId, use: 'refresh' });
    later(TERMS.refreshSeconds);
    expect(pair.refreshExpires.getTime()).toBeLessThan(Date.now());
    expect(await tokens.verify(pair.refresh)).toBeNull();
    expect(await tokens.refresh(pair.refresh, TERMS)).toBeNull();
  });

  it('belongs to one sign-in, which can be revoked without the others', async () => {
    const { userId, tokens, pair } = await signedIn();
    const other = await tokens.issue({ id: userId }, TERMS);
    expect(await tokens.revoke(pair.refresh, TERMS.issuer)).toBe(true);
    for (const token of [pair.access, pair.refresh]) expect(await tokens.verify(token)).toBeNull();
    expect(await tokens.refresh(pair.refresh, TERMS)).toBeNull();
    expect(await tokens.revoke(pair.refresh, TERMS.issuer)).toBe(false);
    expect(await tokens.verify(other.access)).toEqual({ userId, use: 'access' });
  });
});

describe('a refresh token', () => {
  it('yields the next pair, with new lifetimes', async () => {
    const { userId, tokens, pair } = await signedIn();
    later(TERMS.accessSeconds * 2);
    const next = await tokens.refresh(pair.refresh, TERMS);
    expect(next).toMatchObject({ userId, accessExpires: new Date(Date.now() + TERMS.accessSeconds * 1000) });
    expect(await tokens.verify(next?.access ?? '')).toEqual({ userId, use: 'access' });
    expect(next?.refresh).not.toBe(pair.refresh);
  });

  it('revokes the whole sign-in when it is replayed', async () => {
    const { tokens, pair } = await signedIn();
    const next = await tokens.refresh(pair.refresh, TERMS);
    later(1);
    expect(await tokens.refresh(pair.refresh, TERMS)).toBeNull();
    for (const token of [pair.access, pair.refresh, next?.access, next?.refresh]) expect(await tokens.verify(token ?? '')).toBeNull();
    expect(await tokens.refresh(next?.refresh ?? '', TERMS)).toBeNull();
  });

  it('yields a pair to each of several concurrent requests, which pages send when they load', async () => {
    const { userId, tokens, pair } = await signedIn();
    const pairs = await Promise.all(Array.from({ length: 8 }, () => tokens.refresh(pair.refresh, TERMS)));
    for (const next of pairs) expect(await tokens.verify(next?.access ?? '')).toEqual({ userId, use: 'access' });
    // A client may keep any of the pairs.
    const onwards = await tokens.refresh(pairs[3]?.refresh ?? '', TERMS);
    expect(await tokens.verify(onwards?.access ?? '')).toEqual({ userId, use: 'access' });
  });

  it('revokes all concurrent pairs when it is replayed later', async () => {
    const { tokens, pair } = await signedIn();
    const pairs = await Promise.all([tokens.refresh(pair.refresh, TERMS), tokens.refresh(pair.refresh, TERMS)]);
    later(1);
    expect(await tokens.refresh(pair.refresh, TERMS)).toBeNull();
    for (const next of pairs) expect(await tokens.verify(next?.access ?? '')).toBeNull();
  });

  it('is answered when the reuse window has closed, after which it cannot be used again', async () => {
    const { pair } = await signedIn();
    const tokens = createTokens({ records: records(), secret: SECRET });
    const start = performance.now();
    expect(await tokens.refresh(pair.refresh, TERMS)).not.toBeNull();
    expect(performance.now() - start).toBeGreaterThanOrEqual(REFRESH_REUSE_WINDOW_MS);
    expect(await tokens.refresh(pair.refresh, TERMS)).toBeNull();
  });

  it('is useless to another dialect, and its sign-in stays valid', async () => {
    const { userId, tokens, pair } = await signedIn();
    expect(await tokens.refresh(pair.refresh, { ...TERMS, issuer: 'ulule' })).toBeNull();
    expect(await tokens.revoke(pair.refresh, 'ulule')).toBe(false);
    expect(await tokens.verify(pair.access)).toEqual({ userId, use: 'access' });
  });

  it('does not work as an access token, nor the reverse', async () => {
    const { userId, tokens, pair } = await signedIn();
    expect(await tokens.refresh(pair.access, TERMS)).toBeNull();
    expect(await tokens.revoke(pair.access, TERMS.issuer)).toBe(false);
    expect(await tokens.verify(pair.access)).toEqual({ userId, use: 'access' });
  });
});

describe('a foreign token', () => {
  it('is refused in every form: garbage, forged, unsigned, another algorithm, other claims', async () => {
    const { userId, tokens, pair } = await signedIn();
    const [head = '', payload = '', signature = ''] = pair.access.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, string | number>;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: String(userId + 1) })).toString('base64url');
    const sign = (payload: Record<string, string | number>, secret = SECRET, alg = 'HS256') =>
      new SignJWT(payload).setProtectedHeader({ alg }).setExpirationTime('1h').sign(new TextEncoder().encode(secret));
    const strangers = [
      '',
      'garbage',
      'a.b.c',
      `${head}.${payload}.`,
      `${head}.${payload}.${signature.split('').reverse().join('')}`,
      `${head}.${forged}.${signature}`,
      new UnsecuredJWT(claims).encode(),
      await sign(claims, `another ${SECRET}`),
      await sign(claims, SECRET, 'HS512'),
      await sign({ ...claims, token_type: 'admin' }),
      await sign({ ...claims, family: 'f'.repeat(32) }),
      await sign({ ...claims, sub: 'ada' }),
      await sign({ sub: String(userId) }),
    ];
    for (const token of strangers) {
      expect(await tokens.verify(token), token).toBeNull();
      expect(await tokens.refresh(token, TERMS), token).toBeNull();
      expect(await tokens.revoke(token, TERMS.issuer), token).toBe(false);
    }
    expect(await tokens.verify(await sign(claims))).toEqual({ userId, use: 'access' });
  });

  it('of another server is refused', async () => {
    const { pair } = await signedIn();
    expect(await tokensWith(`another ${SECRET}`).verify(pair.access)).toBeNull();
  });
});
