import { DATABASE_RETRY_SECONDS } from '@/lib/accounts/limits';
import { AvatarError, storageFull } from '@/lib/errors';

/**
 * Error codes of Prisma, PostgreSQL and Node for a database that is temporarily unavailable.
 * https://www.prisma.io/docs/orm/reference/error-reference and https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const TEMPORARY_CODES = new Set([
  // Prisma: unreachable, timed out, closed, connection pool exhausted, transaction not started or not ended in time
  ...['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037'],
  // PostgreSQL: statement timeout, lock timeout, idle-in-transaction timeout
  ...['57014', '55P03', '25P03'],
  // The server stops, crashes or starts; a database is dropped; too many connections; out of memory
  ...['57P01', '57P02', '57P03', '57P04', '57P05', '53000', '53200', '53300', '53400'],
  // A broken connection
  ...['08000', '08001', '08003', '08004', '08006', '08P01'],
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOENT',
  ],
]);

/** Messages of `pg` errors without a code. */
const TEMPORARY_MESSAGES = [
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Connection terminated',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
];

const DISK_FULL = '53100';

/** Kinds of driver adapter errors that have no PostgreSQL code. */
const TEMPORARY_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

/** The fields in which drivers report failures. A thrown value can be anything, so each field is checked before use. */
interface Failure {
  name?: unknown;
  code?: unknown;
  originalCode?: unknown;
  kind?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/**
 * Translates a temporary database failure to `database_unavailable` or `storage_full`, and returns any other error unchanged. The only
 * place that knows the drivers' errors.
 */
export function translateError(error: unknown): unknown {
  const failures = [...causesOf(error)];
  if (failures.some(({ code, originalCode }) => code === DISK_FULL || originalCode === DISK_FULL)) return storageFull(error);
  if (!failures.some(isTemporary)) return error;
  const message = `The database does not answer. Try again in ${DATABASE_RETRY_SECONDS} seconds.`;
  return new AvatarError('database_unavailable', message, { retryAfterSeconds: DATABASE_RETRY_SECONDS }, { cause: error });
}

function isTemporary({ name, code, originalCode, kind, message }: Failure): boolean {
  if ([code, originalCode].some((value) => typeof value === 'string' && TEMPORARY_CODES.has(value))) return true;
  if (typeof kind === 'string' && TEMPORARY_KINDS.has(kind)) return true;
  if (name === 'EmbeddedDatabaseError') return true;
  return typeof message === 'string' && TEMPORARY_MESSAGES.some((start) => message.startsWith(start));
}

/** Yields the failure and its causes. */
function* causesOf(error: unknown, depth = 0): Generator<Failure> {
  if (typeof error !== 'object' || error === null || depth > 5) return;
  const failure = error as Failure;
  yield failure;
  // Node reports several errors if none of the addresses of a name answers.
  const several = Array.isArray(failure.errors) ? failure.errors : [];
  for (const next of [failure.cause, failure.meta?.driverAdapterError, ...several]) yield* causesOf(next, depth + 1);
}
