import { isIP } from 'node:net';
import type { Credentials } from '@/lib/accounts/ports';
import type { Services } from './endpoint';

/** Credentials of the session cookie, and whether the request comes from our own pages. */
export function sessionCredentials(request: Request, { sessionCookie, baseUrl }: Pick<Services, 'sessionCookie' | 'baseUrl'>): Credentials {
  const token = cookie(request, sessionCookie);
  return token === undefined ? { kind: 'none' } : { kind: 'session', token, sameOrigin: isSameOrigin(request, baseUrl) };
}

/** Parses `Authorization: Bearer <token>` or `Basic <email:secret>`; schemes are case-insensitive. @returns undefined without the header */
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

/** The raw value of a cookie. */
export function cookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * Whether one of our own pages sent the request. Browsers send `Sec-Fetch-Site` on trustworthy origins, and `Origin` with every write.
 * Without either, the client is no current browser, and a cookie alone proves nothing.
 *
 * Our own origins are `BASE_URL` and the requested host, if that is a loopback name or an IP address. Any other name could be an attacker's
 * that resolves to our address for a moment (DNS rebinding), whose pages are same-origin to the browser.
 */
export function isSameOrigin(request: Request, baseUrl: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = request.headers.get('origin');
  if (origin === baseUrl) return true;
  const host = request.headers.get('host');
  // Every browser sends `Host`.
  const requested = hostOf(host === null ? request.url : `http://${host}`);
  if (requested === null) return false;
  // Without an origin, or with `null`, the host identifies the page, provided that `Sec-Fetch-Site` confirms the same origin.
  if (origin === null || origin === 'null')
    return site !== null && (requested.host === hostOf(baseUrl)?.host || cannotBeRebound(requested));
  return hostOf(origin)?.host === requested.host && cannotBeRebound(requested);
}

/**
 * Whether a page of another origin sent the request. Without both headers no page is known to have: on origins that are not trustworthy,
 * browsers send neither with a same-origin GET. `none` is a request of the user, such as an address typed in.
 */
export function isForeign(request: Request, baseUrl: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site !== 'none' && !isSameOrigin(request, baseUrl);
  return request.headers.has('origin') && !isSameOrigin(request, baseUrl);
}

/** Explains a refused origin to people who open the server under a name that is not `BASE_URL`. Part of the response and the log. */
export function foreignOrigin(request: Request, baseUrl: string): string {
  const origin = request.headers.get('origin') ?? `http://${request.headers.get('host')}`;
  return `Expected a request from ${baseUrl}; got one from ${origin.slice(0, 200)}. If that is the address of this server, set BASE_URL to it.`;
}

function hostOf(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** Whether a host name resolves without DNS. */
function cannotBeRebound({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
