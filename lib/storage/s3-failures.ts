import { AvatarError, isAvatarError } from '@/lib/errors';

/** Error codes of S3 and of compatible services, of Node, and of the SDK, by what they mean for an administrator. */
const MEANINGS: [codes: readonly string[], meaning: string][] = [
  [['NoSuchBucket'], 'the bucket does not exist'],
  [
    ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'],
    'the clock of this machine is wrong, or that of the store: they differ by more than the store allows',
  ],
  [['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken', 'InvalidToken'], 'the store refuses the credentials'],
  [['CredentialsProviderError', 'TokenProviderError'], 'there are no credentials in the variables, files or roles that the SDK reads'],
  [['AccessDenied', 'AllAccessDisabled', 'AccountProblem'], 'the credentials lack a permission on the bucket'],
  [
    ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'],
    'the bucket is in another region: see S3_REGION and S3_ENDPOINT',
  ],
  [['SlowDown', 'ServiceUnavailable', 'TooManyRequests', 'ThrottlingException'], 'the store is overloaded or limits requests'],
  [['TimeoutError', 'AbortError', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'], 'the store does not answer in time'],
  [['ECONNREFUSED'], 'the store refuses connections'],
  [['ENOTFOUND', 'EAI_AGAIN'], 'the host of the store is unknown: see S3_ENDPOINT'],
  [['ECONNRESET', 'EPIPE'], 'the store closed the connection'],
];

/** Meanings of a status, for answers without a code: those to HEAD, and those of a proxy. */
const STATUSES: Record<number, string> = {
  401: 'the store refuses the credentials',
  403: 'the credentials lack a permission on the bucket',
  429: 'the store is overloaded or limits requests',
  503: 'the store is overloaded or limits requests',
};

/** A bucket, quota or disk that is full, or an object that exceeds a bound of the store. */
const FULL = [
  'QuotaExceeded',
  'EntityTooLarge',
  'InsufficientCapacity',
  'InsufficientStorage',
  'ServiceQuotaExceeded',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
];
const FULL_STATUSES = [413, 507];

const FULL_MESSAGE =
  'The storage of this server is full. Nothing was changed, and pictures are still shown. ' +
  'Ask the administrator to free some space, then try again.';

/** The fields that errors of the SDK, of services and of Node have in common with none of their types. */
interface Fields {
  name?: string;
  Code?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

const fieldsOf = (error: unknown): Fields => (typeof error === 'object' && error !== null ? error : {});

const codesOf = ({ name, Code, code }: Fields) => [name, Code, code].filter((text) => text !== undefined);

export const hasCode = (error: unknown, ...codes: string[]) => codesOf(fieldsOf(error)).some((code) => codes.includes(code));

/** Whether the credentials are right, and lack a permission. The answer to HEAD has a status only. */
export function isRefused(error: unknown): boolean {
  const fields = fieldsOf(error);
  const codes = codesOf(fields);
  const isKnown = MEANINGS.some(([list]) => codes.some((code) => list.includes(code)));
  return codes.includes('AccessDenied') || (!isKnown && fields.$metadata?.httpStatusCode === 403);
}

/** @param message for the client; the cause says for the administrator what is wrong with `bucket` */
export function storageError(error: unknown, message: string, bucket: string): AvatarError {
  if (isAvatarError(error)) return error;
  const fields = fieldsOf(error);
  const codes = codesOf(fields);
  const status = fields.$metadata?.httpStatusCode;
  const isFull = codes.some((code) => FULL.includes(code)) || FULL_STATUSES.includes(status ?? 0);
  const meaning = isFull ? 'the store is full' : meaningOf(codes, status);
  const details = [...new Set(codes), status && `status ${status}`, fields.message].filter(Boolean).join(', ');
  // Without the error itself: it has the whole request, with its signature, and would be in the log.
  const cause = new Error(`Bucket ${bucket}: ${meaning} (${details})`);
  return isFull ? new AvatarError('storage_full', FULL_MESSAGE, {}, { cause }) : new AvatarError('storage_failed', message, {}, { cause });
}

function meaningOf(codes: string[], status: number | undefined): string {
  const known = MEANINGS.find(([list]) => codes.some((code) => list.includes(code)));
  return known?.[1] ?? STATUSES[status ?? 0] ?? 'unexpected answer';
}
