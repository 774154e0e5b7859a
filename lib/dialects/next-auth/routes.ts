import NextAuth, { type NextAuthOptions } from 'next-auth';
import { DATABASE_RETRY_SECONDS } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';
import { readBytes, readJson } from '@/lib/http/body/body';
import { cookie, foreignOrigin, isSameOrigin } from '@/lib/http/credentials';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { MAX_JSON_BYTES } from '@/lib/http/limits';
import { addresses, forEachMethod, type Method, noAddress } from '@/lib/http/methods';
import { nativeErrors } from '@/lib/http/problem';
import type { RouteHandler } from '@/lib/http/serve';

/** The fields of its forms that our pages send. Of the others, `callbackUrl` is one that it fails on. */
const FIELDS = ['csrfToken', 'email', 'password', 'json'] as const;

type Fields = Partial<Record<(typeof FIELDS)[number], string>>;

/** The same as they came, of any type. */
type SentFields = Partial<Record<(typeof FIELDS)[number], unknown>>;

/** What next-auth calls on the response of an API route. */
interface Recorded {
  status: number;
  headers: Headers;
  body: string | null;
}

/**
 * The addresses of next-auth below `/api/auth` that our pages use, and none of the others. It gets a request made anew: without a query,
 * with the two cookies and the fields of the form that it needs, since it fails on others.
 */
export function nextAuthAddresses(options: () => Promise<NextAuthOptions>) {
  const endpoint = (action: readonly string[]) =>
    defineEndpoint({
      access: 'anyone',
      credentials: () => ({ kind: 'none' }),
      // It counts attempts to sign in by itself.
      limited: false,
      // A session is a cookie, and written nowhere.
      writes: false,
      async parse(request, { services }) {
        // Scripts have no origin, and no session of anybody else to sign out of.
        if (request.method === 'POST' && request.headers.has('origin') && !isSameOrigin(request, services.baseUrl)) {
          const url = `${services.baseUrl}/sign-in?error=cross_origin`;
          throw new AvatarError('cross_origin', foreignOrigin(request, services.baseUrl), { url });
        }
        return { request, fields: request.method === 'POST' ? await readFields(request) : {} };
      },
      core: async ({ request, fields }, { services }) => ask(action, request, fields, services, await options()),
      present: ({ status, headers, body }) => new Response(body, { status, headers }),
      errors: nativeErrors,
    });
  const known = addresses(
    {
      csrf: { GET: endpoint(['csrf']) },
      session: { GET: endpoint(['session']) },
      providers: { GET: endpoint(['providers']) },
      'callback/credentials': { POST: endpoint(['callback', 'credentials']) },
      signout: { POST: endpoint(['signout']) },
    },
    { errors: nativeErrors },
  );
  return { ...known, unknown: noAddress(nativeErrors) };
}

/** One route file holds them all. */
export function byAction<Name extends string>(
  handlers: Record<Name | 'unknown', Record<Method, RouteHandler>>,
): Record<Method, RouteHandler> {
  const named: Map<string, Record<Method, RouteHandler>> = new Map(Object.entries(handlers));
  named.delete('unknown');
  return forEachMethod((method) => async (request, route) => {
    const { nextauth } = await route.params;
    const handler = named.get([nextauth].flat().join('/')) ?? handlers.unknown;
    return handler[method](request, route);
  });
}

async function ask(action: readonly string[], request: Request, fields: Fields, services: Services, options: NextAuthOptions) {
  const answer: Recorded = { status: 200, headers: new Headers(), body: null };
  // It knows no HEAD, which is a GET whose body Node leaves out.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const asked = {
    method,
    query: { nextauth: action },
    cookies: cookiesOf(request),
    headers: Object.fromEntries(request.headers),
    body: fields,
  };
  await NextAuth(asked as never, recorder(answer) as never, options);
  // next-auth redirects to its own error pages, which are not served. `error` is missing if the form lacked its CSRF token.
  const ours = (url: string) => {
    if (!url.startsWith(`${services.baseUrl}/api/auth/`)) return url;
    const error = new URL(url).searchParams.get('error') ?? 'csrf';
    return `${services.baseUrl}/sign-in?${new URLSearchParams({ error })}`;
  };
  const location = answer.headers.get('location');
  if (location) answer.headers.set('location', ours(location));
  if (fields.json === 'true' && answer.body) {
    const { url, ...rest } = JSON.parse(answer.body) as { url?: string };
    if (url !== undefined) answer.body = JSON.stringify({ ...rest, url: ours(url) });
  }
  return unavailableResponse(answer);
}

/** next-auth answers every failure to sign in with 401. A database that does not answer says nothing about the password. */
export function unavailableResponse(answer: Recorded): Recorded {
  if (answer.status !== 401 || !answer.body?.includes('error=database_unavailable')) return answer;
  answer.headers.set('Retry-After', String(DATABASE_RETRY_SECONDS));
  return { ...answer, status: 503 };
}

/** The part of a `NextApiResponse` that next-auth uses. */
function recorder(answer: Recorded) {
  return {
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? answer.headers.getSetCookie() : answer.headers.get(name)),
    setHeader(name: string, value: string | string[]) {
      answer.headers.delete(name);
      for (const one of [value].flat()) answer.headers.append(name, one);
      return this;
    },
    status(code: number) {
      answer.status = code;
      return this;
    },
    json(value: unknown) {
      answer.headers.set('Content-Type', 'application/json');
      answer.body = JSON.stringify(value);
    },
    send(value: unknown) {
      if (typeof value === 'string' || value === undefined) answer.body = value ?? null;
      else this.json(value);
    },
    end() {},
  };
}

/** The session and the token of the form; a session can be cut into several cookies. */
function cookiesOf(request: Request): Record<string, string> {
  const names = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.split('=', 1)[0]?.trim() ?? '');
  const wanted = names.filter((name) => /^(?:__Secure-|__Host-)?next-auth\.(?:session-token(?:\.\d+)?|csrf-token)$/.test(name));
  return Object.fromEntries(wanted.map((name) => [name, decoded(cookie(request, name) ?? '')]));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** @throws AvatarError malformed_body, file_too_large */
async function readFields(request: Request): Promise<Fields> {
  const sent = await sentFields(request);
  const texts = FIELDS.flatMap((name) => (typeof sent[name] === 'string' ? [[name, sent[name]]] : []));
  return Object.fromEntries(texts);
}

async function sentFields(request: Request): Promise<SentFields> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    const bytes = await readBytes(request, MAX_JSON_BYTES);
    return type === 'application/x-www-form-urlencoded' ? Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes))) : {};
  }
  const value = await readJson(request);
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) throw new AvatarError('malformed_body', 'Expected a JSON object.');
  return value;
}
