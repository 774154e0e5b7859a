import { describe, expect, it } from 'vitest';
import { type FailureDetails, type WireErrors, wireResponse } from '@/lib/http/endpoint';
import { failureOf } from '@/testing/failures';
import { asUpload, missingParameter, sessionErrors, zulipErrors } from './errors';

type Code = keyof typeof zulipErrors;

async function message<C extends Code>(code: C, details?: FailureDetails[C], errors: WireErrors = zulipErrors) {
  const response = wireResponse(errors, failureOf(code, 'Secret: /var/lib/likeness', details));
  if (!response) throw new Error(`There is no row for ${code}`);
  const text = await response.text();
  expect(text.endsWith('}\n')).toBe(true);
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown>, headers: response.headers };
}

/** Codes whose message is sent to the client. The messages of all others stay in the log. */
const WITH_MESSAGE: Code[] = ['invalid_request', 'too_many_keys'];

describe('the errors of Zulip', () => {
  it.each((Object.keys(zulipErrors) as Code[]).filter((code) => !WITH_MESSAGE.includes(code)))(
    '%s does not reveal our message',
    async (code) => {
      const { status, body } = await message(code);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body.result).toBe('error');
      expect(JSON.stringify(body)).not.toMatch(/Secret|request id/);
      expect(['result', 'msg', 'code', 'reason', 'retry-after', 'allowed_methods']).toEqual(expect.arrayContaining(Object.keys(body)));
    },
  );

  it.each(['internal', 'storage_failed'] as const)('%s is an internal server error without a code', async (code) => {
    expect(await message(code)).toMatchObject({ status: 500, body: { result: 'error', msg: 'Internal server error' } });
    expect(Object.keys((await message(code)).body)).toEqual(['result', 'msg']);
  });

  it.each(['rate_limited', 'busy'] as const)('%s sends the seconds to wait, not rounded', async (code) => {
    const bound = { limit: 3, remaining: 0, resetAt: 1_893_456_000 };
    const { status, body, headers } = await message(code, { retryAfterSeconds: 12.345, ...bound });
    expect({ status, body }).toEqual({
      status: 429,
      body: { result: 'error', msg: 'API usage exceeded rate limit', code: 'RATE_LIMIT_HIT', 'retry-after': 12.345 },
    });
    expect(headers.get('retry-after')).toBe('12.345');
  });

  it.each([
    [5 * 1024 * 1024, '5'],
    [300_000, '0.28'],
    [10_486, '0.01'],
    [10_000, '0.0095'],
    [1.5 * 1024 * 1024, '1.5'],
  ])('a limit of %i bytes is %s MiB', async (limitBytes, expected) => {
    const { body } = await message('file_too_large', { limitBytes });
    expect(body.msg).toBe(`Uploaded file is larger than the allowed limit of ${expected} MiB`);
  });

  it('names a missing parameter', async () => {
    expect(() => missingParameter('password')).toThrow("Missing 'password' argument");
    expect((await message('invalid_request', { missing: 'password' })).body).toMatchObject({
      code: 'REQUEST_VARIABLE_MISSING',
      var_name: 'password',
    });
  });

  it('treats a body that cannot be parsed as one without a file', () => {
    const errors = asUpload(zulipErrors);
    for (const code of ['malformed_body', 'truncated_body', 'body_too_slow'] as const) expect(errors[code], code).toBe(zulipErrors.no_file);
  });

  it('sends the Session scheme to a browser without a session', async () => {
    const { headers } = await message('not_authenticated', undefined, sessionErrors);
    expect(headers.get('www-authenticate')).toBe('Session realm="zulip"');
  });
});
