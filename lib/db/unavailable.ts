import { DATABASE_RETRY_SECONDS } from '@/lib/accounts/limits';
import { AvatarError, storageFull } from '@/lib/errors';

/**
 * By which Prisma, PostgreSQL and Node say that the database cannot be asked now, and may be a moment later.
 * https://www.prisma.io/docs/orm/reference/error-reference and https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const PASSING_CODES = new Set([
  // Prisma: not reachable, timed out, closed, no connection free, no transaction begun or ended in time
  ...['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037'],
  // PostgreSQL: a statement cancelled, a lock waited for, a session idle in a transaction
  ...['57014', '55P03', '25P03'],
  // The server stops, crashed or starts; a database is dropped; too many connections; no memory
  ...['57P01', '57P02', '57P03', '57P04', '57P05', '53000', '53200', '53300', '53400'],
  // A connection that broke
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

/** What `pg` says without a code. */
const PASSING_MESSAGES = [
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Connection terminated',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
];

const DISK_FULL = '53100';

/** What Prisma's driver adapters call failures that have no code of PostgreSQL's. */
const PASSING_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

/** The fields that drivers report failures in. Thrown values can be anything, so each field is checked before use. */
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
 * What to throw in place of a failure of the database: `database_unavailable` or `storage_full` when it may pass, else the failure itself.
 * The only place that knows how drivers say so.
 */
export function translate(error: unknown): unknown {
  const failures = [...chain(error)];
  if (failures.some(({ code, originalCode }) => code === DISK_FULL || originalCode === DISK_FULL)) return storageFull(error);
  if (!failures.some(isPassing)) return error;
  const message = `The database does not answer. Try again in ${DATABASE_RETRY_SECONDS} seconds.`;
  return new AvatarError('database_unavailable', message, { retryAfterSeconds: DATABASE_RETRY_SECONDS }, { cause: error });
}

function isPassing({ name, code, originalCode, kind, message }: Failure): boolean {
  if ([code, originalCode].some((value) => typeof value === 'string' && PASSING_CODES.has(value))) return true;
  if (typeof kind === 'string' && PASSING_KINDS.has(kind)) return true;
  if (name === 'EmbeddedDatabaseError') return true;
  return typeof message === 'string' && PASSING_MESSAGES.some((start) => message.startsWith(start));
}

/** The failure, and those that it was made of. */
function* chain(error: unknown, depth = 0): Generator<Failure> {
  if (typeof error !== 'object' || error === null || depth > 5) return;
  const failure = error as Failure;
  yield failure;
  // Several, when none of the addresses of a name answers.
  const several = Array.isArray(failure.errors) ? failure.errors : [];
  for (const next of [failure.cause, failure.meta?.driverAdapterError, ...several]) yield* chain(next, depth + 1);
}
