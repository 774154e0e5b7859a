import NextAuth from 'next-auth';
import { decode, type JWT } from 'next-auth/jwt';
import { DATABASE_RETRY_SECONDS } from '@/lib/accounts/limits';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { type RequestBody, readBytes, readJson } from '@/lib/http/body/body';
import { cookie, foreignOrigin, isSameOrigin } from '@/lib/http/credentials';
import { defineEndpoint, type Endpoint, type Services } from '@/lib/http/endpoint';
import { MAX_JSON_BYTES } from '@/lib/http/limits';
import { nativeErrors } from '@/lib/http/problem';
import { defineRoutes } from '@/lib/http/routes';

/** Form fields that our pages send. next-auth fails on some others, such as a malformed `callbackUrl`. */
const FIELDS = ['csrfToken', 'email', 'password', 'json'] as const;

type Fields = Partial<Record<(typeof FIELDS)[number], string>>;

/** The same fields before validation, of any type. */
type SentFields = Partial<Record<(typeof FIELDS)[number], unknown>>;

/** The response that next-auth writes. */
interface RecordedResponse {
  status: number;
  headers: Headers;
  body: string | null;
}

/** Runs one action of next-auth. */
function endpoint(...action: string[]): Endpoint {
  return defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    // next-auth counts sign-in attempts itself.
    limited: false,
    // Both may use the space that is held back for them: people must be able to sign in and remove pictures while changes are refused.
    writes: false,
    async parse(request, { body, services }) {
      // Scripts send no origin, and have no session of another person to sign out of.
      if (request.method === 'POST' && request.headers.has('origin') && !isSameOrigin(request, services.baseUrl)) {
        const url = `${services.baseUrl}/sign-in?error=cross_origin`;
        throw new AvatarError('cross_origin', foreignOrigin(request, services.baseUrl), { url });
      }
      return { request, fields: request.method === 'POST' ? await readFields(body) : {} };
    },
    core: async ({ request, fields }, { services }) => runAction(action, request, fields, services),
    present: ({ status, headers, body }) => new Response(body, { status, headers }),
    errors: nativeErrors,
  });
}

/**
 * The actions of next-auth that our pages use; all others are 404. next-auth receives a new request without the query, with only the two
 * cookies and the form fields that it needs, since others make it fail.
 */
export const nextAuthRoutes = defineRoutes({
  dialect: 'next-auth',
  errors: nativeErrors,
  paths: {
    '/api/auth/csrf': { GET: endpoint('csrf') },
    '/api/auth/session': { GET: endpoint('session') },
    '/api/auth/providers': { GET: endpoint('providers') },
    '/api/auth/callback/credentials': { POST: endpoint('callback', 'credentials') },
    '/api/auth/signout': { POST: endpoint('signout') },
  },
  unknown: { paths: ['/api/auth{/*rest}'] },
});

async function runAction(action: readonly string[], request: Request, fields: Fields, services: Services): Promise<RecordedResponse> {
  const response: RecordedResponse = { status: 200, headers: new Headers(), body: null };
  // next-auth does not support HEAD. Node omits the body of a HEAD response.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const actionRequest = {
    method,
    query: { nextauth: action },
    cookies: cookiesOf(request),
    headers: Object.fromEntries(request.headers),
    body: fields,
  };
  const replaced = action[0] === 'callback' ? await sessionOf(request, services) : null;
  const ended: Promise<void>[] = [];
  const events = { signOut: ({ token }: { token: JWT }) => void ended.push(endSession(token, services)) };
  await NextAuth(actionRequest as never, recorder(response) as never, { ...services.nextAuth, events });
  // next-auth swallows errors of this event: the person would believe that the session has ended.
  await Promise.all(ended);
  // The browser has a new cookie. A copy of the earlier one must not live on.
  if (replaced && setsSession(response, services)) await endSession(replaced, services);
  const location = response.headers.get('location');
  if (location) response.headers.set('location', ownUrl(location, services));
  if (fields.json === 'true' && response.body) {
    const { url, ...rest } = JSON.parse(response.body) as { url?: string };
    if (url !== undefined) response.body = JSON.stringify({ ...rest, url: ownUrl(url, services) });
  }
  return unavailableResponse(response);
}

/** The session of the cookie that a browser sent; null without a valid one. */
async function sessionOf(request: Request, { sessionCookie, nextAuth: { secret } }: Services): Promise<JWT | null> {
  const token = cookie(request, sessionCookie);
  return token && secret ? decode({ token, secret }).catch(() => null) : null;
}

function setsSession({ headers }: RecordedResponse, { sessionCookie }: Services): boolean {
  return headers.getSetCookie().some((pair) => pair.startsWith(`${sessionCookie}=`) && !pair.startsWith(`${sessionCookie}=;`));
}

/** @throws AvatarError database_unavailable */
async function endSession({ sub, sid }: JWT, { accounts }: Services): Promise<void> {
  await accounts.sessions.end(Number(sub), String(sid)).catch((error) => {
    if (!isAvatarError(error) || error.code !== 'not_found') throw error;
  });
}

/** Replaces next-auth's own error pages, which are not served. `error` is missing if the form lacked its CSRF token. */
function ownUrl(url: string, { baseUrl }: Services): string {
  if (!url.startsWith(`${baseUrl}/api/auth/`)) return url;
  const error = new URL(url).searchParams.get('error') ?? 'csrf';
  return `${baseUrl}/sign-in?${new URLSearchParams({ error })}`;
}

/** Turns 401, which next-auth sends for every failed sign-in, into 503 if the database was unavailable, and 507 if its disk is full. */
export function unavailableResponse(response: RecordedResponse): RecordedResponse {
  if (response.status !== 401) return response;
  if (response.body?.includes('error=storage_full')) return { ...response, status: 507 };
  if (!response.body?.includes('error=database_unavailable')) return response;
  response.headers.set('Retry-After', String(DATABASE_RETRY_SECONDS));
  return { ...response, status: 503 };
}

/** The part of a `NextApiResponse` that next-auth uses. */
function recorder(response: RecordedResponse) {
  return {
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? response.headers.getSetCookie() : response.headers.get(name)),
    setHeader(name: string, value: string | string[]) {
      response.headers.delete(name);
      for (const one of [value].flat()) response.headers.append(name, one);
      return this;
    },
    status(code: number) {
      response.status = code;
      return this;
    },
    json(value: unknown) {
      response.headers.set('Content-Type', 'application/json');
      response.body = JSON.stringify(value);
    },
    send(value: unknown) {
      if (typeof value === 'string' || value === undefined) response.body = value ?? null;
      else this.json(value);
    },
    end() {},
  };
}

/** The session and the CSRF token. next-auth splits a long session into several cookies. */
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
async function readFields(body: RequestBody): Promise<Fields> {
  const sent = await readObject(body);
  const texts = FIELDS.flatMap((name) => (typeof sent[name] === 'string' ? [[name, sent[name]]] : []));
  return Object.fromEntries(texts);
}

async function readObject(body: RequestBody): Promise<SentFields> {
  if (body.contentType.value !== 'application/json') {
    const bytes = await readBytes(body, MAX_JSON_BYTES);
    const isForm = body.contentType.value === 'application/x-www-form-urlencoded';
    return isForm ? Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes))) : {};
  }
  const value = await readJson(body);
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) throw new AvatarError('malformed_body', 'Expected a JSON object.');
  return value;
}
