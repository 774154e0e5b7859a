import { API_KEY_FORMAT } from '@/lib/accounts/accounts';
import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Refusal } from './errors';

/**
 * `Authorization: Basic base64(email:api_key)`, parsed as strictly as Zulip does: clients distinguish the errors.
 *
 * @throws AvatarError invalid_credentials with `details.reason`, before any query of the database
 */
export function basicCredentials(request: Request): Credentials {
  const header = request.headers.get('authorization');
  if (header === null) return { kind: 'none' };
  const [scheme = '', value, ...more] = header.trim().split(/\s+/);
  if (value === undefined || more.length > 0) throw refusal('unreadable');
  if (scheme.toLowerCase() !== 'basic') throw refusal('not_basic');
  const [email, secret, ...others] = decoded(value).split(':');
  if (email === undefined || secret === undefined || others.length > 0) throw refusal('unreadable');
  return { kind: 'basic', email: email.trim(), secret: wellFormed(secret.trim()) };
}

/** @throws AvatarError invalid_credentials unless the text has the form of an API key */
export function wellFormed(key: string): string {
  if (!API_KEY_FORMAT.test(key)) throw refusal('malformed_key');
  return key;
}

function decoded(base64: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) throw refusal('unreadable');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw refusal('unreadable');
  }
}

function refusal(reason: Refusal): AvatarError {
  return new AvatarError('invalid_credentials', `Invalid Authorization header: ${reason}.`, { reason });
}
