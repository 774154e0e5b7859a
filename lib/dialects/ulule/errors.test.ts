import { describe, expect, it } from 'vitest';
import { type FailureDetails, wireResponse } from '@/lib/http/endpoint';
import { failureOf } from '@/testing/failures';
import { ululeErrors } from './errors';

type Code = Exclude<keyof typeof ululeErrors, 'method_not_allowed'>;

/** Every row as it is sent, except the one whose message is not that of the failure. */
const TABLE: Record<Code, [status: number, classification: string, fieldNames: string[]]> = {
  not_authenticated: [401, 'PermissionError', []],
  invalid_credentials: [401, 'PermissionError', []],
  account_disabled: [403, 'PermissionError', []],
  cross_origin: [403, 'PermissionError', []],
  forbidden: [403, 'PermissionError', []],
  changes_disabled: [403, 'PermissionError', []],
  rate_limited: [429, 'ValueError', []],
  not_found: [404, 'ValueError', ['id']],
  invalid_request: [400, 'ValueError', []],
  malformed_body: [400, 'DeserializationError', []],
  truncated_body: [400, 'DeserializationError', []],
  unsupported_encoding: [415, 'DeserializationError', []],
  no_file: [400, 'RequiredError', ['image']],
  several_files: [400, 'ValueError', ['image']],
  empty_file: [400, 'ValueError', ['image']],
  body_too_slow: [400, 'DeserializationError', []],
  file_too_large: [400, 'ValueError', ['image']],
  unsupported_format: [400, 'ValueError', ['image']],
  heic_unsupported: [400, 'ValueError', ['image']],
  too_many_pixels: [400, 'ValueError', ['image']],
  too_complex: [400, 'ValueError', ['image']],
  corrupt_image: [400, 'ValueError', ['image']],
  file_blocked: [403, 'PermissionError', ['image']],
  invalid_crop: [400, 'ValueError', ['image']],
  no_picture: [404, 'ValueError', ['id']],
  gravatar_not_found: [404, 'ValueError', []],
  gravatar_unavailable: [502, 'ValueError', []],
  gravatar_unusable: [502, 'ValueError', []],
  precondition_failed: [400, 'ValueError', ['image']],
  idempotency_mismatch: [400, 'DeserializationError', []],
  idempotency_in_progress: [400, 'DeserializationError', []],
  busy: [503, 'ValueError', []],
  storage_failed: [502, 'ValueError', ['image']],
  storage_damaged: [500, 'ValueError', ['image']],
  storage_full: [507, 'ValueError', []],
  database_unavailable: [503, 'ValueError', []],
  internal: [500, 'ValueError', []],
};

function messageOf<C extends Code>(code: C, details?: FailureDetails[C]): Response {
  const response = wireResponse(ululeErrors, failureOf(code, 'Expected this, got that.', details));
  if (!response) throw new Error(`There is no row for ${code}`);
  return response;
}

describe('the errors of Ulule', () => {
  it.each(Object.entries(TABLE))('%s', async (code, [status, classification, fieldNames]) => {
    const response = messageOf(code as Code);
    expect({ status: response.status, body: await response.json() }).toEqual({
      status,
      body: [{ fieldNames, classification, message: 'Expected this, got that.' }],
    });
    expect(response.headers.get('retry-after')).toBe(status === 429 || status === 503 ? '2' : null);
  });

  it('has one element for each wrong field', async () => {
    const fields = { username: 'Expected a name.', password: 'Expected a password.' };
    expect(await messageOf('invalid_request', { fields, classification: 'RequiredError' }).json()).toEqual([
      { fieldNames: ['username'], classification: 'RequiredError', message: 'Expected a name.' },
      { fieldNames: ['password'], classification: 'RequiredError', message: 'Expected a password.' },
    ]);
  });

  it('sends the same message for every unsupported method', async () => {
    const response = wireResponse(ululeErrors, failureOf('method_not_allowed', 'Expected GET or HEAD, got POST.'));
    expect([response?.status, await response?.json()]).toEqual([
      405,
      [{ fieldNames: [], classification: 'ValueError', message: 'Method Not Allowed' }],
    ]);
  });
});
