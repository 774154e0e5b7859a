import type { Failure, FailureCode, WireError, WireErrors } from '@/lib/http/endpoint';
import { retryAfter } from '@/lib/http/retry-after';

/** The body of every error of this API is `{"message": …}`. */
function message<Code extends FailureCode = FailureCode>(
  status: number,
  text: string,
  headers?: (failure: Failure<Code>) => Record<string, string>,
): WireError<Code> {
  return (failure) => Response.json({ message: text }, { status, headers: { 'Cache-Control': 'no-store', ...headers?.(failure) } });
}

const invalidFile = message(400, 'Invalid file type');
const unreadable = message(400, 'Missing One or More Required Parameters');
const unauthorized = message(401, 'Unauthorized');
const denied = message(403, 'Access denied');
const tooMany = message(429, 'Too many requests', retryAfter);
const uploadFailed = message(502, 'Image upload failed');

/**
 * The table of the published page. A code that the page does not mention has the nearest row. Clients use the status only, and treat a
 * broken picture as one of the wrong type.
 */
export const myCargoExtraErrors = {
  not_authenticated: unauthorized,
  invalid_credentials: unauthorized,
  account_disabled: denied,
  cross_origin: denied,
  forbidden: denied,
  changes_disabled: denied,
  rate_limited: tooMany,
  not_found: unauthorized,
  method_not_allowed: message(405, 'Method Not Allowed'),
  invalid_request: unreadable,
  malformed_body: unreadable,
  truncated_body: unreadable,
  unsupported_encoding: message(415, 'Unsupported content encoding'),
  no_file: message(400, 'No file found'),
  several_files: unreadable,
  empty_file: invalidFile,
  body_too_slow: unreadable,
  file_too_large: message(400, 'File too large'),
  unsupported_format: invalidFile,
  heic_unsupported: invalidFile,
  too_many_pixels: message(400, 'File too large'),
  too_complex: message(400, 'File too large'),
  corrupt_image: invalidFile,
  file_blocked: denied,
  invalid_crop: unreadable,
  no_picture: message(400, 'No file found'),
  gravatar_not_found: uploadFailed,
  gravatar_unavailable: uploadFailed,
  gravatar_unusable: uploadFailed,
  precondition_failed: message(400, 'Error uploading image'),
  idempotency_mismatch: unreadable,
  idempotency_in_progress: unreadable,
  busy: tooMany,
  storage_failed: uploadFailed,
  storage_damaged: uploadFailed,
  storage_full: message(507, 'Image upload failed'),
  database_unavailable: message(503, 'Unexpected Error', retryAfter),
  internal: message(500, 'Unexpected Error'),
} satisfies WireErrors;
