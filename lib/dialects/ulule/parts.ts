import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { authorizationCredentials } from '@/lib/http/credentials';
import type { Context } from '@/lib/http/endpoint';
import { ululeErrors } from './errors';
import { hasLegacyKeys, type View } from './resource';

/** What all calls share that read. "To read private data, HTTP Basic and API key may be used." */
export const reading = { credentials, allowPassword: isBasic, errors: ululeErrors };

/** What all calls share that write: Bearer, or an API key, whose scopes are looked at when it comes to the writing. */
export const writing = { access: 'person' as const, credentials: writeCredentials, errors: ululeErrors };

/** `Bearer TOKEN`, `APIKey KEY`, the older `ApiKey user:KEY`, or Basic; schemes without regard to case. */
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

/** Whether it is Basic on the wire: `ApiKey user:KEY` is understood as the same, and must not carry a password. */
function isBasic(request: Request): boolean {
  return /^\s*basic\b/i.test(request.headers.get('authorization') ?? '');
}

/** How resources look to the client that sent this request. */
export function viewOf(request: Request, { services: { baseUrl } }: Context): View {
  return { baseUrl, legacy: hasLegacyKeys(request) };
}

export function json(body: unknown, status = 200): Response {
  // The body depends on who asks and on the version they ask for.
  return Response.json(body, { status, headers: { 'Cache-Control': 'private, no-store' } });
}

/** @throws AvatarError invalid_request, as the wrong value of one field. */
export function wrongField(name: string, message: string, classification?: 'TypeError' | 'RequiredError'): AvatarError {
  return new AvatarError('invalid_request', message, { fields: { [name]: message }, ...(classification && { classification }) });
}
