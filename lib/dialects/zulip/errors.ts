import { AvatarError, type ErrorDetails } from '@/lib/errors';
import type { Failure, WireError, WireErrors } from '@/lib/http/endpoint';
import { acceptsByName } from '@/lib/http/negotiation';
import { json } from './answers';
import { mebibytes } from './limits';

/** Why credentials were refused before any query of the database. */
export type Refusal = Exclude<ErrorDetails['invalid_credentials']['reason'], undefined | 'refresh_token'>;

/** The body of an error: strict clients ignore an error that has other members. */
function error(status: number, msg: string, code: string | undefined, headers?: Record<string, string>): Response {
  return json({ result: 'error', msg, ...(code !== undefined && { code }) }, status, headers);
}

export function fixed(status: number, msg: string, code?: string): WireError {
  return () => error(status, msg, code);
}

const badRequest = (msg: string): WireError => fixed(400, msg, 'BAD_REQUEST');
const badImage = (msg: string): WireError => fixed(400, msg, 'BAD_IMAGE');

/** Zulip sends `UNAUTHORIZED` for every failure to authenticate, although its documentation mentions `INVALID_API_KEY`. */
function unauthorized(msg: string, scheme: 'Basic' | 'Session' = 'Basic'): Response {
  return error(401, msg, 'UNAUTHORIZED', { 'WWW-Authenticate': `${scheme} realm="zulip"` });
}

const NOT_LOGGED_IN = 'Not logged in: API authentication or user session required';

const DEACTIVATED = 'Account is deactivated';

/** The refusal of a password or a key in the query. Over Basic, Zulip sends {@link unauthorized}. */
export const deactivated = fixed(401, DEACTIVATED, 'USER_DEACTIVATED');

/** Redirects a browser that navigates to a path of the API to the sign-in form. */
function notLoggedIn({ request }: Failure): Response {
  if (!acceptsByName(request, 'text/html')) return unauthorized(NOT_LOGGED_IN);
  const { pathname, search } = new URL(request.url);
  return new Response(null, { status: 302, headers: { Location: `/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}` } });
}

function refused({ error: { details } }: Failure<'invalid_credentials'>): Response {
  switch (details.reason) {
    case 'not_basic':
      return error(400, 'This endpoint requires HTTP basic authentication.', 'BAD_REQUEST');
    case 'unreadable':
      return unauthorized('Invalid authorization header for basic auth');
    case 'malformed_key':
      return unauthorized('Malformed API key');
    default:
      return unauthorized('Invalid API key');
  }
}

function invalidRequest({ error: { message, details } }: Failure<'invalid_request'>): Response {
  if (details.missing === undefined) return error(400, message, 'BAD_REQUEST');
  return json({ result: 'error', msg: message, code: 'REQUEST_VARIABLE_MISSING', var_name: details.missing }, 400);
}

/** `retry-after` is a float of seconds, in the body and in the header: some clients read only one of them. */
const tooMany: WireError<'rate_limited' | 'busy'> = ({ error: { details } }) => {
  const { retryAfterSeconds } = details;
  const body = { result: 'error', msg: 'API usage exceeded rate limit', code: 'RATE_LIMIT_HIT', 'retry-after': retryAfterSeconds };
  return json(body, 429, { 'Retry-After': String(retryAfterSeconds) });
};

/** An invalid format if the policy refuses the file or its type or name is not that of a picture; otherwise a decoding error. */
const unsupported: WireError<'unsupported_format'> = (failure) =>
  (failure.error.details.reason === undefined ? undecodable : invalidFormat)(failure);

/** Zulip distinguishes a broken header from broken pixel data. */
const corrupt: WireError<'corrupt_image'> = (failure) => (failure.error.details.stage === 'header' ? undecodable : truncated)(failure);

const invalidFormat = badImage('Invalid image format');
const undecodable = badImage('Could not decode image; did you upload an image file?');
const truncated = badImage('Image is corrupted or truncated');
const noFile = badRequest('You must upload exactly one avatar.');
const forbidden = badRequest('Insufficient permission');
const internal = fixed(500, 'Internal server error');

/** The table of calls that authenticate with HTTP Basic. */
export const zulipErrors = {
  not_authenticated: notLoggedIn,
  invalid_credentials: refused,
  account_disabled: () => unauthorized(DEACTIVATED),
  cross_origin: () =>
    json({ result: 'error', msg: 'CSRF error: Origin checking failed', code: 'CSRF_FAILED', reason: 'Origin checking failed' }, 403),
  forbidden,
  changes_disabled: badRequest('Avatar changes are disabled in this organization.'),
  rate_limited: tooMany,
  not_found: badRequest('No such user'),
  method_not_allowed: ({ error: { details } }) =>
    json({ result: 'error', msg: 'Method Not Allowed', allowed_methods: details.allowed }, 405),
  invalid_request: invalidRequest,
  malformed_body: badRequest('Malformed form data'),
  truncated_body: badRequest('Malformed form data'),
  unsupported_encoding: fixed(415, 'Unsupported content encoding', 'BAD_REQUEST'),
  no_file: noFile,
  several_files: badRequest('You must upload exactly one avatar.'),
  // Zulip's Python client sends an empty file when it retries after a 5xx. This response ends its retries.
  empty_file: undecodable,
  body_too_slow: badRequest('Malformed form data'),
  file_too_large: ({ error: { details } }) =>
    error(400, `Uploaded file is larger than the allowed limit of ${mebibytes(details.limitBytes)} MiB`, 'BAD_REQUEST'),
  unsupported_format: unsupported,
  heic_unsupported: undecodable,
  too_many_pixels: badImage('Image size exceeds limit.'),
  too_complex: badImage('Image size exceeds limit.'),
  corrupt_image: corrupt,
  file_blocked: badRequest('This image is not allowed in this organization.'),
  invalid_crop: forbidden,
  no_picture: forbidden,
  gravatar_not_found: forbidden,
  gravatar_unavailable: forbidden,
  gravatar_unusable: forbidden,
  precondition_failed: forbidden,
  idempotency_mismatch: forbidden,
  idempotency_in_progress: forbidden,
  // Not 503: the Python client retries a 5xx ten times with an empty file. It passes a 429 on to its caller.
  busy: tooMany,
  storage_failed: fixed(500, 'Internal server error'),
  storage_damaged: fixed(500, 'Internal server error'),
  // The Python client retries these two for ten seconds. Its requests are refused before the empty file is read.
  storage_full: fixed(507, 'Insufficient storage'),
  database_unavailable: ({ error: { details } }) =>
    error(503, 'Service unavailable', undefined, { 'Retry-After': String(details.retryAfterSeconds) }),
  too_many_keys: ({ error: { message } }) => error(400, message, 'BAD_REQUEST'),
  internal,
} satisfies WireErrors;

/** The table of the paths for signed-in browsers, which never redirect. */
export const sessionErrors = { ...zulipErrors, not_authenticated: () => unauthorized(NOT_LOGGED_IN, 'Session') } satisfies WireErrors;

/** Adapts a table to uploads: a body that cannot be parsed has no file. */
export function asUpload(errors: WireErrors): WireErrors {
  return { ...errors, malformed_body: noFile, truncated_body: noFile, body_too_slow: noFile };
}

/** An API key in the query has a code of its own. */
export const keyInQuery = (msg: string): WireError => fixed(401, msg, 'INVALID_API_KEY');

/** @throws AvatarError invalid_request, which names the parameter */
export function missingParameter(name: string): never {
  throw new AvatarError('invalid_request', `Missing '${name}' argument`, { missing: name });
}
