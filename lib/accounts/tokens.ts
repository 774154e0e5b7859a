import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { accountDisabled } from '@/lib/errors';
import { REFRESH_REUSE_WINDOW_MS } from './limits';
import type { SignedIn, TokenRecords } from './ports';

export type TokenUse = 'access' | 'refresh';

export interface TokenPair {
  access: string;
  refresh: string;
  accessExpires: Date;
  refreshExpires: Date;
}

export interface TokenTerms {
  /** The dialect. Its refresh tokens work only there; access tokens work wherever Bearer does. */
  issuer: string;
  accessSeconds: number;
  refreshSeconds: number;
}

export interface Tokens {
  /** @throws AvatarError invalid_credentials if the password was replaced since it was verified */
  issue(person: Pick<SignedIn, 'id'> & Partial<SignedIn>, terms: TokenTerms): Promise<TokenPair>;
  /** @returns the owner and use of a token; null if it is wrong, expired or revoked. @throws AvatarError account_disabled */
  verify(token: string): Promise<{ userId: number; use: TokenUse } | null>;
  /**
   * Rotates a refresh token.
   * @returns the next pair; null, after revoking the whole sign-in, if the token was used before
   * @throws AvatarError account_disabled
   */
  refresh(token: string, terms: TokenTerms): Promise<(TokenPair & { userId: number }) | null>;
  /** Revokes the sign-in of this refresh token. @returns false if the token is not one of ours, or its sign-in has ended. */
  revoke(token: string, issuer: string): Promise<boolean>;
}

const ALGORITHM = 'HS256';

/** Timers fire up to a millisecond early, and dates have millisecond resolution. */
const CLOCK_MS = 5;

/**
 * Access and refresh tokens as JWTs. Each sign-in is a token family. A refresh rotates the token: concurrent requests within the reuse
 * window all get the next pair. A later reuse means that the token was copied, so the family is revoked and both holders have to sign in
 * again.
 */
export function createTokens({ records, secret }: { records: TokenRecords; secret: string }): Tokens {
  const key = new TextEncoder().encode(secret);

  async function sign(
    use: TokenUse,
    claims: { userId: number; family: string; serial: number; issuer: string },
    expires: Date,
  ): Promise<string> {
    const { userId, family, serial, issuer } = claims;
    return new SignJWT({ token_type: use, family, serial })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(String(userId))
      .setIssuer(issuer)
      .setNotBefore(Math.floor(Date.now() / 1000))
      .setExpirationTime(expires)
      .sign(key);
  }

  async function pair(claims: { userId: number; family: string; serial: number; issuer: string }, expires: Expiry): Promise<TokenPair> {
    return {
      access: await sign('access', claims, expires.access),
      refresh: await sign('refresh', claims, expires.refresh),
      accessExpires: expires.access,
      refreshExpires: expires.refresh,
    };
  }

  async function read(token: string) {
    const payload = await jwtVerify(token, key, { algorithms: [ALGORITHM] }).then(
      (verified) => verified.payload,
      () => null,
    );
    return payload && claimsOf(payload);
  }

  /** @throws AvatarError account_disabled if that is why the family has ended */
  async function refuseDisabled(family: string): Promise<null> {
    if (await records.isDisabled(family)) throw accountDisabled();
    return null;
  }

  return {
    async issue({ id: userId, passwordVersion }, { issuer, ...lifetime }) {
      const expires = expiry(lifetime);
      const family = randomBytes(16).toString('hex');
      await records.openFamily({ id: family, userId, passwordVersion, issuer, expiresAt: expires.refresh });
      return pair({ userId, family, serial: 1, issuer }, expires);
    },
    async verify(token) {
      const claims = await read(token);
      if (!claims) return null;
      if (!(await records.isAlive(claims.family, claims.issuer))) return refuseDisabled(claims.family);
      return { userId: claims.userId, use: claims.use };
    },
    async refresh(token, { issuer, ...lifetime }) {
      const claims = await read(token);
      if (claims?.use !== 'refresh' || claims.issuer !== issuer) return null;
      const expires = expiry(lifetime);
      const { family, serial, userId } = claims;
      const usedAt = await records.rotate({ id: family, userId, issuer, serial, expiresAt: expires.refresh });
      if (!usedAt) return refuseDisabled(family);
      // Inside the reuse window other holders can use the token as well. An earlier response would tell them that it has been used.
      const window = REFRESH_REUSE_WINDOW_MS + CLOCK_MS;
      // The database's time may be another server's clock.
      await setTimeout(Math.min(window, usedAt.getTime() + window - Date.now()));
      return { userId, ...(await pair({ userId, family, serial: serial + 1, issuer }, expires)) };
    },
    async revoke(token, issuer) {
      const claims = await read(token);
      if (claims?.use !== 'refresh' || claims.issuer !== issuer) return false;
      return (await records.revokeFamily(claims.family, issuer)) !== null;
    },
  };
}

interface Expiry {
  access: Date;
  refresh: Date;
}

function expiry({ accessSeconds, refreshSeconds }: { accessSeconds: number; refreshSeconds: number }): Expiry {
  const after = (seconds: number) => new Date(Date.now() + seconds * 1000);
  return { access: after(accessSeconds), refresh: after(refreshSeconds) };
}

function claimsOf({ sub, iss, token_type: use, family, serial }: JWTPayload) {
  const userId = Number(sub);
  if (!Number.isInteger(userId) || typeof iss !== 'string' || typeof family !== 'string' || typeof serial !== 'number') return null;
  return use === 'access' || use === 'refresh' ? { userId, issuer: iss, use: use as TokenUse, family, serial } : null;
}
