/**
 * What can go wrong, in codes without HTTP. Each dialect has a table with a row for every code of {@link AvatarErrorCode}; a table that
 * lacks one does not compile. A new code is added here, and the compiler lists the tables.
 */
export type AvatarErrorCode =
  // who asks
  | 'not_authenticated' // no credentials came
  | 'invalid_credentials' // some came and are wrong, expired or revoked
  | 'cross_origin' // a cookie, but the request comes from another site
  | 'forbidden' // not theirs, or the key's scopes do not allow it
  | 'not_found'
  | 'changes_disabled' // the policy says that only administrators may change pictures
  | 'rate_limited' // `details.retryAfterSeconds`
  // what came
  | 'invalid_request' // a field is missing or malformed; `details.fields` says which
  | 'malformed_body' // cannot be parsed at all
  | 'truncated_body' // ended before the announced length or the closing boundary
  | 'unsupported_encoding' // a `Content-Encoding` that is not decoded
  | 'no_file'
  | 'several_files'
  | 'empty_file'
  | 'body_too_slow' // fewer bytes in the time that it took than any line has; `details.limitBytesPerSecond`
  | 'file_too_large' // `details.limitBytes`
  // what is in it
  | 'unsupported_format' // `details.expected`, `details.found`
  | 'heic_unsupported' // HEIC, and this installation does not decode it
  | 'too_many_pixels' // `details.width`, `height`, `frames`, `limitPixels`
  | 'too_complex' // too many frames, too much metadata, or too long to decode; `details.limit…` says which
  | 'corrupt_image'
  | 'invalid_crop'
  | 'no_picture' // there is no upload to frame anew or to read back
  // what Gravatar has
  | 'gravatar_not_found' // no picture for the address
  | 'gravatar_unavailable' // no answer, or one that is neither a picture nor a refusal
  | 'gravatar_unusable' // a file that is not accepted as an upload
  // the state of things
  | 'precondition_failed' // `If-Match` names another version
  | 'idempotency_mismatch' // the same `Idempotency-Key` with another request
  | 'idempotency_in_progress'
  | 'busy' // `details.retryAfterSeconds`
  | 'storage_failed'
  | 'storage_damaged' // the stored bytes are not those that were written
  | 'storage_full' // too little room on the disk for a change; reading goes on
  | 'database_unavailable'; // does not answer, or not in time; `details.retryAfterSeconds`

/** What can go wrong with accounts and keys. Only the native API manages those, so the other dialects need no rows for it. */
export type AccountErrorCode = 'email_taken' | 'too_many_keys';

export type ErrorDetails = Record<string, string | number | readonly string[] | Record<string, string>>;

const BRAND = Symbol.for('likeness.AvatarError');

/** A failure that the person or client can understand. The message says what was expected and what came, in plain English. */
export class AvatarError extends Error {
  override name = 'AvatarError';
  readonly [BRAND] = true;

  constructor(
    readonly code: AvatarErrorCode | AccountErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** @param cause what the driver said; for the log alone */
export function storageFull(cause?: unknown): AvatarError {
  const message =
    'The disk of this server is full or read-only. Nothing was changed, and pictures are still shown. ' +
    'Ask the administrator to free some space, then try again.';
  return new AvatarError('storage_full', message, {}, { cause });
}

/** Instead of `instanceof`, which fails between bundles: Next.js gives each route its own copy of this class. */
export function isAvatarError(error: unknown): error is AvatarError {
  return error instanceof Error && BRAND in error;
}
