import { type NextRequest, NextResponse } from 'next/server';
import { readEnv } from './lib/env';
import { createPageHeaders } from './server/page-headers.mjs';
import { isPage, pageMethods } from './server/pages.mjs';
import { problem } from './server/problem.mjs';

const { baseUrl, pageSources } = readEnv();
const pageHeaders = createPageHeaders({ baseUrl, dev: false, sources: pageSources });

/** Does for pages in a function what `server.mjs` does before and after Next.js: their methods, and their headers with a nonce. */
export function proxy(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname.includes('%')) return checkEncoded(request) ?? NextResponse.next();
  const nonce = pageHeaders.nonceSource();
  const response = checkMethod(request) ?? forward(request, nonce);
  for (const [name, value] of Object.entries({ ...pageHeaders.always, ...pageHeaders.forPages(nonce) })) response.headers.set(name, value);
  return response;
}

/** Next.js reads the nonce from the request. */
function forward(request: NextRequest, nonce: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', `script-src ${nonce}`);
  return NextResponse.next({ request: { headers } });
}

/** Next.js answers malformed percent-encoding with 500, and finds pages by other spellings. @returns undefined for well-formed paths of APIs */
function checkEncoded({ nextUrl: { pathname } }: NextRequest): NextResponse | undefined {
  try {
    if (isPage(decodeURIComponent(pathname))) return refuse(404, 'not_found', 'Not found', 'Nothing exists at this path.');
    return undefined;
  } catch {
    return refuse(400, 'invalid_request', 'Invalid request', 'Expected valid percent-encoding in the path.');
  }
}

/** @returns the response to a method that pages do not have; undefined for the others */
function checkMethod({ method, nextUrl }: NextRequest): NextResponse | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  const allowed = pageMethods(nextUrl.pathname);
  if (method === 'OPTIONS') return new NextResponse(null, { status: 204, headers: { Allow: allowed.toSorted().join(', ') } });
  // A form that was posted before its script was loaded.
  if (allowed.includes(method)) return NextResponse.redirect(nextUrl, { status: 303, headers: { 'Cache-Control': 'no-store' } });
  const detail = `Expected ${allowed.join(', ')}; got ${method}.`;
  const response = refuse(405, 'method_not_allowed', 'Method not allowed', detail, { allowed });
  response.headers.set('Allow', allowed.join(', '));
  return response;
}

function refuse(...reason: Parameters<typeof problem>): NextResponse {
  const { status, body, headers } = problem(...reason);
  return new NextResponse(body, { status, headers: { ...headers, 'Cache-Control': 'no-store' } });
}

/** The pages of `server/pages.mjs`, and percent-encoded paths. Next.js reads this without running it. */
export const config = {
  matcher: [
    '/',
    '/sign-in',
    '/sign-up',
    '/setup',
    '/sign-out',
    '/forgot',
    '/reset',
    '/verify',
    '/docs/:path*',
    '/settings/:path*',
    '/_not-found',
    '/(.*%.*)',
  ],
};
