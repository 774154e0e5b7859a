/**
 * How long anything in front of the database waits, in milliseconds. The order matters: the server gives up first, since then its
 * connection can go on; then the client, whose connection is thrown away; then Prisma, which rolls back.
 */
export interface Bounds {
  /** For a free connection of the pool, or a new one. */
  connectMs: number;
  /** For a lock that another transaction holds. */
  lockMs: number;
  /** For one statement, on the server. */
  statementMs: number;
  /** For one statement, in the client: for a server that does not answer at all. */
  queryMs: number;
  /** For a whole transaction. */
  transactionMs: number;
}

/**
 * For requests. Each of our statements takes milliseconds. A request that waits longer than this for a lock would only stand in the way of
 * those behind it: proxies and people give up after 30 to 60 seconds, and a request may have to wait more than once.
 */
export const REQUEST_BOUNDS: Bounds = { connectMs: 3_000, lockMs: 4_000, statementMs: 6_000, queryMs: 8_000, transactionMs: 10_000 };

/**
 * For requests to the embedded database, which answers one after the other. Its statements cannot be interrupted, so what takes long
 * there is a disk that is slow, and its queue is as long as there are requests.
 */
export const EMBEDDED_BOUNDS: Bounds = { ...REQUEST_BOUNDS, connectMs: 8_000 };

/**
 * How long a migration may take before somebody has to look at it, in milliseconds: they rewrite tables and wait for one another.
 */
export const MIGRATION_MS = 5 * 60 * 1000;

export const MIGRATION_BOUNDS: Bounds = {
  connectMs: 5_000,
  lockMs: MIGRATION_MS,
  statementMs: MIGRATION_MS,
  queryMs: MIGRATION_MS,
  transactionMs: MIGRATION_MS,
};

/**
 * How long the embedded database may take for one statement before it hangs for certain, in milliseconds. Callers are told after
 * `queryMs`. The slowest of ours take milliseconds, and a memory card that is busy a few seconds.
 */
export const HANG_MS = 15_000;

/**
 * How long it may take to open, in milliseconds. A new one takes a second, or half a minute on a machine that is busy; recovery after a
 * crash some more.
 */
export const OPEN_MS = 2 * 60 * 1000;

/**
 * Connections to a database server. A table that is locked holds up one for each request that needs it; with more of them than a burst of
 * writers has, others still get through. PostgreSQL allows 100 to all clients together unless told otherwise.
 */
export const POOL_SIZE = 20;

/** How long a server waits at its start for a database that cannot be reached yet, in milliseconds: both may be started at once. */
export const START_WAIT_MS = 30_000;
