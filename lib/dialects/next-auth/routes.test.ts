import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAccounts } from '@/lib/accounts/accounts';
import { nextAuthOptions } from '@/lib/accounts/next-auth';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import { createSessions } from '@/lib/accounts/sessions/sessions';
import { createBodyBudget } from '@/lib/http/body/body-budget';
import { createRouter } from '@/lib/http/router';
import type { ServeParts } from '@/lib/http/serve';
import { createMemoryRecords } from '@/testing/memory/records';
import { ADDRESS, SERVICES } from '@/testing/requests';
import { nextAuthRoutes } from './routes';

const logged: string[] = [];
const log = {
  debug: () => {},
  info: () => {},
  warn: (_: object, text: string) => logged.push(text),
  error: (_: object, text: string) => logged.push(text),
};

const records = createMemoryRecords();
const PERSON = await records.createPerson({ email: 'ada@example.org', name: 'Ada', passwordHash: 'a hash', generatedKey: 'a key' });
const sessions = createSessions(records);

const options = nextAuthOptions({
  accounts: { sessions, signIn: async (_email, password) => (password === 'right' ? { ...PERSON, passwordVersion: 1 } : null) },
  rateLimits: {
    address: async () => ({ limit: 10, remaining: 9, resetAt: 0 }),
    signIn: async (email, _address, run) => run(email),
  },
  secret: 'a secret of the test',
  baseUrl: ADDRESS,
  report: () => {},
  log,
});

const PARTS: ServeParts = {
  services: { ...SERVICES, nextAuth: options, accounts: createAccounts(records) },
  authenticator: { authenticate: async () => null },
  rateLimits: {} as RateLimits,
  bodyBudget: createBodyBudget(1000),
  log,
};
const router = createRouter([nextAuthRoutes]);

async function ask(method: string, action: string, headers: Record<string, string> = {}, body?: string): Promise<Response> {
  const init = { method, headers, ...(body !== undefined && { body }) };
  const response = await router.handle(new Request(`${ADDRESS}/api/auth/${action}`, init), PARTS);
  return response ?? expect.unreachable('It has no route');
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const message: unknown[][] = [];

beforeAll(() => vi.stubEnv('NEXTAUTH_URL', ADDRESS));
afterAll(() => vi.unstubAllEnvs());
beforeEach(() => {
  logged.length = 0;
  message.length = 0;
  for (const name of ['log', 'warn', 'error'] as const) vi.spyOn(console, name).mockImplementation((...words) => message.push(words));
  return () => vi.restoreAllMocks();
});

describe('actions of next-auth that our pages do not use', () => {
  it.each([
    'signin',
    'signin/credentials',
    'error',
    'verify-request',
    '_log',
    'callback',
    'callback/google',
    'session/x',
    'nothing',
    'csrf/x/',
  ])('%s is 404 for every method', async (action) => {
    for (const method of ['GET', 'POST', 'OPTIONS'] as const) {
      const response = await ask(method, action, FORM, method === 'POST' ? 'json=true' : undefined);
      expect({ method, status: response.status, code: (await response.json()).code }).toEqual({ method, status: 404, code: 'not_found' });
    }
  });

  it.each([
    ['GET', 'callback/credentials', 'POST, OPTIONS'],
    ['GET', 'signout', 'POST, OPTIONS'],
    ['POST', 'session', 'GET, HEAD, OPTIONS'],
    ['POST', 'csrf', 'GET, HEAD, OPTIONS'],
    ['DELETE', 'providers', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s is 405 with the supported methods', async (method, action, allow) => {
    const response = await ask(method, action);
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status: 405, allow });
  });
});

describe('malformed requests', () => {
  it.each([
    ['csrf?callbackUrl=http://[', {}],
    ['csrf?callbackUrl=javascript:alert(1)', {}],
    ['csrf?nextauth=error&error=x', {}],
    ['csrf', { cookie: '__Secure-next-auth.callback-url=http://[' }],
    ['session', { cookie: '__Secure-next-auth.session-token=junk' }],
    ['session', { cookie: '__Secure-next-auth.session-token=a.b.c.d.e' }],
    ['session', { cookie: '__Secure-next-auth.session-token.0=%; __Host-next-auth.csrf-token=%7C' }],
    ['providers', { cookie: 'next-auth.callback-url=//; =; ;;' }],
  ] as [string, Record<string, string>][])('%s with %j → 200, and nothing is logged', async (action, headers) => {
    expect((await ask('GET', action, headers)).status).toBe(200);
    expect({ logged, message }).toEqual({ logged: [], message: [] });
  });

  it('a malformed callbackUrl in a form is ignored', async () => {
    const response = await ask('POST', 'callback/credentials', FORM, 'callbackUrl=http://[&json=true&email=a&email=b');
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 200,
      body: { url: `${ADDRESS}/sign-in?error=csrf` },
    });
    expect({ logged, message }).toEqual({ logged: [], message: [] });
  });

  it.each([
    ['application/json', '[]', 302],
    ['application/json', '{"email":{"$ne":1},"json":"true"}', 200],
    ['application/json', '1', 400],
    ['application/json', '{', 400],
    ['text/plain', 'json=true', 302],
  ])('a body of %s that is %s → %i', async (type, body, status) => {
    const response = await ask('POST', 'callback/credentials', { 'content-type': type }, body);
    expect(response.status).toBe(status);
    expect(message).toEqual([]);
  });
});

describe('signing in', () => {
  const pairs = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; ');

  async function signIn(password: string, headers: Record<string, string> = {}) {
    const csrf = await ask('GET', 'csrf');
    const { csrfToken } = await csrf.json();
    const fields = new URLSearchParams({ csrfToken, email: PERSON.email, password, json: 'true', callbackUrl: 'http://[' });
    return ask('POST', 'callback/credentials', { ...FORM, cookie: pairs(csrf), ...headers }, String(fields));
  }

  it('works from our own pages, and starts a session', async () => {
    const response = await signIn('right', { origin: ADDRESS });
    expect({ status: response.status, body: await response.json() }).toEqual({ status: 200, body: { url: ADDRESS } });
    const cookie = pairs(response);
    expect(cookie).toContain('__Secure-next-auth.session-token=');
    expect(Object.keys(await (await ask('GET', 'session', { cookie })).json())).toEqual(['expires']);
    expect(await (await ask('GET', 'session')).json()).toEqual({});
  });

  it('is 401 with a wrong password', async () => {
    const response = await signIn('wrong');
    expect({ status: response.status, cookies: pairs(response).includes('session-token=') }).toEqual({ status: 401, cookies: false });
    expect(await response.json()).toEqual({ url: `${ADDRESS}/sign-in?error=CredentialsSignin` });
  });

  it.each([
    { origin: 'http://mybox:3000', host: 'mybox:3000' },
    { origin: 'http://mybox:3000', host: 'mybox:3000', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://evil.example', host: new URL(ADDRESS).host },
  ] as (Record<string, string> & { origin: string })[])('is refused from %j, with advice for the owner', async (headers) => {
    const response = await signIn('right', headers);
    const { status, code, detail, url } = await response.json();
    expect({ status: response.status, code, url }).toEqual({ status, code: 'cross_origin', url: `${ADDRESS}/sign-in?error=cross_origin` });
    expect(status).toBe(403);
    expect(detail).toBe(
      `Expected a request from ${ADDRESS}; got one from ${headers.origin}. If that is the address of this server, set BASE_URL to it.`,
    );
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

it('HEAD of the session is supported, unlike in next-auth', async () => {
  expect((await ask('HEAD', 'session')).status).toBe(200);
});

it('a trailing slash makes no difference', async () => {
  expect((await ask('GET', 'csrf/')).status).toBe(200);
});
