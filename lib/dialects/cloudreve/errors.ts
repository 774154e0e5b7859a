import type { WireError, WireErrors } from '@/lib/http/endpoint';
import { retryAfter } from '@/lib/http/retry-after';
import { binding, failure, PRIVATE } from './envelope';

/** The web client signs its user out on 401 and 40020: only failures of credentials may use them. */
const LOGIN_REQUIRED = 401;
const FORBIDDEN = 403;
/** The HTTP status, as with 401, 403 and 404. Cloudreve has no rate limits and no code for them. */
const TOO_MANY_REQUESTS = 429;
/** The HTTP status. Cloudreve does not support content codings of requests and has no code for them. */
const UNSUPPORTED_MEDIA_TYPE = 415;
const PARAMETER = 40001;
export const CREDENTIAL_INVALID = 40020;
export const USER_NOT_FOUND = 40021;
/** An administrator has blocked the account. */
export const USER_BLOCKED = 40017;
const FILE_TOO_LARGE = 40049;
export const WRONG_PASSWORD = 40080;
const DATABASE = 50001;
const STORAGE = 50004;
/** Cloudreve's code for failures without a code of their own. */
export const NOT_SET = -1;

/** Handles a refresh token in place of an access token, which has a code of its own on every path; else uses the row `otherwise`. */
export function credentialsRow(otherwise: WireError<'invalid_credentials'>): WireError<'invalid_credentials'> {
  const wrongUse = failure(CREDENTIAL_INVALID, 'Invalid token type');
  return (failed) => (failed.error.details.reason === 'refresh_token' ? wrongUse(failed) : otherwise(failed));
}

const loginRequired = failure(LOGIN_REQUIRED, 'Login required');
const parameterError = binding(PARAMETER, 'Parameter error');
const denied = failure(FORBIDDEN, 'Permission denied');
const TOO_MANY = [TOO_MANY_REQUESTS, 'Too many requests'] as const;
const retryLater = failure(...TOO_MANY, retryAfter);
const invalidImage = failure(PARAMETER, 'Invalid image');

/** The table of all paths, with Cloudreve's messages where it has them. */
export const cloudreveErrors = {
  not_authenticated: loginRequired,
  invalid_credentials: credentialsRow(loginRequired),
  account_disabled: failure(DATABASE, 'failed to get login user'),
  cross_origin: denied,
  forbidden: denied,
  changes_disabled: failure(FORBIDDEN, 'Changing profile pictures is disabled'),
  rate_limited: retryLater,
  // Only if the account is deleted while its request runs.
  not_found: failure(DATABASE, 'failed to get login user'),
  // Cloudreve does not document it, and all its JSON is HTTP 200, so there is no body.
  method_not_allowed: () => new Response(null, { status: 405, headers: PRIVATE }),
  // Cloudreve resolves ids in the path before it parses the request, and reports invalid ones with `correlation_id`.
  invalid_request: (failed) => (failed.error.details.reason === 'object_id' ? failure(PARAMETER) : binding(PARAMETER))(failed),
  malformed_body: parameterError,
  truncated_body: parameterError,
  unsupported_encoding: failure(UNSUPPORTED_MEDIA_TYPE, 'Unsupported content encoding'),
  no_file: invalidImage,
  several_files: invalidImage,
  empty_file: invalidImage,
  body_too_slow: parameterError,
  file_too_large: failure(FILE_TOO_LARGE, ''),
  unsupported_format: invalidImage,
  heic_unsupported: invalidImage,
  too_many_pixels: invalidImage,
  too_complex: invalidImage,
  corrupt_image: invalidImage,
  file_blocked: failure(FORBIDDEN, 'Permission denied'),
  invalid_crop: invalidImage,
  no_picture: invalidImage,
  // Not reached: an upload without a body switches to Gravatar whether or not Gravatar has a picture.
  gravatar_not_found: failure(DATABASE, 'Failed to update user avatar'),
  gravatar_unavailable: failure(DATABASE, 'Failed to update user avatar'),
  gravatar_unusable: failure(DATABASE, 'Failed to update user avatar'),
  precondition_failed: failure(DATABASE, 'Failed to update user avatar'),
  idempotency_mismatch: parameterError,
  idempotency_in_progress: failure(...TOO_MANY),
  busy: retryLater,
  storage_failed: failure(STORAGE, 'Failed to save avatar file'),
  storage_damaged: failure(STORAGE, 'Failed to read avatar file'),
  storage_full: failure(STORAGE, 'Failed to save avatar file'),
  database_unavailable: failure(DATABASE, 'Database operation failed', retryAfter),
  internal: failure(DATABASE, 'Database operation failed'),
} satisfies WireErrors;

/** The table of uploads. A truncated body is reported as a broken picture. */
export const uploadErrors = {
  ...cloudreveErrors,
  truncated_body: invalidImage,
  body_too_slow: invalidImage,
  internal: failure(DATABASE, 'Failed to update user avatar'),
} satisfies WireErrors;
