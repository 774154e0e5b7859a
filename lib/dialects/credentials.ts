import type { Credentials } from '@/lib/avatars/accounts';
import type { Services } from './endpoint';

/** The session cookie with what the browser says about where the request comes from. */
export function sessionCredentials(request: Request, { sessionCookie, baseUrl }: Services): Credentials {
  const token = cookie(request, sessionCookie);
  return token === undefined ? { kind: 'none' } : { kind: 'session', token, sameOrigin: isSameOrigin(request, baseUrl) };
}

/** `Authorization: Bearer <token>` or `Basic <email:secret>`; schemes without regard to case. Undefined when there is no such header. */
export function authorizationCredentials(request: Request): Credentials | undefined {
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  const [, scheme = '', value = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return { kind: 'bearer', token: value };
    case 'basic': {
      const [, email, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
      if (email === undefined || secret === undefined) {
        return { kind: 'malformed', message: 'Invalid Basic credentials: expected base64 of email:key.' };
      }
      return { kind: 'basic', email, secret };
    }
    default:
      return { kind: 'malformed', message: `Unsupported Authorization scheme: expected Bearer or Basic, got ${scheme || 'nothing'}.` };
  }
}

/** The value of a cookie, as it was sent. */
export function cookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * Whether one of our own pages sent this. Browsers say so in `Sec-Fetch-Site` on trustworthy origins and in `Origin` with every write;
 * without either it was no browser of today, and a cookie alone proves nothing. The host that was asked counts as ours beside
 * `BASE_URL`, since the cookie was sent to it.
 */
export function isSameOrigin(request: Request, baseUrl: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  return origin === baseUrl || new URL(origin).host === request.headers.get('host');
}
