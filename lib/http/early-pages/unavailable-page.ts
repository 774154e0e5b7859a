import type { ServerResponse } from 'node:http';
import type { AvatarError } from '@/lib/errors';
import { retryAfterHeader } from '../retry-after';
import { EARLY_PAGE_HEADERS, earlyPage } from './early-page';
import { earlyTexts } from './early-texts';

/** Sends the page for the time in which the database does not answer, with 503. */
export function sendUnavailablePage(
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
