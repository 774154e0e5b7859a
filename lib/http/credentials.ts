import { isIP } from 'node:net';
import type { Credentials } from '@/lib/accounts/ports';
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
 * without either it was no browser of today, and a cookie alone proves nothing.
 *
 * An origin is ours if it is `BASE_URL`, or if it is the host that was asked and that host is a loopback name or an IP address. Any other
 * name may be a stranger's that resolves to our address for a moment (DNS rebinding), whose pages are same-origin to the browser.
 */
export function isSameOrigin(request: Request, baseUrl: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = request.headers.get('origin');
  if (origin === baseUrl) return true;
  const host = request.headers.get('host');
  // Every browser sends it.
  const asked = hostOf(host === null ? request.url : `http://${host}`);
  if (asked === null) return false;
  // Without an origin, or with `null`, only the host says which page it was; and only if the browser says that it was one of its own.
  if (origin === null || origin === 'null') return site !== null && (asked.host === hostOf(baseUrl)?.host || cannotBeRebound(asked));
  return hostOf(origin)?.host === asked.host && cannotBeRebound(asked);
}

/** What to tell somebody whose browser calls us by a name that is not `BASE_URL`: in the answer, and so in the log. */
export function foreignOrigin(request: Request, baseUrl: string): string {
  const origin = request.headers.get('origin') ?? `http://${request.headers.get('host')}`;
  return `Expected a request from ${baseUrl}; got one from ${origin.slice(0, 200)}. If that is the address of this server, set BASE_URL to it.`;
}

function hostOf(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** Whether a host name means the same address to everyone, whatever a DNS server says. */
function cannotBeRebound({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
