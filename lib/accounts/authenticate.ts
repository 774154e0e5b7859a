import { decode } from 'next-auth/jwt';
import type { DiskSpace } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { API_KEY_FORMAT, hashApiKey } from './accounts';
import { canonicalEmail } from './email';
import { LARGEST_ID } from './limits';
import { type AccountRecords, type Authenticator, type Person, type Principal, SCOPES, type Tokens } from './ports';

/** The day a key was last used is what people look for; writing it with every request would make reads writes. */
const TOUCH_EVERY_MS = 60_000;

export function createAuthenticator(parts: {
  records: AccountRecords;
  tokens: Tokens;
  secret: string;
  diskSpace?: Pick<DiskSpace, 'isLow'>;
}): Authenticator {
  const { records, tokens, secret: sessionSecret, diskSpace } = parts;

  /** A note for its owner, which no request may fail for. */
  async function touch(keyId: number, now: Date): Promise<void> {
    if (await diskSpace?.isLow()) return;
    await records.touchKey(keyId, now).catch((error) => {
      if (!isAvatarError(error)) throw error;
    });
  }

  async function bySession(token: string): Promise<Principal | null> {
    const claims = await decode({ token, secret: sessionSecret }).catch(() => null);
    const id = Number(claims?.sub);
    // Another program on this host may sign its cookies with the same secret and name its people otherwise.
    const person = Number.isInteger(id) && id > 0 && id <= LARGEST_ID ? await records.personById(id) : null;
    // An expired session is no error of the person's: they are signed out, as without a cookie.
    return person && everything(person, 'session');
  }

  /** null when there is no such key, or it is another person's. */
  async function byKey(token: string, email?: string): Promise<Principal | null> {
    const found = API_KEY_FORMAT.test(token) ? await records.keyBySha256(hashApiKey(token)) : null;
    if (!found || (email !== undefined && found.person.email !== canonicalEmail(email))) return null;
    const { key, person } = found;
    const now = new Date();
    if (key.expiresAt && key.expiresAt <= now) throw invalid(`This API key expired on ${key.expiresAt.toISOString()}.`);
    if (!key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() > TOUCH_EVERY_MS) await touch(key.id, now);
    return { userId: person.id, role: person.role, via: 'api-key', scopes: key.scopes };
  }

  /** null when it is no token of ours, or its sign-in has ended. */
  async function byToken(token: string): Promise<Principal | null> {
    const verified = await tokens.verify(token);
    if (verified?.use === 'refresh')
      throw new AvatarError('invalid_credentials', 'Expected an access token or an API key, got a refresh token.', {
        reason: 'refresh_token',
      });
    const person = verified && (await records.personById(verified.userId));
    return person && everything(person, 'token');
  }

  return {
    async authenticate(credentials, signIn) {
      switch (credentials.kind) {
        case 'none':
          return null;
        case 'malformed':
          throw invalid(credentials.message);
        case 'session':
          return bySession(credentials.token);
        case 'bearer':
        case 'token-cookie':
          return (await byKey(credentials.token)) ?? (await byToken(credentials.token)) ?? refuse('Invalid API key or access token.');
        case 'basic': {
          const { email, secret } = credentials;
          const principal = await byKey(secret, email);
          if (principal) return principal;
          if (!signIn) return refuse('Wrong e-mail address or API key.');
          const person = await signIn(email, secret);
          return person ? everything(person, 'password') : refuse('Wrong e-mail address or password.');
        }
      }
    },
  };
}

function everything(person: Person, via: Principal['via']): Principal {
  return { userId: person.id, role: person.role, via, scopes: SCOPES };
}

function refuse(message: string): never {
  throw invalid(message);
}

function invalid(message: string): AvatarError {
  return new AvatarError('invalid_credentials', message);
}
