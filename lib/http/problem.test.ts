import { expect, it } from 'vitest';
import { failureOf } from '@/testing/failures';
import { wireResponse } from './endpoint';
import { nativeErrors } from './problem';

type Code = keyof typeof nativeErrors;

const ROWS: Record<Code, [status: number, title: string]> = {
  not_authenticated: [401, 'Not signed in'],
  invalid_credentials: [401, 'Invalid credentials'],
  account_disabled: [403, 'Account disabled'],
  cross_origin: [403, 'Cross-site request'],
  forbidden: [403, 'Not allowed'],
  changes_disabled: [403, 'Changes disabled'],
  rate_limited: [429, 'Too many requests'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  invalid_request: [400, 'Invalid request'],
  malformed_body: [400, 'Malformed body'],
  truncated_body: [400, 'Incomplete body'],
  unsupported_encoding: [415, 'Unsupported Content-Encoding'],
  no_file: [400, 'No file'],
  several_files: [400, 'Too many files'],
  empty_file: [400, 'Empty file'],
  body_too_slow: [408, 'Body too slow'],
  file_too_large: [413, 'File too large'],
  unsupported_format: [415, 'Unsupported format'],
  heic_unsupported: [415, 'HEIC not supported'],
  too_many_pixels: [422, 'Too many pixels'],
  too_complex: [422, 'Too complex'],
  corrupt_image: [422, 'Damaged picture'],
  file_blocked: [403, 'File blocked'],
  invalid_crop: [422, 'Invalid crop'],
  no_picture: [404, 'No uploaded picture'],
  gravatar_not_found: [404, 'No picture at Gravatar'],
  gravatar_unavailable: [502, 'Gravatar unavailable'],
  gravatar_unusable: [502, 'Unusable picture at Gravatar'],
  precondition_failed: [412, 'Picture has changed'],
  idempotency_mismatch: [422, 'Idempotency-Key already used'],
  idempotency_in_progress: [409, 'Request in progress'],
  busy: [503, 'Server busy'],
  storage_failed: [502, 'Storage failed'],
  storage_damaged: [500, 'Stored picture damaged'],
  storage_full: [507, 'Storage full'],
  database_unavailable: [503, 'Database unavailable'],
  email_taken: [409, 'E-mail address already in use'],
  link_expired: [410, 'Link expired'],
  too_many_keys: [409, 'Too many API keys'],
  too_many_addresses: [409, 'Too many e-mail addresses'],
  primary_address: [409, 'Primary e-mail address'],
  unproved_address: [409, 'E-mail address not verified'],
  registration_refused: [403, 'Registration refused'],
  invite_invalid: [403, 'Invalid invite'],
  identity_taken: [409, 'Already connected'],
  password_missing: [409, 'No password'],
  sign_in_again: [403, 'Sign in again'],
  last_administrator: [409, 'Last administrator'],
  own_account: [409, 'Your own account'],
  reset_refused: [409, 'Password cannot be reset'],
  upload_not_found: [404, 'Upload not found'],
  address_unreachable: [502, 'Address unreachable'],
  picture_shown: [409, 'Picture in use'],
  internal: [500, 'Internal error'],
};

/** Headers in addition to the type and `Cache-Control`, by code. */
const HEADERS: { [C in Code]?: Record<string, string> } = {
  not_authenticated: { 'www-authenticate': 'Bearer realm="likeness"' },
  invalid_credentials: { 'www-authenticate': 'Bearer realm="likeness"' },
  rate_limited: { 'retry-after': '2' },
  busy: { 'retry-after': '2' },
  database_unavailable: { 'retry-after': '2' },
  body_too_slow: { connection: 'close' },
};

it.each(Object.entries(ROWS))('%s is a problem with status and title %j that caches do not store', async (name, [status, title]) => {
  const code = name as Code;
  const failure = failureOf(code, 'Words for people.');
  const response = wireResponse(nativeErrors, failure);
  // `stage` is the only detail that is not part of this API.
  const details = code === 'corrupt_image' ? {} : failure.error.details;
  expect([response?.status, await response?.json()]).toEqual([
    status,
    { type: 'about:blank', title, status, detail: 'Words for people.', code, requestId: 'the request id', ...details },
  ]);
  expect(Object.fromEntries(response?.headers ?? [])).toEqual({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...HEADERS[code],
  });
});

it('every error of the native API is in this table', () => {
  expect(Object.keys(nativeErrors)).toEqual(Object.keys(ROWS));
});
