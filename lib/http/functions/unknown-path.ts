import { EARLY_PAGE_HEADERS, earlyPage } from '../early-pages/early-page';
import { earlyTexts } from '../early-pages/early-texts';
import { missingFile } from '../missing-file';

/** Values of `Sec-Fetch-Dest` that can show a page. Clients other than browsers do not send it. */
const HTML_DESTINATIONS = [null, 'document', 'iframe', 'frame', 'embed', 'object', 'fencedframe', 'empty'];

/** The response for a path that no API has. Pages and files have routes of their own, so no path of theirs gets here. */
export function unknownPath(request: Request): Response {
  const { method, headers } = request;
  if (!['GET', 'HEAD'].includes(method)) {
    const problem = { type: 'about:blank', title: 'Not found', status: 404, detail: 'Nothing exists at this path.', code: 'not_found' };
    return Response.json(problem, { status: 404, headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' } });
  }
  if (!HTML_DESTINATIONS.includes(headers.get('sec-fetch-dest'))) return missingFile();
  const { language, textOf } = earlyTexts('common.notFound', request);
  const content = `<p>${textOf('text')}</p>\n<p><a href="/">${textOf('home')}</a></p>`;
  return new Response(earlyPage({ language, title: textOf('title'), content }), { status: 404, headers: EARLY_PAGE_HEADERS });
}
