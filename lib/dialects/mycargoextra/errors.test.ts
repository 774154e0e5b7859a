import { describe, expect, it } from 'vitest';
import { wireResponse } from '@/lib/http/endpoint';
import { failureOf } from '@/testing/failures';
import { myCargoExtraErrors } from './errors';

type Code = keyof typeof myCargoExtraErrors;

const TABLE: Record<Code, [status: number, message: string]> = {
  not_authenticated: [401, 'Unauthorized'],
  invalid_credentials: [401, 'Unauthorized'],
  account_disabled: [403, 'Access denied'],
  cross_origin: [403, 'Access denied'],
  forbidden: [403, 'Access denied'],
  changes_disabled: [403, 'Access denied'],
  rate_limited: [429, 'Too many requests'],
  not_found: [401, 'Unauthorized'],
  method_not_allowed: [405, 'Method Not Allowed'],
  invalid_request: [400, 'Missing One or More Required Parameters'],
  malformed_body: [400, 'Missing One or More Required Parameters'],
  truncated_body: [400, 'Missing One or More Required Parameters'],
  unsupported_encoding: [415, 'Unsupported content encoding'],
  no_file: [400, 'No file found'],
  several_files: [400, 'Missing One or More Required Parameters'],
  empty_file: [400, 'Invalid file type'],
  body_too_slow: [400, 'Missing One or More Required Parameters'],
  file_too_large: [400, 'File too large'],
  unsupported_format: [400, 'Invalid file type'],
  heic_unsupported: [400, 'Invalid file type'],
  too_many_pixels: [400, 'File too large'],
  too_complex: [400, 'File too large'],
  corrupt_image: [400, 'Invalid file type'],
  file_blocked: [403, 'Access denied'],
  invalid_crop: [400, 'Missing One or More Required Parameters'],
  no_picture: [400, 'No file found'],
  gravatar_not_found: [502, 'Image upload failed'],
  gravatar_unavailable: [502, 'Image upload failed'],
  gravatar_unusable: [502, 'Image upload failed'],
  precondition_failed: [400, 'Error uploading image'],
  idempotency_mismatch: [400, 'Missing One or More Required Parameters'],
  idempotency_in_progress: [400, 'Missing One or More Required Parameters'],
  busy: [429, 'Too many requests'],
  storage_failed: [502, 'Image upload failed'],
  storage_damaged: [502, 'Image upload failed'],
  storage_full: [507, 'Image upload failed'],
  database_unavailable: [503, 'Unexpected Error'],
  internal: [500, 'Unexpected Error'],
};

describe('the errors of MyCargoExtra', () => {
  it.each(Object.entries(TABLE))('%s', async (code, [status, message]) => {
    const response = wireResponse(myCargoExtraErrors, failureOf(code as Code, 'Expected this, got that.'));
    if (!response) throw new Error(`There is no row for ${code}`);
    expect({ status: response.status, body: await response.json() }).toEqual({ status, body: { message } });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('retry-after')).toBe(status === 429 || status === 503 ? '2' : null);
  });
});
