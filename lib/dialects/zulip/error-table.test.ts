import { expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { createTestApp } from '@/testing/app';
import { error, NOT_LOGGED_IN, whole } from '@/testing/zulip';
import { zulipErrors } from './errors';

const NO_FILE = error('You must upload exactly one avatar.', 'BAD_REQUEST');
const MALFORMED = error('Malformed form data', 'BAD_REQUEST');
const UNDECODABLE = error('Could not decode image; did you upload an image file?', 'BAD_IMAGE');
const TOO_MANY_PIXELS = error('Image size exceeds limit.', 'BAD_IMAGE');
const FORBIDDEN = error('Insufficient permission', 'BAD_REQUEST');
const INTERNAL = { result: 'error', msg: 'Internal server error' };
const TOO_MANY = { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': 1.25 };

const SECRET = 'Secret: /var/lib/likeness';
const size = { width: 20_000, height: 15_000, frames: 1, limitPixels: 90_000_000, limitSide: 30_000 };
const bound = { retryAfterSeconds: 1.25, limit: 3, remaining: 0, resetAt: 1_893_456_000 };

const ROWS: [failure: AvatarError, status: number, body: object][] = [
  [new AvatarError('not_authenticated', SECRET), 401, NOT_LOGGED_IN],
  [new AvatarError('invalid_credentials', SECRET), 401, error('Invalid API key', 'UNAUTHORIZED')],
  [new AvatarError('account_disabled', SECRET), 401, error('Account is deactivated', 'UNAUTHORIZED')],
  [
    new AvatarError('cross_origin', SECRET),
    403,
    { ...error('CSRF error: Origin checking failed', 'CSRF_FAILED'), reason: 'Origin checking failed' },
  ],
  [new AvatarError('forbidden', SECRET), 400, FORBIDDEN],
  [new AvatarError('changes_disabled', SECRET), 400, error('Avatar changes are disabled in this organization.', 'BAD_REQUEST')],
  [new AvatarError('file_blocked', SECRET), 400, error('This image is not allowed in this organization.', 'BAD_REQUEST')],
  [new AvatarError('rate_limited', SECRET, bound), 429, TOO_MANY],
  [new AvatarError('not_found', SECRET), 400, error('No such user', 'BAD_REQUEST')],
  [new AvatarError('invalid_request', 'Words for people.'), 400, error('Words for people.', 'BAD_REQUEST')],
  [new AvatarError('malformed_body', SECRET), 400, MALFORMED],
  [new AvatarError('truncated_body', SECRET), 400, MALFORMED],
  [new AvatarError('unsupported_encoding', SECRET), 415, error('Unsupported content encoding', 'BAD_REQUEST')],
  [new AvatarError('no_file', SECRET), 400, NO_FILE],
  [new AvatarError('several_files', SECRET), 400, NO_FILE],
  [new AvatarError('empty_file', SECRET), 400, UNDECODABLE],
  [new AvatarError('body_too_slow', SECRET, { limitBytesPerSecond: 1000 }), 400, MALFORMED],
  [
    new AvatarError('file_too_large', SECRET, { limitBytes: 300_000 }),
    400,
    error('Uploaded file is larger than the allowed limit of 0.28 MiB', 'BAD_REQUEST'),
  ],
  [new AvatarError('unsupported_format', SECRET), 400, UNDECODABLE],
  [new AvatarError('heic_unsupported', SECRET), 400, UNDECODABLE],
  [new AvatarError('too_many_pixels', SECRET, size), 400, TOO_MANY_PIXELS],
  [new AvatarError('too_complex', SECRET, { frames: 1001, limitFrames: 1000 }), 400, TOO_MANY_PIXELS],
  [new AvatarError('corrupt_image', SECRET, { stage: 'pixels' }), 400, error('Image is corrupted or truncated', 'BAD_IMAGE')],
  [new AvatarError('invalid_crop', SECRET, { limitWidth: 300, limitHeight: 200 }), 400, FORBIDDEN],
  [new AvatarError('no_picture', SECRET), 400, FORBIDDEN],
  [new AvatarError('gravatar_not_found', SECRET), 400, FORBIDDEN],
  [new AvatarError('gravatar_unavailable', SECRET), 400, FORBIDDEN],
  [new AvatarError('gravatar_unusable', SECRET), 400, FORBIDDEN],
  [new AvatarError('precondition_failed', SECRET), 400, FORBIDDEN],
  [new AvatarError('idempotency_mismatch', SECRET), 400, FORBIDDEN],
  [new AvatarError('idempotency_in_progress', SECRET), 400, FORBIDDEN],
  [new AvatarError('busy', SECRET, { retryAfterSeconds: 1.25 }), 429, TOO_MANY],
  [new AvatarError('storage_failed', SECRET), 500, INTERNAL],
  [new AvatarError('storage_damaged', SECRET), 500, INTERNAL],
  [new AvatarError('storage_full', SECRET), 507, { result: 'error', msg: 'Insufficient storage' }],
  [new AvatarError('database_unavailable', SECRET, { retryAfterSeconds: 1.25 }), 503, { result: 'error', msg: 'Service unavailable' }],
  [new AvatarError('too_many_keys', 'Words for people.', { limit: 50 }), 400, error('Words for people.', 'BAD_REQUEST')],
];

let failure: Error;
const app = await createTestApp({
  replaced: {
    policy: async () => {
      throw failure;
    },
  },
});

async function respond(thrown: Error) {
  failure = thrown;
  const response = await app.ask('POST', '/api/v1/register', { headers: app.admin().basic });
  expect(response.headers.get('content-type')).toBe('application/json');
  return { retryAfter: response.headers.get('retry-after'), ...(await whole(response)) };
}

it.each(ROWS.map(([thrown, ...reply]) => [thrown.code, ...reply, thrown] as const))('%s → %i %j', async (code, status, body, thrown) => {
  const retryAfter = ['rate_limited', 'busy', 'database_unavailable'].includes(code) ? '1.25' : null;
  expect(await respond(thrown)).toEqual({ status, body, retryAfter });
});

it('any other error is an internal server error, which reveals nothing about it', async () => {
  expect(await respond(new TypeError(SECRET))).toEqual({ status: 500, body: INTERNAL, retryAfter: null });
});

it('every row is tested', () => {
  const tested = [...ROWS.map(([{ code }]) => code), 'method_not_allowed', 'internal'];
  expect(tested.sort()).toEqual(Object.keys(zulipErrors).sort());
});
