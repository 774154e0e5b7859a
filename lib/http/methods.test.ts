import { describe, expect, it } from 'vitest';
import type { Authenticator, RateLimits } from '@/lib/accounts/ports';
import { cloudreveErrors } from '@/lib/dialects/cloudreve/errors';
import { myCargoExtraErrors } from '@/lib/dialects/mycargoextra/errors';
import { ululeErrors } from '@/lib/dialects/ulule/errors';
import { zulipErrors } from '@/lib/dialects/zulip/errors';
import { bodyless, SERVICES, streamed } from '@/testing/requests';
import { createBodyBudget } from './body/body-budget';
import { defineEndpoint, type Endpoint, type WireErrors } from './endpoint';
import { ASKED_METHOD_HEADER, addresses, noAddress } from './methods';
import { nativeErrors } from './problem';
import { serve } from './serve';

/** An endpoint of the address itself. */
const own = (name: string) =>
  defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    limited: false,
    parse: () => null,
    core: () => null,
    present: () => new Response(name),
    errors: nativeErrors,
  });

/** Knows nobody, and fails where somebody is to be known. */
const authenticator: Authenticator = {
  async authenticate({ kind }) {
    if (kind !== 'none') throw new Error(`Asked who sent ${kind}`);
    return null;
  },
};

/** Nothing is counted: that would fail. */
async function answered(endpoint: object, request: Request) {
  const response = await serve(
    endpoint as Endpoint,
    request,
    {},
    {
      services: SERVICES,
      authenticator,
      rateLimits: {} as RateLimits,
      bodyBudget: createBodyBudget(1000),
      log: { info: () => {}, error: () => {} },
    },
  );
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

describe('a verb that an address lacks', () => {
  it.each(DIALECTS)('$api: 405 in its words, with the verbs in their order, and the body stays unread', async ({ errors, body }) => {
    const { one } = addresses({ one: { POST: own('post'), GET: own('get') } }, { errors });
    const { request, pulled } = streamed([new Uint8Array(10)], { 'Content-Length': '10', Authorization: 'Bearer of.no.use' });
    const { text, ...answer } = await answered(one.PUT, request);
    expect({ ...answer, body: JSON.parse(text || 'null') }).toEqual({ status: 405, allow: 'POST, GET, HEAD, OPTIONS', body });
    expect(pulled.chunks).toBe(0);
  });
});

describe('a method that HTTP has and our handlers do not', () => {
  it.each(DIALECTS)('$api: 405 in its words', async ({ errors, body }) => {
    const { one } = addresses({ one: { POST: own('post'), GET: own('get') } }, { errors });
    for (const method of ['TRACE', 'PROPFIND', 'QUERY', 'LOCK']) {
      const { text, ...answer } = await answered(one.OPTIONS, bodyless({ [ASKED_METHOD_HEADER]: method }, 'OPTIONS'));
      const message = text.replace(`got ${method}.`, 'got PUT.');
      expect({ method, ...answer, body: JSON.parse(message || 'null') }).toEqual({
        method,
        status: 405,
        allow: 'POST, GET, HEAD, OPTIONS',
        body,
      });
    }
  });

  it('is refused where an address has an OPTIONS of its own', async () => {
    const { one } = addresses({ one: { GET: own('get'), OPTIONS: own('options') } }, { errors: nativeErrors });
    const { status, allow } = await answered(one.OPTIONS, bodyless({ [ASKED_METHOD_HEADER]: 'LOCK' }, 'OPTIONS'));
    expect({ status, allow }).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS' });
  });

  it('is not found where there is no address', async () => {
    expect((await answered(noAddress(nativeErrors).OPTIONS, bodyless({ [ASKED_METHOD_HEADER]: 'LOCK' }, 'OPTIONS'))).status).toBe(404);
  });
});

describe('the verbs that an address has', () => {
  it('are answered by what was declared', async () => {
    const { one } = addresses({ one: { GET: own('get'), OPTIONS: own('options') } }, { errors: nativeErrors });
    expect((await answered(one.GET, bodyless())).text).toBe('get');
    expect((await answered(one.OPTIONS, bodyless({}, 'OPTIONS'))).text).toBe('options');
    expect((await answered(one.DELETE, bodyless({}, 'DELETE'))).allow).toBe('GET, HEAD, OPTIONS');
  });

  it('are what OPTIONS says, sorted', async () => {
    const { one } = addresses({ one: { POST: own('post'), GET: own('get') } }, { errors: nativeErrors });
    expect(await answered(one.OPTIONS, bodyless({}, 'OPTIONS'))).toEqual({ status: 204, allow: 'GET, HEAD, OPTIONS, POST', text: '' });
  });

  it('are without OPTIONS where the dialect does not name it', async () => {
    const { one } = addresses({ one: { POST: own('post'), DELETE: own('delete') } }, { errors: zulipErrors, namesOptions: false });
    expect((await answered(one.GET, bodyless())).allow).toBe('POST, DELETE');
    expect((await answered(one.OPTIONS, bodyless({}, 'OPTIONS'))).allow).toBe('DELETE, POST');
  });
});

describe('where there is no address', () => {
  it.each(['GET', 'POST', 'OPTIONS'] as const)('%s → 404 in the words of the dialect', async (method) => {
    const { text, ...answer } = await answered(noAddress(ululeErrors)[method], bodyless({}, method));
    expect({ ...answer, body: JSON.parse(text) }).toEqual({
      status: 404,
      allow: null,
      body: [{ fieldNames: ['id'], classification: 'ValueError', message: 'Nothing exists at this path.' }],
    });
  });
});
