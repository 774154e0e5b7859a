import type { Failure, FailureCode, WireError, WireErrors } from '@/lib/http/endpoint';
import { retryAfter } from '@/lib/http/retry-after';

/** The kinds of errors that the API defines. */
export type Classification =
  | 'DeserializationError'
  | 'PermissionError'
  | 'RequiredError'
  | 'TypeError'
  | 'UnknownFieldError'
  | 'ValueError';

/**
 * A row of the table. The body of every error of this API is an array whose elements have exactly these three keys: the official clients
 * decode strictly.
 */
function row<Code extends FailureCode = FailureCode>(
  status: number,
  classification: Classification,
  fieldNames: readonly string[],
  headers?: (failure: Failure<Code>) => Record<string, string>,
): WireError<Code> {
  return (failure) => elements(status, [{ fieldNames, classification, message: failure.error.message }], headers?.(failure));
}

function elements(
  status: number,
  list: readonly { fieldNames: readonly string[]; classification: Classification; message: string }[],
  headers?: Record<string, string>,
): Response {
  return Response.json(list, { status, headers: { 'Cache-Control': 'no-store', ...headers } });
}

/** One element for each wrong field, a `ValueError` unless the details say otherwise. */
function fieldErrors({ error: { message, details } }: Failure<'invalid_request'>): Response {
  const { fields = {} } = details;
  const classification: Classification = details.classification ?? 'ValueError';
  const list = Object.entries(fields).map(([name, text]) => ({ fieldNames: [name], classification, message: text }));
  return elements(400, list.length > 0 ? list : [{ fieldNames: [], classification, message }]);
}

const image = (classification: Classification) => row(400, classification, ['image']);
const unreadable = row(400, 'DeserializationError', []);
const unauthorized = row(401, 'PermissionError', [], () => ({ 'WWW-Authenticate': 'Bearer realm="likeness"' }));
const denied = row(403, 'PermissionError', []);
const missing = row(404, 'ValueError', ['id']);

/** Clients show the message; `Allow` lists the methods. */
function methodNotAllowed(): Response {
  return elements(405, [{ fieldNames: [], classification: 'ValueError', message: 'Method Not Allowed' }]);
}

/**
 * Ulule documents the shape and the classifications, and no status but "4xx". It has no classification for too many requests,
 * unsupported methods or failures of the server. Those rows use `ValueError`, the one that promises least.
 */
export const ululeErrors = {
  not_authenticated: unauthorized,
  invalid_credentials: unauthorized,
  account_disabled: denied,
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
  file_blocked: row(403, 'PermissionError', ['image']),
  invalid_crop: image('ValueError'),
  no_picture: missing,
  gravatar_not_found: row(404, 'ValueError', []),
  gravatar_unavailable: row(502, 'ValueError', []),
  gravatar_unusable: row(502, 'ValueError', []),
  // Only the creation of an avatar has a precondition: that there is none yet. A concurrent request has created one.
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
