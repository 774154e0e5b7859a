import { describe, expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { createTestApp } from '@/testing/app';
import { binding, INVALID_IMAGE, LOGIN_REQUIRED, PATH, TOO_LARGE, TOO_MANY, WRONG_TOKEN_TYPE } from '@/testing/in-process/cloudreve';
import { failure } from '@/testing/in-process/wire';
import { cloudreveErrors, uploadErrors } from './errors';

const PARAMETER_ERROR = binding('Parameter error');
const DENIED = failure(403, 'Permission denied');
const NOT_UPDATED = failure(50001, 'Failed to update user avatar');
const NOT_SAVED = failure(50004, 'Failed to save avatar file');
const DATABASE_FAILED = failure(50001, 'Database operation failed');

const SECRET = 'Secret: /var/lib/likeness';
const size = { width: 20_000, height: 15_000, frames: 1, limitPixels: 90_000_000, limitSide: 30_000 };
const bound = { retryAfterSeconds: 1.25, limit: 3, remaining: 0, resetAt: 1_893_456_000 };

interface Body {
  code: number;
  msg: string;
}

/** The response of every call, and the one of an upload if it differs. */
const ROWS: [failure: AvatarError, body: Body, ofUpload?: Body][] = [
  [new AvatarError('not_authenticated', SECRET), LOGIN_REQUIRED],
  [new AvatarError('invalid_credentials', SECRET), LOGIN_REQUIRED],
  [new AvatarError('invalid_credentials', SECRET, { reason: 'refresh_token' }), WRONG_TOKEN_TYPE],
  [new AvatarError('account_disabled', SECRET), failure(50001, 'failed to get login user')],
  [new AvatarError('cross_origin', SECRET), DENIED],
  [new AvatarError('forbidden', SECRET), DENIED],
  [new AvatarError('changes_disabled', SECRET), failure(403, 'Changing profile pictures is disabled')],
  [new AvatarError('file_blocked', SECRET), failure(403, 'Permission denied')],
  [new AvatarError('rate_limited', SECRET, bound), TOO_MANY],
  [new AvatarError('not_found', SECRET), failure(50001, 'failed to get login user')],
  [new AvatarError('invalid_request', 'Words for people.'), binding('Words for people.')],
  [new AvatarError('invalid_request', 'Words for people.', { reason: 'object_id' }), failure(40001, 'Words for people.')],
  [new AvatarError('malformed_body', SECRET), PARAMETER_ERROR],
  [new AvatarError('truncated_body', SECRET), PARAMETER_ERROR, INVALID_IMAGE],
  [new AvatarError('unsupported_encoding', SECRET), failure(415, 'Unsupported content encoding')],
  [new AvatarError('no_file', SECRET), INVALID_IMAGE],
  [new AvatarError('several_files', SECRET), INVALID_IMAGE],
  [new AvatarError('empty_file', SECRET), INVALID_IMAGE],
  [new AvatarError('body_too_slow', SECRET, { limitBytesPerSecond: 1000 }), PARAMETER_ERROR, INVALID_IMAGE],
  [new AvatarError('file_too_large', SECRET, { limitBytes: 5 }), TOO_LARGE],
  [new AvatarError('unsupported_format', SECRET), INVALID_IMAGE],
  [new AvatarError('heic_unsupported', SECRET), INVALID_IMAGE],
  [new AvatarError('too_many_pixels', SECRET, size), INVALID_IMAGE],
  [new AvatarError('too_complex', SECRET, { frames: 1001, limitFrames: 1000 }), INVALID_IMAGE],
  [new AvatarError('corrupt_image', SECRET, { stage: 'pixels' }), INVALID_IMAGE],
  [new AvatarError('invalid_crop', SECRET, { limitWidth: 300, limitHeight: 200 }), INVALID_IMAGE],
  [new AvatarError('no_picture', SECRET), INVALID_IMAGE],
  [new AvatarError('gravatar_not_found', SECRET), NOT_UPDATED],
  [new AvatarError('gravatar_unavailable', SECRET), NOT_UPDATED],
  [new AvatarError('gravatar_unusable', SECRET), NOT_UPDATED],
  [new AvatarError('precondition_failed', SECRET), NOT_UPDATED],
  [new AvatarError('idempotency_mismatch', SECRET), PARAMETER_ERROR],
  [new AvatarError('idempotency_in_progress', SECRET), TOO_MANY],
  [new AvatarError('busy', SECRET, { retryAfterSeconds: 1.25 }), TOO_MANY],
  [new AvatarError('storage_failed', SECRET), NOT_SAVED],
  [new AvatarError('storage_damaged', SECRET), failure(50004, 'Failed to read avatar file')],
  [new AvatarError('storage_full', SECRET), NOT_SAVED],
  [new AvatarError('database_unavailable', SECRET, { retryAfterSeconds: 1.25 }), DATABASE_FAILED],
];

let thrown: Error;
const fail = async () => {
  throw thrown;
};
const app = await createTestApp({ replaced: { stateOf: fail, policy: fail } });

async function respond(failure: Error, method: string, path: string) {
  thrown = failure;
  const response = await app.ask(method, path, { headers: app.admin().auth });
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

describe.each([
  ['a read', 'GET', '/user/me', DATABASE_FAILED, cloudreveErrors],
  ['an upload', 'PUT', PATH, NOT_UPDATED, uploadErrors],
] as const)('%s', (_call, method, path, internal, table) => {
  const rows = ROWS.map(([error, body, ofUpload]) => ({ error, body: (method === 'PUT' && ofUpload) || body }));
  it.each(rows.map(({ error, body }) => [error.code, body.code, body.msg, body, error] as const))(
    '%s → %i "%s"',
    async (code, _code, _msg, body, error) => {
      const retryAfter = ['rate_limited', 'busy', 'database_unavailable'].includes(code) ? '2' : null;
      expect(await respond(error, method, path)).toEqual({ status: 200, body, retryAfter });
    },
  );

  it('any other error → a failure of the database, which reveals nothing about it', async () => {
    expect(await respond(new TypeError(SECRET), method, path)).toEqual({ status: 200, body: internal, retryAfter: null });
  });

  it('every row is tested', () => {
    const tested = new Set([...ROWS.map(([{ code }]) => code), 'method_not_allowed', 'internal']);
    expect([...tested].sort()).toEqual(Object.keys(table).sort());
  });
});

it('an unsupported method → 405 without a body', async () => {
  const response = await app.ask('POST', PATH);
  expect({ status: response.status, body: await response.text() }).toEqual({ status: 405, body: '' });
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
});
