import type { WireError, WireErrors } from '@/lib/http/endpoint';
import { binding, failure, PRIVATE } from './envelope';

/** The web client signs its user out on 401 and 40020, so nothing but credentials may answer with those. */
const LOGIN_REQUIRED = 401;
const FORBIDDEN = 403;
/** Not a code of the original, which does not count requests: HTTP's own number, as 401, 403 and 404 are. */
const TOO_MANY_REQUESTS = 429;
/** HTTP's own number as well: the original reads bodies of any coding as they are. */
const UNSUPPORTED_MEDIA_TYPE = 415;
const PARAMETER = 40001;
export const CREDENTIAL_INVALID = 40020;
export const USER_NOT_FOUND = 40021;
const FILE_TOO_LARGE = 40049;
export const WRONG_PASSWORD = 40080;
const DATABASE = 50001;
const STORAGE = 50004;
/** What the original answers when it has no code for a failure. */
export const NOT_SET = -1;

/** A refresh token where an access token belongs is said to be one, on every address; other credentials as `otherwise` says. */
export function credentialsRow(otherwise: WireError): WireError {
  const wrongUse = failure(CREDENTIAL_INVALID, 'Invalid token type');
  return (failed) => (failed.error.details.reason === 'refresh_token' ? wrongUse(failed) : otherwise(failed));
}

const loginRequired = failure(LOGIN_REQUIRED, 'Login required');
const parameterError = binding(PARAMETER, 'Parameter error');
const denied = failure(FORBIDDEN, 'Permission denied');
const tooMany = failure(TOO_MANY_REQUESTS, 'Too many requests');
const invalidImage = failure(PARAMETER, 'Invalid image');

/** What all addresses share. The words are the original's wherever it has some. */
export const cloudreveErrors = {
  not_authenticated: loginRequired,
  invalid_credentials: credentialsRow(loginRequired),
  cross_origin: denied,
  forbidden: denied,
  changes_disabled: failure(FORBIDDEN, 'Changing profile pictures is disabled'),
  rate_limited: tooMany,
  // Whoever is signed in exists, unless they are removed at this very moment.
  not_found: failure(DATABASE, 'failed to get login user'),
  // HTTP's own: the original says nothing of verbs, and its JSON is HTTP 200 throughout.
  method_not_allowed: () => new Response(null, { status: 405, headers: PRIVATE }),
  // An id that names nothing is found out before the request is taken apart, and is a failure like any other.
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
  invalid_crop: invalidImage,
  no_picture: invalidImage,
  // Not reached: the empty body of this API switches to Gravatar whatever Gravatar has.
  gravatar_not_found: failure(DATABASE, 'Failed to update user avatar'),
  gravatar_unavailable: failure(DATABASE, 'Failed to update user avatar'),
  gravatar_unusable: failure(DATABASE, 'Failed to update user avatar'),
  precondition_failed: failure(DATABASE, 'Failed to update user avatar'),
  idempotency_mismatch: parameterError,
  idempotency_in_progress: tooMany,
  busy: tooMany,
  storage_failed: failure(STORAGE, 'Failed to save avatar file'),
  storage_damaged: failure(STORAGE, 'Failed to read avatar file'),
  storage_full: failure(STORAGE, 'Failed to save avatar file'),
  database_unavailable: failure(DATABASE, 'Database operation failed'),
  internal: failure(DATABASE, 'Database operation failed'),
} satisfies WireErrors;

/** For the upload: a body that was cut short is a picture that cannot be read. */
export const uploadErrors = {
  ...cloudreveErrors,
  truncated_body: invalidImage,
  body_too_slow: invalidImage,
  internal: failure(DATABASE, 'Failed to update user avatar'),
} satisfies WireErrors;
