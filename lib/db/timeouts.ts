/**
 * Timeouts around the database, in milliseconds. The order matters: the server's timeouts end first, because then the connection stays
 * usable; then the client's, which discards the connection; then Prisma's, which rolls back.
 */
export interface Timeouts {
  /** For a free connection of the pool, or a new one. */
  connectMs: number;
  /** Lock timeout. */
  lockMs: number;
  /** Statement timeout on the server. */
  statementMs: number;
  /** Query timeout in the client, for a server that does not answer at all. */
  queryMs: number;
  /** For a whole transaction. */
  transactionMs: number;
}

/**
 * For requests, whose statements take milliseconds. A longer wait for a lock would hold up the requests behind it: proxies and people give
 * up after 30 to 60 seconds, and a request may wait more than once.
 */
export const REQUEST_TIMEOUTS: Timeouts = { connectMs: 3_000, lockMs: 4_000, statementMs: 6_000, queryMs: 8_000, transactionMs: 10_000 };

/**
 * For requests to the embedded database, which runs one statement at a time. Statements cannot be cancelled, so slow disks delay the whole
 * queue.
 */
export const EMBEDDED_TIMEOUTS: Timeouts = { ...REQUEST_TIMEOUTS, connectMs: 8_000 };

/** Timeout of a migration, in milliseconds: migrations rewrite tables, and wait for one another. */
export const MIGRATION_MS = 5 * 60 * 1000;

export const MIGRATION_TIMEOUTS: Timeouts = {
  connectMs: 5_000,
  lockMs: MIGRATION_MS,
  statementMs: MIGRATION_MS,
  queryMs: MIGRATION_MS,
  transactionMs: MIGRATION_MS,
};

/**
 * Watchdog of the embedded database: time for one statement, in milliseconds, after which it counts as hung. Callers get an error after
 * `queryMs`. Our slowest statements take milliseconds; a busy memory card takes a few seconds.
 */
export const WATCHDOG_MS = 15_000;

/**
 * Time to open the embedded database, in milliseconds. Creating one takes a second, or half a minute on a busy machine; recovery after a
 * crash takes longer.
 */
export const OPEN_MS = 2 * 60 * 1000;

/**
 * Connections to a database server. Requests for a locked table hold one each, so the pool must be larger than a burst of writers.
 * PostgreSQL allows 100 in total by default.
 */
export const POOL_SIZE = 20;

/** Time to wait at start for a database server that is not reachable yet, in milliseconds: both may start at once. */
export const START_WAIT_MS = 30_000;
