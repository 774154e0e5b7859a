import { sendProblem } from './problem.mjs';
import { normalizeTarget } from './target.mjs';

/** Every page. The forms of two of them post to their own address when their script has not been loaded yet. */
const PAGES = {
  '/': [],
  '/sign-in': ['POST'],
  '/sign-up': ['POST'],
  '/sign-out': [],
  '/settings': [],
  '/settings/picture': [],
  '/settings/keys': [],
  '/settings/organization': [],
};

/** First segments of the addresses of APIs and pictures, whose handlers answer every method. */
const APIS = /^\/(?:api|v1|user|session|site|oauth2|avatar|avatar\.php|u|media|user_avatars|json|healthz)(?:\/|$)/;

/** Files of the build, and of the folder `public`. */
const FILES = /^\/(?:_next\/static\/.|static\/.|icon\.svg$)/;

/** What Next.js serves while developing. */
const DEVELOPMENT = /^\/(?:_next|__next)/;

/** Answered by Next.js with the page for addresses that do not exist, whatever the address was. */
const NOWHERE = '/no-such-page';

const READ = ['GET', 'HEAD'];

/** Methods of route handlers of Next.js; it fails on all others. */
const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** By which Next.js and its hosts steer it from outside. */
const STEERING = /^(?:x-middleware-|x-invoke-|x-matched-path|x-nextjs-|x-now-|x-vercel-|x-prerender-|next-action|next-resume|next-hmr)/;

/** A method that route handlers do not know goes to them as OPTIONS with its name here (`lib/http/methods.ts`). */
const ASKED_METHOD = 'x-asked-method';

/**
 * Lets requests through to the addresses that exist, and answers the others. Next.js serves more than our pages use, such as its image
 * optimizer and server actions, and answers methods that it does not know with 400, 500 or the page.
 *
 * @param {import('node:http').IncomingMessage} request its target, method and headers are normalized
 * @param {import('node:http').ServerResponse} response
 * @returns {'page' | 'file' | 'api' | null} null: it is answered
 */
export function admit(request, response, { dev = false } = {}) {
  const wrong = normalizeTarget(request);
  if (wrong !== null) return sendProblem(response, 400, 'invalid_request', 'Invalid request', wrong);
  for (const name of Object.keys(request.headers)) if (STEERING.test(name)) delete request.headers[name];
  delete request.headers[ASKED_METHOD];
  if (request.url === '*') return allow(response, KNOWN_METHODS);
  const [path] = request.url.split('?', 1);
  if (APIS.test(path)) return apiRequest(request);
  if (dev && DEVELOPMENT.test(path) && !path.startsWith('/_next/image')) return 'file';
  if (FILES.test(path)) return allowedAlone(request, response, [...READ, 'OPTIONS']) ? 'file' : null;
  const page = pageOf(path);
  if (!Object.hasOwn(PAGES, page)) return missing(request, response);
  if (!allowedAlone(request, response, [...READ, ...PAGES[page], 'OPTIONS'])) return null;
  if (request.method !== 'POST') return 'page';
  response.writeHead(303, { Location: request.url, 'Cache-Control': 'no-store' }).end();
  return null;
}

function apiRequest(request) {
  if (!KNOWN_METHODS.includes(request.method)) {
    request.headers[ASKED_METHOD] = request.method;
    request.method = 'OPTIONS';
  }
  return 'api';
}

function missing(request, response) {
  if (!READ.includes(request.method)) return sendProblem(response, 404, 'not_found', 'Not found', 'Nothing exists at this path.');
  request.url = NOWHERE;
  return 'page';
}

/** @returns whether the request may go on; otherwise it is answered */
function allowedAlone({ method }, response, allowed) {
  if (method === 'OPTIONS') allow(response, allowed);
  else if (allowed.includes(method)) return true;
  else {
    const detail = `Expected ${allowed.join(', ')}; got ${method}.`;
    sendProblem(response, 405, 'method_not_allowed', 'Method not allowed', detail, { allowed }, { Allow: allowed.join(', ') });
  }
  return false;
}

function allow(response, methods) {
  response.writeHead(204, { Allow: [...methods].sort().join(', ') }).end();
  return null;
}

/** Pages answer with and without a slash at the end. */
function pageOf(path) {
  return path === '/' ? path : path.replace(/\/$/, '');
}
