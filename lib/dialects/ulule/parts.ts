import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { BytesResponse } from '@/lib/http/bytes-response';
import { authorizationCredentials } from '@/lib/http/credentials';
import type { Context } from '@/lib/http/endpoint';
import { ululeErrors } from './errors';
import { hasLegacyKeys, type View } from './resource';

/** The parts that all reads share. "To read private data, HTTP Basic and API key may be used." */
export const reading = { credentials, allowPassword: isBasic, nodeAdapter: true, errors: ululeErrors };

/** The parts that all writes share: Bearer or an API key. The use case checks the scopes of a key. */
export const writing = { access: 'person' as const, credentials: writeCredentials, errors: ululeErrors };

/** `Bearer TOKEN`, `APIKey KEY`, the older `ApiKey user:KEY`, or Basic. Schemes are case-insensitive. */
function credentials(request: Request): Credentials {
  const [, value] = /^\s*apikey\s+(.*?)\s*$/is.exec(request.headers.get('authorization') ?? '') ?? [];
  if (value === undefined) return authorizationCredentials(request) ?? { kind: 'none' };
  const [, user, key = ''] = /^(?:(.*):)?(.*)$/s.exec(value) ?? [];
  return user === undefined ? { kind: 'bearer', token: key } : { kind: 'basic', email: user, secret: key };
}

function writeCredentials(request: Request): Credentials {
  if (!isBasic(request)) return credentials(request);
  return {
    kind: 'malformed',
    message: 'HTTP Basic is read-only. To write, send Authorization: Bearer with an access token or an API key.',
  };
}

/** Whether the scheme is Basic. `ApiKey user:KEY` yields the same credentials and must not carry a password. */
function isBasic(request: Request): boolean {
  return /^\s*basic\b/i.test(request.headers.get('authorization') ?? '');
}

/** The representation that the client of this request expects. */
export function viewOf(request: Request, { services: { baseUrl } }: Context): View {
  return { baseUrl, legacy: hasLegacyKeys(request) };
}

export function json(body: unknown, status = 200): Response {
  // The body depends on the credentials and on `Ulule-Version`.
  return BytesResponse.json(body, { status, headers: { 'Cache-Control': 'private, no-store' } });
}

/** Creates the error for the invalid value of one field. @returns AvatarError invalid_request */
export function wrongField(name: string, message: string, classification?: 'TypeError' | 'RequiredError'): AvatarError {
  return new AvatarError('invalid_request', message, { fields: { [name]: message }, ...(classification && { classification }) });
}
