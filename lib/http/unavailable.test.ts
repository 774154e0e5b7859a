import { describe, expect, it } from 'vitest';
import type { Authenticator } from '@/lib/accounts/ports';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import { MIN_FREE_BYTES } from '@/lib/avatars/limits';
import { cloudreveErrors, uploadErrors } from '@/lib/dialects/cloudreve/errors';
import { myCargoExtraErrors } from '@/lib/dialects/mycargoextra/errors';
import { getHealth } from '@/lib/dialects/native/health';
import { unavailableResponse } from '@/lib/dialects/next-auth/run';
import { ululeErrors } from '@/lib/dialects/ulule/errors';
import { asUpload, sessionErrors, zulipErrors } from '@/lib/dialects/zulip/errors';
import { AvatarError, storageFull } from '@/lib/errors';
import { createDiskSpace } from '@/lib/storage/disk-space';
import { serving } from '@/testing/http';
import { bodyless, SERVICES, streamed } from '@/testing/requests';
import { createBodyBudget } from './body/body-budget';
import { createPageGuard } from './early-pages/page-guard';
import { defineEndpoint, type WireErrors } from './endpoint';
import { nativeErrors } from './problem';
import { serve } from './serve';

const ID = expect.stringMatching(/^[0-9a-f-]{36}$/);
const DOWN = 'The database does not answer. Try again in 5 seconds.';
const FULL =
  'The disk of this server is full or read-only. Nothing was changed, and pictures are still shown. Ask the administrator to free some space, then try again.';
const unavailable = () => new AvatarError('database_unavailable', DOWN, { retryAfterSeconds: 5 }, { cause: new Error('55P03') });

/** The responses of each table while the database is down, and to writes while the disk is full. */
const DIALECTS: { api: string; errors: WireErrors; down: [status: number, body: unknown]; full: [status: number, body: unknown] }[] = [
  {
    api: 'native',
    errors: nativeErrors,
    down: [
      503,
      {
        type: 'about:blank',
        title: 'Database unavailable',
        status: 503,
        detail: DOWN,
        code: 'database_unavailable',
        requestId: ID,
        retryAfterSeconds: 5,
      },
    ],
    full: [507, { type: 'about:blank', title: 'Storage full', status: 507, detail: FULL, code: 'storage_full', requestId: ID }],
  },
  {
    api: 'MyCargoExtra',
    errors: myCargoExtraErrors,
    down: [503, { message: 'Unexpected Error' }],
    full: [507, { message: 'Image upload failed' }],
  },
  ...[cloudreveErrors, uploadErrors].map((errors) => ({
    api: 'Cloudreve',
    errors,
    down: [200, { code: 50001, msg: 'Database operation failed', correlation_id: ID }] as [number, unknown],
    full: [200, { code: 50004, msg: 'Failed to save avatar file', correlation_id: ID }] as [number, unknown],
  })),
  {
    api: 'Ulule',
    errors: ululeErrors,
    down: [503, [{ fieldNames: [], classification: 'ValueError', message: DOWN }]],
    full: [507, [{ fieldNames: [], classification: 'ValueError', message: FULL }]],
  },
  ...[zulipErrors, sessionErrors, asUpload(zulipErrors)].map((errors) => ({
    api: 'Zulip',
    errors,
    down: [503, { result: 'error', msg: 'Service unavailable' }] as [number, unknown],
    full: [507, { result: 'error', msg: 'Insufficient storage' }] as [number, unknown],
  })),
];

function parts(free: number) {
  const logged: string[] = [];
  return {
    logged,
    services: SERVICES,
    authenticator: { authenticate: async () => null } satisfies Authenticator,
    rateLimits: {} as RateLimits,
    bodyBudget: createBodyBudget(1000),
    diskSpace: createDiskSpace({ freeBytes: async () => free, onChange: () => {} }),
    log: {
      debug: () => {},
      info: (_: object, message: string) => logged.push(message),
      error: (_: object, message: string) => logged.push(message),
    },
  };
}

function endpoint(errors: WireErrors, writes?: boolean, core = async (): Promise<null> => null) {
  return defineEndpoint({
    access: 'anyone',
    limited: false,
    ...(writes !== undefined && { writes }),
    credentials: () => ({ kind: 'none' }),
    parse: () => null,
    core,
    present: () => new Response('done'),
    errors,
  });
}

describe.each(DIALECTS)('$api', ({ errors, down, full }) => {
  it('reports in its own format that the database is down, with the time to retry, and logs nothing for the request', async () => {
    const running = parts(MIN_FREE_BYTES);
    const response = await serve(
      endpoint(errors, undefined, () => Promise.reject(unavailable())),
      bodyless(),
      {},
      running,
    );
    expect([response.status, await response.json()]).toEqual(down);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(running.logged).toEqual([]);
  });

  it('refuses writes in its own format while the disk is full, before it reads the body, and still serves reads', async () => {
    const running = parts(MIN_FREE_BYTES - 1);
    const { request, pulled } = streamed([new Uint8Array(10)], { 'Content-Length': '10' });
    const response = await serve(endpoint(errors), request, {}, running);
    expect([response.status, await response.json()]).toEqual(full);
    expect(pulled.chunks).toBe(0);
    expect(running.logged).toEqual([]);
    expect(await (await serve(endpoint(errors), bodyless(), {}, running)).text()).toBe('done');
    expect(await (await serve(endpoint(errors, false), bodyless({}, 'POST'), {}, running)).text()).toBe('done');
  });

  it('sends the same response, and logs it, if the disk turns out to be full during a write', async () => {
    const running = parts(MIN_FREE_BYTES);
    const failing = endpoint(errors, undefined, () => Promise.reject(storageFull(new Error('ENOSPC: no space left on device'))));
    const response = await serve(failing, bodyless({}, 'PUT'), {}, running);
    expect([response.status, await response.json()]).toEqual(full);
    expect(running.logged).toEqual([FULL]);
  });
});

it('/healthz is 204 while the database responds, and 503 with Retry-After while it does not', async () => {
  const health = async (ping: () => Promise<void>) => {
    const response = await serve(getHealth, bodyless(), {}, { ...parts(0), services: { ...SERVICES, ping } });
    return [response.status, response.headers.get('retry-after')];
  };
  expect(await health(async () => {})).toEqual([204, null]);
  expect(await health(() => Promise.reject(unavailable()))).toEqual([503, '5']);
});

it('signing in on the page is 503 with the body that the page expects while the database is down; other failures stay 401', () => {
  const answer = (error: string) => ({
    status: 401,
    headers: new Headers(),
    body: JSON.stringify({ url: `http://localhost:3000/sign-in?error=${error}` }),
  });
  const { status, headers, body } = unavailableResponse(answer('database_unavailable'));
  expect([status, headers.get('retry-after'), body]).toEqual([
    503,
    '5',
    '{"url":"http://localhost:3000/sign-in?error=database_unavailable"}',
  ]);
  expect(unavailableResponse(answer('CredentialsSignin'))).toMatchObject({ status: 401 });
  expect(unavailableResponse(answer('storage_full'))).toMatchObject({ status: 507 });
});

describe('pages', () => {
  const guard = createPageGuard({ services: SERVICES, authenticator: { authenticate: () => Promise.reject(unavailable()) } });
  const asked = async (path: string, init: RequestInit = {}) => {
    const { url } = await serving(async (request, response) => {
      const audience = { existsFor: 'anyone', personId: null } as const;
      if ((await guard(request, response, audience)) !== 'sent') response.end('Next.js');
    });
    return fetch(url + path, { headers: { cookie: 'session=a.b.c' }, ...init });
  };

  it.each(['/', '/settings/picture', '/settings/keys?from=mail', '/_not-found'])(
    '%s is a page that says to try again, with 503, for people who are signed in',
    async (path) => {
      const response = await asked(path);
      expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([
        503,
        '5',
        'text/html; charset=utf-8',
      ]);
      expect(await response.text()).toContain('<h1>Try again in a moment</h1>');
    },
  );

  it.each([
    [
      'of the browser',
      { cookie: 'session=a.b.c', 'accept-language': 'ar, en;q=0.5' },
      '<html lang="ar" dir="rtl">',
      'حاول مجددًا بعد لحظات',
    ],
    [
      'that was chosen',
      { cookie: 'likeness-language=de; session=a.b.c', 'accept-language': 'ar' },
      '<html lang="de" dir="ltr">',
      'Erneut versuchen',
    ],
    ['of no catalogue', { cookie: 'session=a.b.c', 'accept-language': 'tlh' }, '<html lang="en" dir="ltr">', 'Try again'],
  ])('the page is in the language %s', async (_name, headers, root, text) => {
    const page = await (await asked('/', { headers })).text();
    expect([page.includes(root), page.includes(text)]).toEqual([true, true]);
  });

  it.each([
    ['strangers', '/', { headers: {} }],
    ['POST requests', '/settings/picture', { method: 'POST' }],
  ])('%s are left to Next.js', async (_name, path, init) => {
    expect(await (await asked(path, init)).text()).toBe('Next.js');
  });
});
