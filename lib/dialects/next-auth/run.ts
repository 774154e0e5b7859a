import NextAuth, { type NextAuthOptions } from 'next-auth';
import { decode, type JWT } from 'next-auth/jwt';
import { DATABASE_RETRY_SECONDS } from '@/lib/accounts/limits';
import { isAvatarError } from '@/lib/errors';
import { cookie } from '@/lib/http/credentials';
import type { Services } from '@/lib/http/endpoint';

/** The response that next-auth writes. */
export interface RecordedResponse {
  status: number;
  headers: Headers;
  body: string | null;
}

/** The parts of a request that an action needs. next-auth fails on some of the rest. */
interface Given {
  fields?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  /** Besides the session and the CSRF token. */
  cookies?: Readonly<Record<string, string>>;
  /** Decides about a person whom a provider has identified. */
  signIn?: NonNullable<NextAuthOptions['callbacks']>['signIn'];
}

/** The session and the CSRF token. next-auth splits a long session into several cookies. */
const SESSION_COOKIES = /^next-auth\.(?:session-token(?:\.\d+)?|csrf-token)$/;

/** Passes a request on, of which next-auth receives only what `given` names. */
export async function runAction(
  action: readonly string[],
  request: Request,
  { fields = {}, query = {}, cookies = {}, signIn }: Given,
  services: Services,
): Promise<RecordedResponse> {
  const response: RecordedResponse = { status: 200, headers: new Headers(), body: null };
  // next-auth does not support HEAD. Node omits the body of a HEAD response.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const actionRequest = {
    method,
    query: { ...query, nextauth: action },
    cookies: { ...cookiesOf(request, SESSION_COOKIES), ...cookies },
    headers: Object.fromEntries(request.headers),
    body: fields,
  };
  const replaced = action[0] === 'callback' ? await sessionOf(request, services) : null;
  const ended: Promise<void>[] = [];
  const events = { signOut: ({ token }: { token: JWT }) => void ended.push(endSession(token, services)) };
  await NextAuth(actionRequest as never, recorder(response) as never, {
    ...services.nextAuth,
    events,
    callbacks: { ...services.nextAuth.callbacks, ...(signIn && { signIn }) },
  });
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

/** The cookies of next-auth whose name, without a prefix, has this form. */
export function cookiesOf(request: Request, wantedNames: RegExp): Record<string, string> {
  const names = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.split('=', 1)[0]?.trim() ?? '');
  const wanted = names.filter((name) => wantedNames.test(name.replace(/^__(?:Secure|Host)-/, '')));
  return Object.fromEntries(wanted.map((name) => [name, decoded(cookie(request, name) ?? '')]));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
