import { decode } from 'next-auth/jwt';
import type { DiskSpace } from '@/lib/avatars/ports';
import { AvatarError, accountDisabled, isAvatarError } from '@/lib/errors';
import { API_KEY_FORMAT, hashApiKey } from './accounts';
import { canonicalEmail } from './email';
import { type AccountRecords, type Authenticator, type Person, type Principal, SCOPES } from './ports';
import { cookieSerial, isReplayed } from './sessions/cookies';
import { SESSION_ID_FORMAT, sessionEnd } from './sessions/sessions';
import type { Tokens } from './tokens';

/** Owners look for the day of the last use. Writing it on every request would turn each read into a write. */
const TOUCH_EVERY_MS = 60_000;

export function createAuthenticator(parts: {
  records: AccountRecords;
  tokens: Tokens;
  secret: string;
  diskSpace?: Pick<DiskSpace, 'isLow'>;
}): Authenticator {
  const { records, tokens, secret: sessionSecret, diskSpace } = parts;

  /** Records a use for the owner, at most once a minute. A failed write must not fail the request. */
  async function recordUse(last: Date | null, record: (now: Date) => Promise<void>): Promise<void> {
    const now = new Date();
    if (last && now.getTime() - last.getTime() <= TOUCH_EVERY_MS) return;
    if (await diskSpace?.isLow()) return;
    await record(now).catch((error) => {
      if (!isAvatarError(error)) throw error;
    });
  }

  async function authenticateSession(token: string, isAgain: boolean): Promise<Principal | null> {
    const claims = await decode({ token, secret: sessionSecret }).catch(() => null);
    // Another program on this host may sign its cookies with the same secret.
    const sessionId = typeof claims?.sid === 'string' && SESSION_ID_FORMAT.test(claims.sid) ? claims.sid : null;
    const session = sessionId === null ? null : await records.sessionById(sessionId);
    // A session that has ended is not an error: the person is signed out, as without a cookie.
    if (!sessionId || !session || session.person.disabledAt || claims?.sub !== String(session.person.id)) return null;
    const serial = cookieSerial(claims ?? {});
    if (!isAgain && isReplayed(session.cookie, serial)) {
      // The owner signs in again, and a thief cannot: as for refresh tokens.
      await records.endSession(session.person.id, sessionId);
      return null;
    }
    if (serial > 0 && serial === session.cookie.serial && session.cookie.usedAt === null) {
      await recordUse(null, (now) => records.useCookie(sessionId, serial, now));
    }
    await recordUse(session.lastSeenAt, (now) => records.extendSession(sessionId, { lastSeenAt: now, expiresAt: sessionEnd(now) }));
    return principalWithAllScopes(session.person, 'session', sessionId);
  }

  /** Any of theirs: programs that name an address go on when another one becomes primary. */
  async function hasAddress({ id, email: primary }: Person, email: string): Promise<boolean> {
    return primary === email || (await records.personByEmail(email, 'any'))?.id === id;
  }

  /** @returns null if the key does not exist or belongs to another person. */
  async function authenticateKey(token: string, email?: string): Promise<Principal | null> {
    const found = API_KEY_FORMAT.test(token) ? await records.keyBySha256(hashApiKey(token)) : null;
    if (!found || (email !== undefined && !(await hasAddress(found.person, canonicalEmail(email))))) return null;
    const { key, person } = found;
    if (key.expiresAt && key.expiresAt <= new Date()) throw invalid(`This API key expired on ${key.expiresAt.toISOString()}.`);
    if (person.disabledAt) throw accountDisabled();
    await recordUse(key.lastUsedAt, (used) => records.touchKey(key.id, used));
    return { userId: person.id, role: person.role, via: 'api-key', scopes: key.scopes };
  }

  /** @returns null if the token is not one of ours or its family is revoked. */
  async function authenticateToken(token: string): Promise<Principal | null> {
    const verified = await tokens.verify(token);
    if (verified?.use === 'refresh')
      throw new AvatarError('invalid_credentials', 'Expected an access token or an API key, got a refresh token.', {
        reason: 'refresh_token',
      });
    const person = verified && (await records.personById(verified.userId));
    if (person?.disabledAt) throw accountDisabled();
    return person && principalWithAllScopes(person, 'token');
  }

  return {
    async authenticate(credentials, signIn, isAgain = false) {
      switch (credentials.kind) {
        case 'none':
          return null;
        case 'malformed':
          throw invalid(credentials.message);
        case 'session':
          return authenticateSession(credentials.token, isAgain);
        case 'bearer':
        case 'token-cookie':
          return (
            (await authenticateKey(credentials.token)) ??
            (await authenticateToken(credentials.token)) ??
            refuse('Invalid API key or access token.')
          );
        case 'basic': {
          const { email, secret } = credentials;
          const principal = await authenticateKey(secret, email);
          if (principal) return principal;
          if (!signIn) return refuse('Wrong e-mail address or API key.');
          const person = await signIn(email, secret);
          if (!person) return refuse('Wrong e-mail address or password.');
          return { ...principalWithAllScopes(person, 'password'), passwordVersion: person.passwordVersion };
        }
      }
    },
  };
}

function principalWithAllScopes(person: Person, via: Principal['via'], sessionId?: string): Principal {
  return { userId: person.id, role: person.role, via, scopes: SCOPES, ...(sessionId !== undefined && { sessionId }) };
}

function refuse(message: string): never {
  throw invalid(message);
}

function invalid(message: string): AvatarError {
  return new AvatarError('invalid_credentials', message);
}
