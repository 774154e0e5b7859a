import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '@/lib/accounts/ports';
import { type AvatarError, isAvatarError } from '@/lib/errors';
import { sessionCredentials } from './credentials';
import type { Services } from './endpoint';
import { retryAfterHeader } from './retry-after';

/** Everything that is no page: these addresses say by themselves what is wrong. */
const NO_PAGE = /^\/(?:_next|api|avatar|healthz|json|media|oauth2|session|site|u|user|user_avatars|v1)(?:\/|$)|\.[a-z0-9]+$/;

/** Answers the request and resolves with true, or resolves with false and has done nothing. */
export type PageGuard = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;

/**
 * Pages ask the database who is signed in and what their picture is, and Next.js has no way to answer 503 when it cannot: it would be 500,
 * and a stack in the log for each request. So the same is asked before it is. Strangers' pages ask nothing.
 */
export function createPageGuard({ services, authenticator }: { services: Services; authenticator: Authenticator }): PageGuard {
  return async ({ method = '', url = '', headers }, outgoing) => {
    if (!['GET', 'HEAD'].includes(method) || headers.cookie === undefined || NO_PAGE.test(url.split('?', 1)[0] ?? '')) return false;
    try {
      // Within, since a header that cannot be read must not end the process.
      const request = new Request(services.baseUrl, { headers: { cookie: headers.cookie } });
      const principal = await authenticator.authenticate(sessionCredentials(request, services), null);
      if (principal) await services.avatars.stateOf(principal.userId);
      return false;
    } catch (error) {
      if (!isAvatarError(error) || error.code !== 'database_unavailable') return false;
      write(error, method, outgoing);
      return true;
    }
  };
}

function write({ details }: AvatarError<'database_unavailable'>, method: string, outgoing: ServerResponse): void {
  outgoing.writeHead(503, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(PAGE)),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    ...retryAfterHeader(details),
  });
  outgoing.end(method === 'HEAD' ? undefined : PAGE);
}

/** Whole, since whatever it would load might need the database as well. The empty address is the one of the page that was asked for. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="10">
<title>Try again in a moment · Likeness</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 20vh auto 0; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
</style>
</head>
<body>
<main>
<h1>Try again in a moment</h1>
<p>The server cannot reach its database at present. Your picture is not affected.</p>
<p><a href="">Try again</a></p>
</main>
</body>
</html>
`;
