import type { Failure, FailureCode, WireError, WireErrors } from './endpoint';
import { retryAfter } from './retry-after';

/** Members and headers of a row in addition to those of all rows. */
interface RowOptions<Code extends FailureCode> {
  headers?: (failure: Failure<Code>) => Record<string, string>;
  /** Selects the details to send as members. Default: all. */
  members?: (failure: Failure<Code>) => object;
}

/**
 * A row of the error table of the native API and of picture delivery: RFC 9457 `application/problem+json`, extended by our stable `code`,
 * the request id from the log, and the details of the failure.
 */
function problem<Code extends FailureCode = FailureCode>(
  status: number,
  title: string,
  { headers, members = ({ error }) => error.details }: RowOptions<Code> = {},
): WireError<Code> {
  return (failure) => {
    const { error, requestId } = failure;
    return Response.json(
      { type: 'about:blank', title, status, detail: error.message, code: error.code, requestId, ...members(failure) },
      { status, headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers?.(failure) } },
    );
  };
}

const challenge = { headers: () => ({ 'WWW-Authenticate': 'Bearer realm="likeness"' }) };
const retry = { headers: retryAfter };

export const nativeErrors = {
  not_authenticated: problem(401, 'Not signed in', challenge),
  invalid_credentials: problem(401, 'Invalid credentials', challenge),
  account_disabled: problem(403, 'Account disabled'),
  cross_origin: problem(403, 'Cross-site request'),
  forbidden: problem(403, 'Not allowed'),
  changes_disabled: problem(403, 'Changes disabled'),
  rate_limited: problem(429, 'Too many requests', retry),
  not_found: problem(404, 'Not found'),
  method_not_allowed: problem(405, 'Method not allowed'),
  invalid_request: problem(400, 'Invalid request'),
  malformed_body: problem(400, 'Malformed body'),
  truncated_body: problem(400, 'Incomplete body'),
  unsupported_encoding: problem(415, 'Unsupported Content-Encoding'),
  no_file: problem(400, 'No file'),
  several_files: problem(400, 'Too many files'),
  empty_file: problem(400, 'Empty file'),
  body_too_slow: problem(408, 'Body too slow', { headers: () => ({ Connection: 'close' }) }),
  file_too_large: problem(413, 'File too large'),
  unsupported_format: problem(415, 'Unsupported format'),
  heic_unsupported: problem(415, 'HEIC not supported'),
  too_many_pixels: problem(422, 'Too many pixels'),
  too_complex: problem(422, 'Too complex'),
  // `stage` is not part of this API.
  corrupt_image: problem(422, 'Damaged picture', { members: () => ({}) }),
  file_blocked: problem(403, 'File blocked'),
  invalid_crop: problem(422, 'Invalid crop'),
  no_picture: problem(404, 'No uploaded picture'),
  gravatar_not_found: problem(404, 'No picture at Gravatar'),
  gravatar_unavailable: problem(502, 'Gravatar unavailable'),
  gravatar_unusable: problem(502, 'Unusable picture at Gravatar'),
  precondition_failed: problem(412, 'Picture has changed'),
  idempotency_mismatch: problem(422, 'Idempotency-Key already used'),
  idempotency_in_progress: problem(409, 'Request in progress'),
  busy: problem(503, 'Server busy', retry),
  storage_failed: problem(502, 'Storage failed'),
  storage_damaged: problem(500, 'Stored picture damaged'),
  storage_full: problem(507, 'Storage full'),
  database_unavailable: problem(503, 'Database unavailable', retry),
  email_taken: problem(409, 'E-mail address already in use'),
  link_expired: problem(410, 'Link expired'),
  too_many_keys: problem(409, 'Too many API keys'),
  too_many_addresses: problem(409, 'Too many e-mail addresses'),
  primary_address: problem(409, 'Primary e-mail address'),
  unproved_address: problem(409, 'E-mail address not verified'),
  registration_refused: problem(403, 'Registration refused'),
  invite_invalid: problem(403, 'Invalid invite'),
  identity_taken: problem(409, 'Already connected'),
  password_missing: problem(409, 'No password'),
  sign_in_again: problem(403, 'Sign in again'),
  last_administrator: problem(409, 'Last administrator'),
  own_account: problem(409, 'Your own account'),
  reset_refused: problem(409, 'Password cannot be reset'),
  upload_not_found: problem(404, 'Upload not found'),
  address_unreachable: problem(502, 'Address unreachable'),
  picture_shown: problem(409, 'Picture in use'),
  internal: problem(500, 'Internal error'),
} satisfies WireErrors;
