import {
  BlobAccessError,
  BlobFileTooLargeError,
  BlobRequestAbortedError,
  BlobServiceNotAvailable,
  BlobServiceRateLimited,
  BlobStoreNotFoundError,
  BlobStoreSuspendedError,
} from '@vercel/blob';
import { AvatarError, isAvatarError } from '@/lib/errors';
import { UnexpectedStatus } from './vercel-blob-attempts';

/** Errors of the SDK, by what they mean for an administrator. */
const MEANINGS: [kind: new (...args: never[]) => Error, meaning: string][] = [
  [BlobAccessError, 'the store refuses the token: see BLOB_READ_WRITE_TOKEN and BLOB_ACCESS'],
  [BlobStoreNotFoundError, 'the store does not exist'],
  [BlobStoreSuspendedError, 'the store is suspended: see its usage and bills at Vercel'],
  [BlobServiceRateLimited, 'the store limits requests'],
  [BlobServiceNotAvailable, 'the service is not available'],
  [BlobRequestAbortedError, 'the service does not answer in time'],
];

const STATUSES: Record<number, string> = {
  401: 'the store refuses the token: see BLOB_READ_WRITE_TOKEN and BLOB_ACCESS',
  403: 'the store refuses the token: see BLOB_READ_WRITE_TOKEN and BLOB_ACCESS',
  429: 'the store limits requests',
  503: 'the service is not available',
};

/** Error codes of Node and undici. */
const CODES: Record<string, string> = {
  ECONNREFUSED: 'the service refuses connections',
  ENOTFOUND: 'the host of the service is unknown: see VERCEL_BLOB_API_URL',
  EAI_AGAIN: 'the host of the service is unknown: see VERCEL_BLOB_API_URL',
  ECONNRESET: 'the service closed the connection',
  EPIPE: 'the service closed the connection',
  UND_ERR_SOCKET: 'the service closed the connection',
};

const TOO_LARGE_MESSAGE =
  'The storage of this server does not take pictures of this size. Nothing was changed. Ask the administrator, or use a smaller file.';

/** @param message for the client; the cause says for the administrator what is wrong */
export function blobError(error: unknown, message: string): AvatarError {
  if (isAvatarError(error)) return error;
  // Without the error itself, which may have the request with its token, and would be in the log.
  const because = (meaning: string) => ({ cause: new Error(`Vercel Blob: ${meaning} (${detailsOf(error)})`) });
  if (error instanceof BlobFileTooLargeError)
    return new AvatarError('storage_full', TOO_LARGE_MESSAGE, {}, because('the object is too large for the store'));
  return new AvatarError('storage_failed', message, {}, because(meaningOf(error)));
}

function meaningOf(error: unknown): string {
  const known = MEANINGS.find(([kind]) => error instanceof kind)?.[1];
  if (known) return known;
  if (error instanceof UnexpectedStatus) return STATUSES[error.status] ?? 'unexpected answer';
  if (error instanceof Error && error.name === 'AbortError') return 'the service does not answer in time';
  return CODES[codeOf(error) ?? ''] ?? 'unexpected answer';
}

/** undici puts the error of a connection into the cause of its own. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

function detailsOf(error: unknown): string {
  const text = error instanceof Error ? error.message.replace(/^Vercel Blob: /, '') : String(error);
  return [codeOf(error), text].filter(Boolean).join(', ');
}
