import type { FieldCode, FieldProblem } from './field-problems';

/** Details of a code that has none. */
type NoDetails = Record<string, never>;

/** When the client may try again. A fraction of a second is not rounded. */
interface RetryDetails {
  retryAfterSeconds: number;
}

/** A bound on the structure of a file: the value that was found, if it is known, and the limit. */
type ComplexityDetails =
  | { frames: number; limitFrames: number }
  | { scans: number; limitScans: number }
  | { metadataBytes: number; limitMetadataBytes: number }
  | { blocks: number; limitBlocks: number }
  | { pieces: number; limitPieces: number }
  | { limitMarkers: number }
  | { limitSeconds: number };

/**
 * Every failure of the core by its code, with the type of its details. The codes know no HTTP: each dialect has a table with a row for
 * each of them, and a table that lacks a row does not compile. Add a code here, and the compiler lists the tables.
 */
interface AvatarErrorDetails {
  // Authentication and permission.
  /** The request has no credentials. */
  not_authenticated: NoDetails;
  /** The credentials are wrong, expired or revoked. `reason` is set if they were refused before they were looked up. */
  invalid_credentials: { reason?: 'not_basic' | 'unreadable' | 'malformed_key' | 'refresh_token' };
  /** The credentials are right, and an administrator has disabled their account. */
  account_disabled: NoDetails;
  /** The request carries a cookie and comes from another site. `url` is the page to show, where the caller is a form of ours. */
  cross_origin: { url?: string };
  /** The principal is not the owner, or the scopes of the API key do not suffice. */
  forbidden: NoDetails;
  not_found: NoDetails;
  /** The policy lets only administrators change pictures, or an administrator has locked this one until `lockedUntil` (ISO 8601). */
  changes_disabled: { lockedUntil?: string };
  /** `limit`, `remaining` and `resetAt` (Unix time in seconds) describe the bound that was reached. */
  rate_limited: RetryDetails & { limit: number; remaining: number; resetAt: number };

  // The request.
  /**
   * A field is missing or malformed. `fields` has a sentence for each wrong field, and `fieldProblems` says the same in stable words.
   * `missing` names an absent parameter, `classification` says how the fields are wrong other than by their value, and `object_id` marks an
   * id in the path that cannot be parsed.
   */
  invalid_request: {
    fields?: Record<string, string>;
    fieldProblems?: Record<string, FieldProblem>;
    missing?: string;
    classification?: 'TypeError' | 'RequiredError';
    reason?: 'object_id';
  };
  /** The body cannot be parsed. */
  malformed_body: NoDetails;
  /** The body ends before its announced length or its closing boundary. */
  truncated_body: NoDetails;
  /** `Content-Encoding` names a coding that is not decoded. */
  unsupported_encoding: NoDetails;
  no_file: NoDetails;
  several_files: NoDetails;
  empty_file: NoDetails;
  /** The body arrives below the minimum throughput. */
  body_too_slow: { limitBytesPerSecond: number };
  file_too_large: { limitBytes: number };

  // The contents of the file.
  /**
   * `found` and `expected` name formats as a sentence does. `reason` says what refused the file if its bytes did not: its declared type
   * or name (`claim`), or the policy.
   */
  unsupported_format: { found?: string; expected?: string; reason?: 'claim' | 'policy' | 'page' };
  /** The file is HEIC, which this installation does not decode. */
  heic_unsupported: { found?: string; expected?: string };
  too_many_pixels: { width: number; height: number; frames: number; limitPixels: number; limitSide: number };
  /** Too many frames, too much metadata, or too long to decode. */
  too_complex: ComplexityDetails;
  /** `header`: the decoder cannot open the file. `pixels`: its header is valid, and the data after it is damaged or missing. */
  corrupt_image: { stage: 'header' | 'pixels' };
  /** An administrator has removed the file, and does not let it come back. */
  file_blocked: NoDetails;
  invalid_crop: { limitWidth: number; limitHeight: number };
  /** There is no upload to reframe or to read back. */
  no_picture: NoDetails;

  // Gravatar.
  /** Gravatar has no picture for the e-mail address. */
  gravatar_not_found: NoDetails;
  /** Gravatar does not answer, or answers with neither a picture nor a 404. */
  gravatar_unavailable: NoDetails;
  /** Gravatar has a file that would be refused as an upload. */
  gravatar_unusable: NoDetails;

  // The state of the server.
  /** `If-Match` names another version. */
  precondition_failed: NoDetails;
  /** The `Idempotency-Key` was used with another request. */
  idempotency_mismatch: NoDetails;
  idempotency_in_progress: NoDetails;
  busy: RetryDetails;
  storage_failed: NoDetails;
  /** The stored bytes are not the bytes that were written. */
  storage_damaged: NoDetails;
  /** The disk has too little space for a change. Reading still works. */
  storage_full: NoDetails;
  /** The database does not answer, or not in time. */
  database_unavailable: RetryDetails;
}

/** Failures of accounts and keys. Only dialects that manage them need rows for these codes. */
interface AccountErrorDetails {
  email_taken: { fields: { email: string }; fieldProblems: { email: FieldProblem } };
  too_many_keys: { limit: number };
  /** A mailed link that is unknown, expired or used. */
  link_expired: NoDetails;
  too_many_addresses: { limit: number };
  /** The primary address can be replaced, but not removed. */
  primary_address: NoDetails;
  /** The address has to be verified first. */
  unproved_address: NoDetails;
  /** The policy admits no new account, or not this one. `domains`: those that it admits. */
  registration_refused: { reason: 'closed' | 'invite' | 'domains'; domains?: readonly string[] };
  /** The invite is unknown, used up or expired, or for another address. */
  invite_invalid: NoDetails;
  /** Another person signs in with this account of the provider, or this person with another one. */
  identity_taken: NoDetails;
  /** The person could not sign in any more: they have no password. */
  password_missing: NoDetails;
  /** The person has no password, and has not signed in just now. */
  sign_in_again: NoDetails;
  /** The change would leave the installation without an enabled administrator. */
  last_administrator: NoDetails;
  /** An administrator would delete their own account by the call for those of others. */
  own_account: NoDetails;
  /** A link would be of no use: the account is disabled, or has no e-mail address. */
  reset_refused: { reason: 'disabled' | 'no_address' };
}

/** Failures of uploads straight to the store. Only dialects that offer them need a row. */
interface DirectUploadErrorDetails {
  /** `unknown`: not issued to this person, or nothing arrived in the store. */
  upload_not_found: { reason: 'unknown' | 'expired' | 'used' };
}

/** Failures of fetching a picture from its address, and of the gallery of kept ones. Only dialects that offer them need a row. */
interface SourceErrorDetails {
  /**
   * `unreachable`: no server of the public internet answers. It is the same for a private address, so that no answer tells what is in the
   * private network. `status`: its server answers with another status than 200.
   */
  address_unreachable: { reason: 'unreachable' | 'timeout' | 'redirects' | 'status'; httpStatus?: number };
  /** The account or an address shows the picture that would be deleted. */
  picture_shown: NoDetails;
}

/** The type of the details of each code. */
export interface ErrorDetails extends AvatarErrorDetails, AccountErrorDetails, DirectUploadErrorDetails, SourceErrorDetails {}

export type AvatarErrorCode = keyof AvatarErrorDetails;
/** Codes that a dialect may have no row for. */
export type OptionalErrorCode = keyof AccountErrorDetails | keyof DirectUploadErrorDetails | keyof SourceErrorDetails;
export type ErrorCode = keyof ErrorDetails;

/** The arguments after the message. A code whose details have a required field has to be given them. */
type DetailArguments<Code extends ErrorCode> = NoDetails extends ErrorDetails[Code]
  ? [details?: ErrorDetails[Code], options?: ErrorOptions]
  : [details: ErrorDetails[Code], options?: ErrorOptions];

const BRAND = Symbol.for('likeness.AvatarError');

/** A failure that the person or client can understand. The message says what was expected and what came, in plain English. */
export class AvatarError<Code extends ErrorCode = ErrorCode> extends Error {
  override name = 'AvatarError';
  readonly [BRAND] = true;
  readonly details: ErrorDetails[Code];

  constructor(
    readonly code: Code,
    message: string,
    ...[details, options]: DetailArguments<Code>
  ) {
    super(message, options);
    // Details may be left out only where all of their fields are optional.
    this.details = (details ?? {}) as ErrorDetails[Code];
  }
}

/** An error of any code. Comparing `code` narrows the type of `details`. */
export type AnyAvatarError = { [Code in ErrorCode]: AvatarError<Code> }[ErrorCode];

export function accountDisabled(): AvatarError<'account_disabled'> {
  return new AvatarError('account_disabled', 'This account is disabled. Ask an administrator to enable it.');
}

export function passwordMissing(): AvatarError<'password_missing'> {
  return new AvatarError('password_missing', 'Choose a password first. Without one you could not sign in any more.');
}

/** @param message for developers; pages explain the code */
export function wrongField(
  field: string,
  message: string,
  code: FieldCode,
  sentence = `${field}: ${message}`,
): AvatarError<'invalid_request'> {
  return new AvatarError('invalid_request', sentence, { fields: { [field]: message }, fieldProblems: { [field]: { code } } });
}

export function pictureLocked(until: Date): AvatarError<'changes_disabled'> {
  const lockedUntil = until.toISOString();
  return new AvatarError('changes_disabled', `An administrator has locked this picture until ${lockedUntil}.`, { lockedUntil });
}

export function fileBlocked(): AvatarError<'file_blocked'> {
  return new AvatarError('file_blocked', 'An administrator has removed this picture before. Choose another one.');
}

/** @param by what shows it */
export function pictureShown(by: 'account' | 'address'): AvatarError<'picture_shown'> {
  return new AvatarError(
    'picture_shown',
    by === 'account'
      ? 'This is your current picture. Remove it or use another one first, then delete it.'
      : 'One of your e-mail addresses shows this picture. Choose another one for the address first, then delete it.',
  );
}

export function originalDeleted(): AvatarError<'not_found'> {
  return new AvatarError('not_found', 'The file of this picture was deleted in the meantime. Upload it again.');
}

/** @param cause the error of the driver, for the log only */
export function storageFull(cause?: unknown): AvatarError<'storage_full'> {
  const message =
    'The disk of this server is full or read-only. Nothing was changed, and pictures are still shown. ' +
    'Ask the administrator to free some space, then try again.';
  return new AvatarError('storage_full', message, {}, { cause });
}

/** Replaces `instanceof`, which fails between bundles: Next.js gives each route its own copy of this class. */
export function isAvatarError(error: unknown): error is AnyAvatarError {
  return error instanceof Error && BRAND in error;
}
