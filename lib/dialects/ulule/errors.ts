import type { ErrorDetails } from '@/lib/errors';
import type { Failure, WireError, WireErrors } from '@/lib/http/endpoint';
import { retryAfter } from '@/lib/http/retry-after';

/** What the API calls the kinds of errors. */
export type Classification =
  | 'DeserializationError'
  | 'PermissionError'
  | 'RequiredError'
  | 'TypeError'
  | 'UnknownFieldError'
  | 'ValueError';

/**
 * A row of the table. The whole body of every error of this API is an array, and each of its elements has these three keys and no
 * other: the official clients decode strictly.
 */
function row(
  status: number,
  classification: Classification,
  fieldNames: readonly string[],
  headers?: (details: ErrorDetails) => Record<string, string>,
): WireError {
  return ({ error }) =>
    Response.json([{ fieldNames, classification, message: error.message }], {
      status,
      headers: { 'Cache-Control': 'no-store', ...headers?.(error.details) },
    });
}

/** One element for each wrong field. `details.classification` says how it is wrong where that is not its value. */
function fieldErrors({ error: { message, details } }: Failure): Response {
  const classification = details.classification ?? 'ValueError';
  const fields = Object.entries(typeof details.fields === 'object' ? details.fields : {});
  const list = fields.map(([name, text]) => ({ fieldNames: [name], classification, message: String(text) }));
  const errors = list.length > 0 ? list : [{ fieldNames: [], classification, message }];
  return Response.json(errors, { status: 400, headers: { 'Cache-Control': 'no-store' } });
}

const image = (classification: Classification) => row(400, classification, ['image']);
const unreadable = row(400, 'DeserializationError', []);
const unauthorized = row(401, 'PermissionError', [], () => ({ 'WWW-Authenticate': 'Bearer realm="likeness"' }));
const denied = row(403, 'PermissionError', []);
const missing = row(404, 'ValueError', ['id']);

/** Whatever the verb was: clients show the message, and which verbs there are is in `Allow`. */
function methodNotAllowed(failed: Failure): Response {
  return row(405, 'ValueError', [])({ ...failed, error: { ...failed.error, message: 'Method Not Allowed' } });
}

/**
 * The original documents the shape and the classifications, and no status but "4xx". Of the classifications none is about too many
 * requests, about verbs or about us, so those rows take the one that promises least: some value has to change, and be it the time.
 */
export const ululeErrors = {
  not_authenticated: unauthorized,
  invalid_credentials: unauthorized,
  cross_origin: denied,
  forbidden: denied,
  changes_disabled: denied,
  rate_limited: row(429, 'ValueError', [], retryAfter),
  not_found: missing,
  method_not_allowed: methodNotAllowed,
  invalid_request: fieldErrors,
  malformed_body: unreadable,
  truncated_body: unreadable,
  unsupported_encoding: row(415, 'DeserializationError', []),
  no_file: image('RequiredError'),
  several_files: image('ValueError'),
  empty_file: image('ValueError'),
  body_too_slow: unreadable,
  file_too_large: image('ValueError'),
  unsupported_format: image('ValueError'),
  heic_unsupported: image('ValueError'),
  too_many_pixels: image('ValueError'),
  too_complex: image('ValueError'),
  corrupt_image: image('ValueError'),
  invalid_crop: image('ValueError'),
  no_picture: missing,
  gravatar_not_found: row(404, 'ValueError', []),
  gravatar_unavailable: row(502, 'ValueError', []),
  gravatar_unusable: row(502, 'ValueError', []),
  // Only creating insists on a state: that there is no avatar yet. Somebody was faster.
  precondition_failed: image('ValueError'),
  idempotency_mismatch: unreadable,
  idempotency_in_progress: unreadable,
  busy: row(503, 'ValueError', [], retryAfter),
  storage_failed: row(502, 'ValueError', ['image']),
  storage_damaged: row(500, 'ValueError', ['image']),
  storage_full: row(507, 'ValueError', []),
  database_unavailable: row(503, 'ValueError', [], retryAfter),
  internal: row(500, 'ValueError', []),
} satisfies WireErrors;
