import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '@/lib/accounts/ports';
import { type AvatarError, isAvatarError } from '@/lib/errors';
import { sessionCredentials } from '../credentials';
import type { Services } from '../endpoint';
import { retryAfterHeader } from '../retry-after';
import { EARLY_PAGE_HEADERS, earlyPage } from './early-page';
import { earlyTexts } from './early-texts';

/** Resolves to true after it has written the response, and to false if it has not. Call it for pages only. */
export type PageGuard = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;

/**
 * Pages read the person and the picture from the database. If that fails, Next.js can only respond with 500 and log a stack for each
 * request. This guard does the same reads first and responds with 503. Requests without a session cookie read nothing.
 */
export function createPageGuard({ services, authenticator }: { services: Services; authenticator: Authenticator }): PageGuard {
  return async ({ method = '', headers }, outgoing) => {
    if (!['GET', 'HEAD'].includes(method) || headers.cookie === undefined) return false;
    const { cookie, 'accept-language': languages = '' } = headers;
    let request: Request;
    try {
      // Inside of a try: an invalid cookie header throws and must not end the process.
      request = new Request(services.baseUrl, { headers: { cookie, 'accept-language': languages } });
    } catch {
      return false;
    }
    try {
      const principal = await authenticator.authenticate(sessionCredentials(request, services), null);
      if (principal) await services.avatars.stateOf(principal.userId);
      return false;
    } catch (error) {
      if (!isAvatarError(error) || error.code !== 'database_unavailable') return false;
      write(error, { request, method }, outgoing);
      return true;
    }
  };
}

function write(
  { details }: AvatarError<'database_unavailable'>,
  { request, method }: { request: Request; method: string },
  outgoing: ServerResponse,
): void {
  const page = pageFor(request);
  outgoing.writeHead(503, {
    ...EARLY_PAGE_HEADERS,
    'Content-Length': String(Buffer.byteLength(page)),
    ...retryAfterHeader(details),
  });
  outgoing.end(method === 'HEAD' ? undefined : page);
}

/** Tries again by itself. The empty `href` is the URL of the request. */
function pageFor(request: Request): string {
  const { language, textOf } = earlyTexts('unavailable', request);
  const content = `<p>${textOf('text')}</p>\n<p><a href="">${textOf('again')}</a></p>`;
  return earlyPage({ language, title: textOf('title'), head: '\n<meta http-equiv="refresh" content="10">', content });
}
