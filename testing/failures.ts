import type { Failure, FailureCode, FailureDetails } from '@/lib/http/endpoint';
import { ADDRESS } from './requests';

/** Details as the code that throws each error gives them. */
const DETAILS: FailureDetails = {
  not_authenticated: {},
  invalid_credentials: {},
  account_disabled: {},
  cross_origin: {},
  forbidden: {},
  not_found: {},
  changes_disabled: {},
  rate_limited: { retryAfterSeconds: 1.2, limit: 3, remaining: 0, resetAt: 1_893_456_000 },
  invalid_request: {},
  malformed_body: {},
  truncated_body: {},
  unsupported_encoding: {},
  no_file: {},
  several_files: {},
  empty_file: {},
  body_too_slow: { limitBytesPerSecond: 1000 },
  file_too_large: { limitBytes: 5 },
  unsupported_format: { found: 'a PDF document', expected: 'JPEG or PNG' },
  heic_unsupported: { found: 'a HEIC picture', expected: 'JPEG or PNG' },
  too_many_pixels: { width: 20_000, height: 15_000, frames: 1, limitPixels: 90_000_000, limitSide: 30_000 },
  too_complex: { frames: 1001, limitFrames: 1000 },
  corrupt_image: { stage: 'pixels' },
  file_blocked: {},
  invalid_crop: { limitWidth: 300, limitHeight: 200 },
  no_picture: {},
  gravatar_not_found: {},
  gravatar_unavailable: {},
  gravatar_unusable: {},
  precondition_failed: {},
  idempotency_mismatch: {},
  idempotency_in_progress: {},
  busy: { retryAfterSeconds: 1.2 },
  storage_failed: {},
  storage_damaged: {},
  storage_full: {},
  database_unavailable: { retryAfterSeconds: 1.2 },
  email_taken: { fields: { email: 'An account with this e-mail address already exists.' } },
  link_expired: {},
  too_many_keys: {},
  too_many_addresses: {},
  primary_address: {},
  unproved_address: {},
  registration_refused: { reason: 'closed' },
  invite_invalid: {},
  last_administrator: {},
  upload_not_found: { reason: 'used' },
  method_not_allowed: { allowed: ['GET', 'HEAD'] },
  internal: {},
};

/** A failure of this code, with typical details unless they are given. */
export function failureOf<Code extends FailureCode>(
  code: Code,
  message: string,
  details: FailureDetails[Code] = DETAILS[code],
): Failure<Code> {
  return { error: { code, message, details }, requestId: 'the request id', request: new Request(`${ADDRESS}/api/v1/users/me/avatar`) };
}
