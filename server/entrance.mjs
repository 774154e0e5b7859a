import { askForNotFoundPage, isPage, pageMethods, READ } from './pages.mjs';
import { sendProblem } from './problem.mjs';
import { normalizeTarget } from './target.mjs';

/** Files of the build and of the folder `public`. */
const FILES = /^\/(?:_next\/static\/.|static\/.|icon\.svg$)/;

/** Paths that Next.js serves in development. */
const DEVELOPMENT = /^\/(?:_next|__next)/;

/** Values of `Sec-Fetch-Dest` that can show a page. Clients other than browsers do not send it. */
const HTML_DESTINATIONS = [undefined, 'document', 'iframe', 'frame', 'embed', 'object', 'fencedframe', 'empty'];

/** Methods that Next.js passes to route handlers. It fails on all others. */
const ROUTE_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Headers that control Next.js from outside, meant for its hosting platforms. */
const CONTROL_HEADERS =
  /^(?:x-middleware-|x-invoke-|x-matched-path|x-nextjs-|x-now-|x-vercel-|x-prerender-|next-action|next-resume|next-hmr)/;

/** Carries a method that route handlers do not support; the request becomes OPTIONS (`lib/http/methods.ts`). */
const ORIGINAL_METHOD = 'x-original-method';

/**
 * Passes requests for existing paths on and answers all others. Next.js serves more than our pages use, such as its image optimizer and
 * server actions, and answers unsupported methods with 400, 500 or the page.
 *
 * @param {import('node:http').IncomingMessage} request its target, method and headers are normalized
 * @param {import('node:http').ServerResponse} response
 * @param {{ isRoute: (path: string) => boolean, dev?: boolean }} options `isRoute` knows the paths of APIs
 * @returns {'page' | 'file' | 'api' | null} null: the response is sent
 */
export function admit(request, response, { isRoute, dev = false }) {
  const problem = normalizeTarget(request);
  if (problem !== null) return sendProblem(response, 400, 'invalid_request', 'Invalid request', problem);
  for (const name of Object.keys(request.headers)) if (CONTROL_HEADERS.test(name)) delete request.headers[name];
  delete request.headers[ORIGINAL_METHOD];
  if (request.url === '*') return sendAllow(response, ROUTE_METHODS);
  const [path] = request.url.split('?', 1);
  if (isRoute(path)) return apiRequest(request);
  if (dev && DEVELOPMENT.test(path) && !path.startsWith('/_next/image')) return 'file';
  if (FILES.test(path)) return checkMethod(request, response, [...READ, 'OPTIONS']) ? 'file' : null;
  if (!isPage(path)) return notFound(request, response);
  if (!checkMethod(request, response, pageMethods(path))) return null;
  if (request.method !== 'POST') return 'page';
  response.writeHead(303, { Location: request.url, 'Cache-Control': 'no-store' }).end();
  return null;
}

function apiRequest(request) {
  if (!ROUTE_METHODS.includes(request.method)) {
    request.headers[ORIGINAL_METHOD] = request.method;
    request.method = 'OPTIONS';
  }
  return 'api';
}

/** Pictures, scripts and styles have no use for the page. Status, body and headers are those of Next.js. */
function sendMissingFile(response) {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'private, no-cache, no-store, max-age=0, must-revalidate',
  };
  response.writeHead(404, headers).end('Not Found');
  return null;
}

function notFound(request, response) {
  if (!READ.includes(request.method)) return sendProblem(response, 404, 'not_found', 'Not found', 'Nothing exists at this path.');
  if (!HTML_DESTINATIONS.includes(request.headers['sec-fetch-dest'])) return sendMissingFile(response);
  askForNotFoundPage(request);
  return 'page';
}

/** @returns whether the request may go on; otherwise the response is sent */
function checkMethod({ method }, response, allowed) {
  if (method === 'OPTIONS') sendAllow(response, allowed);
  else if (allowed.includes(method)) return true;
  else {
    const detail = `Expected ${allowed.join(', ')}; got ${method}.`;
    sendProblem(response, 405, 'method_not_allowed', 'Method not allowed', detail, { allowed }, { Allow: allowed.join(', ') });
  }
  return false;
}

function sendAllow(response, methods) {
  response.writeHead(204, { Allow: [...methods].sort().join(', ') }).end();
  return null;
}
