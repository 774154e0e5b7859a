import { describe, expect, it } from 'vitest';
import type { Authenticator } from '@/lib/accounts/ports';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import { cloudreveErrors } from '@/lib/dialects/cloudreve/errors';
import { myCargoExtraErrors } from '@/lib/dialects/mycargoextra/errors';
import { ululeErrors } from '@/lib/dialects/ulule/errors';
import { zulipErrors } from '@/lib/dialects/zulip/errors';
import { AvatarError, type AvatarErrorCode } from '@/lib/errors';
import { bodyless, SERVICES } from '@/testing/requests';
import { createBodyBudget } from './body/body-budget';
import { defineEndpoint, type WireErrors } from './endpoint';
import { nativeErrors } from './problem';
import { serve } from './serve';

const REQUEST_ID = expect.stringMatching(/^[0-9a-f-]{36}$/);

/** The complete response of each API to an internal error. */
const DIALECTS: { api: string; errors: WireErrors; status: number; body: object }[] = [
  {
    api: 'native',
    errors: nativeErrors,
    status: 500,
    body: {
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: 'Something went wrong on our side.',
      code: 'internal',
      requestId: REQUEST_ID,
    },
  },
  { api: 'MyCargoExtra', errors: myCargoExtraErrors, status: 500, body: { message: 'Unexpected Error' } },
  {
    api: 'Cloudreve',
    errors: cloudreveErrors,
    status: 200,
    body: { code: 50001, msg: 'Database operation failed', correlation_id: REQUEST_ID },
  },
  {
    api: 'Ulule',
    errors: ululeErrors,
    status: 500,
    body: [{ fieldNames: [], classification: 'ValueError', message: 'Something went wrong on our side.' }],
  },
  { api: 'Zulip', errors: zulipErrors, status: 500, body: { result: 'error', msg: 'Internal server error' } },
];

/** All keys that errors of each API may have. */
const KEYS: Record<string, string[]> = {
  native: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'retryAfterSeconds'],
  MyCargoExtra: ['message'],
  Cloudreve: ['code', 'msg', 'correlation_id'],
  Ulule: ['fieldNames', 'classification', 'message'],
  Zulip: ['result', 'msg', 'code', 'reason', 'retry-after'],
};

/** The response to a request whose core throws this, and the log. */
async function answered(errors: WireErrors, failure: unknown, headers: Record<string, string> = {}) {
  const logged: object[] = [];
  const endpoint = defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    parse: () => null,
    core: () => Promise.reject(failure),
    present: () => new Response(),
    errors,
  });
  const response = await serve(
    endpoint,
    bodyless(headers),
    {},
    {
      services: SERVICES,
      authenticator: { authenticate: async () => null } satisfies Authenticator,
      rateLimits: {} as RateLimits,
      bodyBudget: createBodyBudget(1000),
      log: { debug: () => {}, info: (fields) => logged.push(fields), error: (fields) => logged.push(fields) },
    },
  );
  return { response, text: await response.text(), logged };
}

describe.each(DIALECTS)('$api, after an unexpected error', ({ errors, status, body }) => {
  it.each([new TypeError("Cannot read '/work/data/pictures/originals/0a'", { cause: new Error('ENOENT') }), 'a string', undefined])(
    '%s is logged and not told',
    async (failure) => {
      const { response, text, logged } = await answered(errors, failure);
      expect(response.status).toBe(status);
      expect(JSON.parse(text)).toEqual(body);
      expect(text).not.toMatch(/work|TypeError|ENOENT|originals/);
      expect(logged).toMatchObject([{ err: failure, requestId: response.headers.get('x-request-id') }]);
    },
  );
});

describe.each(DIALECTS)('$api', ({ api, errors }) => {
  // `methods.test.ts` covers the responses to unsupported methods.
  const codes = Object.keys(errors).filter((code) => code !== 'method_not_allowed') as AvatarErrorCode[];

  it.each(codes)('%s has documented keys only', async (code) => {
    const { response, text } = await answered(errors, new AvatarError(code, 'Expected this, got that.', { retryAfterSeconds: 1.5 }));
    const body = JSON.parse(text);
    for (const one of Array.isArray(body) ? body : [body]) expect(KEYS[api]).toEqual(expect.arrayContaining(Object.keys(one)));
    expect(Array.isArray(body)).toBe(api === 'Ulule');
    expect(response.status === 200).toBe(api === 'Cloudreve');
  });
});
