import { AvatarError, type ErrorDetails } from '@/lib/errors';
import type { Failure, WireError, WireErrors } from '@/lib/http/endpoint';
import { acceptsByName } from '@/lib/http/negotiation';
import { json } from './answers';
import { mebibytes } from './limits';

/** Why credentials were refused before anyone looked for their owner: `details.reason` of `invalid_credentials`. */
export type Refusal = 'not_basic' | 'unreadable' | 'malformed_key';

/** The whole body is these three, whatever went wrong: strict clients drop an error that has more. */
function error(status: number, msg: string, code: string | undefined, headers?: Record<string, string>): Response {
  return json({ result: 'error', msg, ...(code !== undefined && { code }) }, status, headers);
}

export function fixed(status: number, msg: string, code?: string): WireError {
  return () => error(status, msg, code);
}

export const badRequest = (msg: string): WireError => fixed(400, msg, 'BAD_REQUEST');
const badImage = (msg: string): WireError => fixed(400, msg, 'BAD_IMAGE');

/** Zulip says every failure to sign in with the code `UNAUTHORIZED`, whatever its documentation says of `INVALID_API_KEY`. */
function unauthorized(msg: string, scheme: 'Basic' | 'Session' = 'Basic'): Response {
  return error(401, msg, 'UNAUTHORIZED', { 'WWW-Authenticate': `${scheme} realm="zulip"` });
}

const NOT_LOGGED_IN = 'Not logged in: API authentication or user session required';

/** A browser that a person steers to an address of the API is led to the form; everything else is told. */
function notLoggedIn({ request }: Failure): Response {
  if (!acceptsByName(request, 'text/html')) return unauthorized(NOT_LOGGED_IN);
  const { pathname, search } = new URL(request.url);
  return new Response(null, { status: 302, headers: { Location: `/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}` } });
}

function refused({ error: { details } }: Failure): Response {
  switch (details.reason as Refusal | undefined) {
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

function invalidRequest({ error: { message, details } }: Failure): Response {
  if (details.missing === undefined) return error(400, message, 'BAD_REQUEST');
  return json({ result: 'error', msg: message, code: 'REQUEST_VARIABLE_MISSING', var_name: details.missing }, 400);
}

/** `retry-after` is a float of seconds, in the body as in the header: some clients read the one, some the other. */
const tooMany: WireError = ({ error: { details } }) => {
  const seconds = retryAfter(details);
  const body = { result: 'error', msg: 'API usage exceeded rate limit', code: 'RATE_LIMIT_HIT', 'retry-after': seconds };
  return json(body, 429, { 'Retry-After': String(seconds) });
};

function retryAfter({ retryAfterSeconds }: ErrorDetails): number {
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds : 1;
}

/**
 * A file that does not even claim to be a picture, or that only the policy refuses, is of a wrong format to the client; one that claims
 * to be and is not cannot be decoded.
 */
const notAPicture: WireError = (failure) => (failure.error.details.reason === undefined ? undecodable : invalidFormat)(failure);

const invalidFormat = badImage('Invalid image format');
const undecodable = badImage('Could not decode image; did you upload an image file?');
const forbidden = badRequest('Insufficient permission');
const internal = fixed(500, 'Internal server error');

/** What calls with a Basic header answer. */
export const zulipErrors = {
  not_authenticated: notLoggedIn,
  invalid_credentials: refused,
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
  no_file: badRequest('You must upload exactly one avatar.'),
  several_files: badRequest('You must upload exactly one avatar.'),
  // Zulip's Python client sends an empty file when it tries again after a 5xx: this must end its attempts.
  empty_file: undecodable,
  body_too_slow: badRequest('Malformed form data'),
  file_too_large: ({ error: { details } }) =>
    error(400, `Uploaded file is larger than the allowed limit of ${mebibytes(Number(details.limitBytes))} MiB`, 'BAD_REQUEST'),
  unsupported_format: notAPicture,
  heic_unsupported: undecodable,
  too_many_pixels: badImage('Image size exceeds limit.'),
  too_complex: badImage('Image size exceeds limit.'),
  corrupt_image: badImage('Image is corrupted or truncated'),
  invalid_crop: forbidden,
  no_picture: forbidden,
  gravatar_not_found: forbidden,
  gravatar_unavailable: forbidden,
  gravatar_unusable: forbidden,
  precondition_failed: forbidden,
  idempotency_mismatch: forbidden,
  idempotency_in_progress: forbidden,
  // Not 503: the Python client repeats a 5xx ten times, with an empty file; a 429 it hands to its caller.
  busy: tooMany,
  storage_failed: fixed(500, 'Internal server error'),
  storage_damaged: fixed(500, 'Internal server error'),
  // The Python client repeats these two for ten seconds, and is refused before anyone looks at the empty file that it sends then.
  storage_full: fixed(507, 'Insufficient storage'),
  database_unavailable: ({ error: { details } }) =>
    error(503, 'Service unavailable', undefined, { 'Retry-After': String(retryAfter(details)) }),
  too_many_keys: ({ error: { message } }) => error(400, message, 'BAD_REQUEST'),
  internal,
} satisfies WireErrors;

/** What the addresses for signed-in browsers answer; they never lead away. */
export const sessionErrors = { ...zulipErrors, not_authenticated: () => unauthorized(NOT_LOGGED_IN, 'Session') } satisfies WireErrors;

/** For uploads: a body that cannot be read has no file in it. */
export function asUpload(errors: WireErrors): WireErrors {
  return { ...errors, malformed_body: errors.no_file, truncated_body: errors.no_file, body_too_slow: errors.no_file };
}

/** A key in the query has a code of its own. */
export const keyInQuery = (msg: string): WireError => fixed(401, msg, 'INVALID_API_KEY');

/** @throws AvatarError invalid_request, which names the parameter */
export function missingParameter(name: string): never {
  throw new AvatarError('invalid_request', `Missing '${name}' argument`, { missing: name });
}
