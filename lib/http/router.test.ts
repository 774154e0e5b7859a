import { describe, expect, it } from 'vitest';
import type { Authenticator } from '@/lib/accounts/ports';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import { cloudreveErrors } from '@/lib/dialects/cloudreve/errors';
import { myCargoExtraErrors } from '@/lib/dialects/mycargoextra/errors';
import { ululeErrors } from '@/lib/dialects/ulule/errors';
import { zulipErrors } from '@/lib/dialects/zulip/errors';
import { bodyless, SERVICES, streamed } from '@/testing/requests';
import { createBodyBudget } from './body/body-budget';
import { defineEndpoint, type WireErrors } from './endpoint';
import { ORIGINAL_METHOD_HEADER } from './methods';
import { nativeErrors } from './problem';
import { createRouter } from './router';
import { defineRoutes, type Endpoints, type RouteTable } from './routes';
import type { ServeParts } from './serve';

/** An endpoint that responds with its name and the parameters of the path. */
const named = (name: string) =>
  defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    limited: false,
    parse: (_request, { params }) => params,
    core: (params) => params,
    present: (params) => new Response([name, ...Object.values(params)].join(' ')),
    errors: nativeErrors,
  });

/** Rejects credentials: refusals come before authentication. */
const authenticator: Authenticator = {
  async authenticate({ kind }) {
    if (kind !== 'none') throw new Error(`Authenticated ${kind}`);
    return null;
  },
};

/** Has no rate limits: a request that would count fails. */
const PARTS: ServeParts = {
  services: SERVICES,
  authenticator,
  rateLimits: {} as RateLimits,
  bodyBudget: createBodyBudget(1000),
  log: { debug: () => {}, info: () => {}, error: () => {} },
};

const PATH = '/api/me/avatar';

const table = (endpoints: Endpoints, errors: WireErrors = nativeErrors, options: { listsOptions?: boolean } = {}) =>
  defineRoutes({ errors, paths: { [PATH]: endpoints }, ...options });

async function answered(tables: RouteTable | RouteTable[], request: Request) {
  const response = await createRouter([tables].flat()).handle(request, PARTS);
  if (!response) throw new Error(`No route has the path of ${request.url}`);
  return { status: response.status, allow: response.headers.get('allow'), text: await response.text() };
}

const problem = (fields: object) => expect.objectContaining({ type: 'about:blank', ...fields });

const DIALECTS: { api: string; errors: WireErrors; body: unknown }[] = [
  {
    api: 'native',
    errors: nativeErrors,
    body: problem({
      status: 405,
      code: 'method_not_allowed',
      detail: 'Expected POST, GET, HEAD, OPTIONS; got PUT.',
      allowed: ['POST', 'GET', 'HEAD', 'OPTIONS'],
    }),
  },
  { api: 'MyCargoExtra', errors: myCargoExtraErrors, body: { message: 'Method Not Allowed' } },
  { api: 'Cloudreve', errors: cloudreveErrors, body: null },
  { api: 'Ulule', errors: ululeErrors, body: [{ fieldNames: [], classification: 'ValueError', message: 'Method Not Allowed' }] },
  {
    api: 'Zulip',
    errors: zulipErrors,
    body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: ['POST', 'GET', 'HEAD', 'OPTIONS'] },
  },
];

const POST_AND_GET = { POST: named('post'), GET: named('get') };

describe('a method that a path does not support', () => {
  it.each(DIALECTS)('$api: 405 in its format, with the methods in their order, and the body is not read', async ({ errors, body }) => {
    const { request, pulled } = streamed([new Uint8Array(10)], { 'Content-Length': '10', Authorization: 'Bearer of.no.use' });
    const { text, ...answer } = await answered(table(POST_AND_GET, errors), request);
    expect({ ...answer, body: JSON.parse(text || 'null') }).toEqual({ status: 405, allow: 'POST, GET, HEAD, OPTIONS', body });
    expect(pulled.chunks).toBe(0);
  });
});

describe('an HTTP method that Next.js does not support', () => {
  it.each(DIALECTS)('$api: 405 in its format', async ({ errors, body }) => {
    for (const method of ['TRACE', 'PROPFIND', 'QUERY', 'LOCK']) {
      const request = bodyless({ [ORIGINAL_METHOD_HEADER]: method }, 'OPTIONS');
      const { text, ...answer } = await answered(table(POST_AND_GET, errors), request);
      const message = text.replace(`got ${method}.`, 'got PUT.');
      expect({ method, ...answer, body: JSON.parse(message || 'null') }).toEqual({
        method,
        status: 405,
        allow: 'POST, GET, HEAD, OPTIONS',
        body,
      });
    }
  });

  it('is refused where a path has an OPTIONS of its own', async () => {
    const request = bodyless({ [ORIGINAL_METHOD_HEADER]: 'LOCK' }, 'OPTIONS');
    const { status, allow } = await answered(table({ GET: named('get'), OPTIONS: named('options') }), request);
    expect({ status, allow }).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS' });
  });

  it('is not found at an unknown path', async () => {
    const unknown = defineRoutes({ errors: nativeErrors, paths: {}, unknown: { paths: ['/api{/*rest}'] } });
    expect((await answered(unknown, bodyless({ [ORIGINAL_METHOD_HEADER]: 'LOCK' }, 'OPTIONS'))).status).toBe(404);
  });
});

describe('the methods that a path supports', () => {
  it('are served by the declared endpoints', async () => {
    const routes = table({ GET: named('get'), OPTIONS: named('options') });
    expect((await answered(routes, bodyless())).text).toBe('get');
    expect((await answered(routes, bodyless({}, 'HEAD'))).text).toBe('get');
    expect((await answered(routes, bodyless({}, 'OPTIONS'))).text).toBe('options');
    expect((await answered(routes, bodyless({}, 'DELETE'))).allow).toBe('GET, HEAD, OPTIONS');
  });

  it('are listed by OPTIONS, sorted', async () => {
    expect(await answered(table(POST_AND_GET), bodyless({}, 'OPTIONS'))).toEqual({
      status: 204,
      allow: 'GET, HEAD, OPTIONS, POST',
      text: '',
    });
  });

  it('are listed without OPTIONS where the dialect omits it', async () => {
    const routes = table({ POST: named('post'), DELETE: named('delete') }, zulipErrors, { listsOptions: false });
    expect((await answered(routes, bodyless())).allow).toBe('POST, DELETE');
    expect((await answered(routes, bodyless({}, 'OPTIONS'))).allow).toBe('DELETE, POST');
  });
});

describe('an unknown path', () => {
  it.each(['GET', 'POST', 'OPTIONS'])('%s → 404 in the format of the dialect', async (method) => {
    const unknown = defineRoutes({ errors: ululeErrors, paths: {}, unknown: { paths: ['/api{/*rest}'] } });
    const { text, ...answer } = await answered(unknown, bodyless({}, method));
    expect({ ...answer, body: JSON.parse(text) }).toEqual({
      status: 404,
      allow: null,
      body: [{ fieldNames: ['id'], classification: 'ValueError', message: 'Nothing exists at this path.' }],
    });
  });
});

describe('a path', () => {
  const routes = (name: string, paths: readonly string[], more: { where?: Record<string, RegExp>; prefixes?: string[] } = {}) =>
    defineRoutes({
      errors: nativeErrors,
      paths: Object.fromEntries(paths.map((path) => [path, { GET: named(`${name} ${path}`) }])),
      ...more,
    });
  const first = routes('first', ['/a', '/a/:id', '/a/:id/b', '/file.txt']);
  const hash = routes('hash', ['/c/:who'], { where: { who: /^[0-9a-f]{4}$/ } });
  const last = routes('last', ['/c/:who', '/c/:who/d', '/a/:other'], { prefixes: ['', '/v2'] });
  const get = async (path: string) => (await answered([first, hash, last], bodyless({}, 'GET', path))).text;

  it.each([
    ['/a', 'first /a'],
    ['/a/', 'first /a'],
    ['/a/1', 'first /a/:id 1'],
    ['/a/1/b/', 'first /a/:id/b 1'],
    ['/a/1?b=2', 'first /a/:id 1'],
    ['/file.txt', 'first /file.txt'],
    ['/c/12ab', 'hash /c/:who 12ab'],
    ['/c/%31%32ab', 'hash /c/:who 12ab'],
    ['/c/12abc', 'last /c/:who 12abc'],
    ['/c/12ab/d', 'last /c/:who/d 12ab'],
    ['/v2/c/12ab', 'last /c/:who 12ab'],
    ['/v2/a/1', 'last /a/:other 1'],
    ['/a/x%2Fy', 'first /a/:id x/y'],
    ['/a/ada%40example.org', 'first /a/:id ada@example.org'],
    ['/a/100%', 'first /a/:id 100%'],
    ['/a/%zz%41', 'first /a/:id %zz%41'],
  ])('%s is served by %s', async (path, expected) => {
    expect(await get(path)).toBe(expected);
  });

  it.each(['/', '/A', '/%61', '/a//', '/a/1/2', '/a/1/b/c', '/filextxt', '/c', '/v2', '/v2/a', '/b'])('%s is not a route', (path) => {
    const router = createRouter([first, hash, last]);
    expect([router.isRoute(path), router.find('GET', path), router.handle(bodyless({}, 'GET', path), PARTS)]).toEqual([false, null, null]);
  });

  it('takes precedence over the catch-all of an earlier table', async () => {
    const unknown = defineRoutes({ errors: nativeErrors, paths: {}, unknown: { paths: ['/a{/*rest}'] } });
    expect((await answered([unknown, first], bodyless({}, 'GET', '/a/1'))).text).toBe('first /a/:id 1');
    expect((await answered([unknown, first], bodyless({}, 'GET', '/a/1/2/3'))).status).toBe(404);
  });
});
