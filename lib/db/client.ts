import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { Pool, type PoolConfig } from 'pg';
import { type Engine, type OnFatal, startEngine } from './embedded/embedded';
import { EmbeddedStream } from './embedded/stream';
import { PrismaClient } from './generated/client';
import { createRead, type Read } from './prepared';
import {
  EMBEDDED_TIMEOUTS,
  MIGRATION_MS,
  MIGRATION_TIMEOUTS,
  OPEN_MS,
  POOL_SIZE,
  REQUEST_TIMEOUTS,
  type Timeouts,
  WATCHDOG_MS,
} from './timeouts';

export type Db = PrismaClient;

export interface Database {
  db: Db;
  /** Reads on the connections of `db` without Prisma, which takes five times as long for a person and their picture. */
  read: Read;
  /** The adapter that migrations use, with connections of its own. */
  adapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

/**
 * A pool that closes connections that are released in an open transaction. `pg` leaves a connection open when a statement times out in the
 * client; `ROLLBACK` then waits behind the statement and times out too. The next user of such a connection would see its change succeed,
 * and a later rollback would undo it.
 */
function cleanPool(options: PoolConfig): Pool {
  const pool = new Pool(options);
  pool.on('release', (_error, client) => {
    // After this event the pool checks whether the client is ending, and keeps only clients that are not.
    if (client.getTransactionStatus() !== 'I') void client.end();
  });
  // An idle connection that breaks is replaced when it is needed. Without a listener the error would end the process.
  pool.on('error', () => {});
  return pool;
}

/** Connects to a PostgreSQL server lazily: the first query opens a connection. */
export function connectToServer(connectionString: string, timeouts: Timeouts = REQUEST_TIMEOUTS): Database {
  const { lockMs, statementMs, transactionMs } = timeouts;
  const options: PoolConfig = {
    ...poolOptions(timeouts),
    connectionString,
    max: POOL_SIZE,
    keepAlive: true,
    // By SQL, not in the startup message: PgBouncer refuses connections with such parameters.
    onConnect: (client) =>
      client.query(
        `SET lock_timeout = ${lockMs}; SET statement_timeout = ${statementMs}; SET idle_in_transaction_session_timeout = ${transactionMs}`,
      ),
  };
  return createDatabase(options, timeouts, async () => {});
}

/**
 * Opens the embedded PostgreSQL in a worker thread, in `folder`, or in memory if undefined. Only one process may open a folder: see
 * {@link lockDataFolder}.
 * @param migrateFirst runs before anything else, with the timeouts of a migration
 * @param thread see {@link startEngine}
 * @throws EmbeddedDatabaseError
 */
export async function openEmbeddedDatabase(
  folder: string | undefined,
  onFatal: OnFatal,
  migrateFirst?: (adapter: Database['adapter']) => Promise<void>,
  thread?: Worker,
): Promise<Database> {
  const watchdog = { ms: OPEN_MS };
  const engine = await startEngine({ folder, onFatal, watchdog, ...(thread && { thread }) });
  if (migrateFirst) {
    watchdog.ms = MIGRATION_MS;
    const migrating = connectToEngine({ ...engine, close: async () => {} }, MIGRATION_TIMEOUTS);
    await migrateFirst(migrating.adapter);
    await migrating.close();
  }
  watchdog.ms = WATCHDOG_MS;
  return connectToEngine(engine);
}

/** Connects to an open embedded database; `close` closes it too. */
export function connectToEngine(engine: Engine, timeouts: Timeouts = EMBEDDED_TIMEOUTS): Database {
  const options: PoolConfig = {
    ...poolOptions(timeouts),
    stream: () => new EmbeddedStream(engine.execute),
    // PGlite has one session and needs no password. Without one `pg` would look for a password file in the home folder.
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    password: 'unused',
    ssl: false,
  };
  return createDatabase(options, timeouts, engine.close);
}

function poolOptions({ connectMs, queryMs }: Timeouts) {
  return { connectionTimeoutMillis: connectMs, query_timeout: queryMs };
}

function createDatabase(options: PoolConfig, { connectMs, transactionMs }: Timeouts, closeAfter: () => Promise<void>): Database {
  const pool = cleanPool(options);
  // Prisma's timeout is the last one, because its error does not tell the cause.
  const db = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: connectMs + 1_000, timeout: transactionMs },
  });
  return {
    db,
    read: createRead((query) => pool.query<unknown[]>(query)),
    adapter: new PrismaPg(options),
    async close() {
      await db.$disconnect();
      await pool.end();
      await closeAfter();
    },
  };
}

/** The folder of the embedded database inside the data folder. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, 'pg');
}
