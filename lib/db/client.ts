import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { type Bounds, EMBEDDED_BOUNDS, HANG_MS, MIGRATION_BOUNDS, MIGRATION_MS, OPEN_MS, POOL_SIZE, REQUEST_BOUNDS } from './bounds';
import { type Engine, type OnFatal, startEngine } from './embedded/embedded';
import { EmbeddedStream } from './embedded/stream';
import { PrismaClient } from './generated/client';

export type Db = PrismaClient;

export interface Database {
  db: Db;
  /** What migrations run through. */
  adapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

/**
 * A pool that closes connections which come back with an open transaction. `pg` leaves a connection open when a statement times out in the
 * client; `ROLLBACK` then waits behind it and times out too. Whoever got such a connection next would be told that a change was made which
 * is rolled back later.
 */
class CleanPool extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.underlyingDriver().on('release', (_error, client) => {
      // The pool looks after this event whether the client is ending, and keeps it only if it is not.
      if (client.getTransactionStatus() !== 'I') void client.end();
    });
    return adapter;
  }
}

/** Connects to a PostgreSQL server. Nothing is sent before the first query. */
export function openServer(connectionString: string, bounds: Bounds = REQUEST_BOUNDS): Database {
  const { lockMs, statementMs, transactionMs } = bounds;
  const adapter = new CleanPool({
    ...poolOptions(bounds),
    connectionString,
    max: POOL_SIZE,
    keepAlive: true,
    // Said by SQL and not while connecting: PgBouncer refuses connections that come with such settings.
    onConnect: (client) =>
      client.query(
        `SET lock_timeout = ${lockMs}; SET statement_timeout = ${statementMs}; SET idle_in_transaction_session_timeout = ${transactionMs}`,
      ),
  });
  return over(adapter, bounds, async () => {});
}

/**
 * Opens the embedded PostgreSQL in a thread of its own, in `folder`, or in memory when undefined. Only one process may: see
 * {@link lockDataFolder}.
 *
 * @param migrateFirst runs before anything else, with the time limits of a migration
 * @throws EmbeddedDatabaseError
 */
export async function openEmbedded(
  folder: string | undefined,
  onFatal: OnFatal,
  migrateFirst?: (adapter: Database['adapter']) => Promise<void>,
): Promise<Database> {
  const patience = { ms: OPEN_MS };
  const engine = await startEngine({ folder, onFatal, patience });
  if (migrateFirst) {
    patience.ms = MIGRATION_MS;
    const migrating = overEngine({ ...engine, close: async () => {} }, MIGRATION_BOUNDS);
    await migrateFirst(migrating.adapter);
    await migrating.close();
  }
  patience.ms = HANG_MS;
  return overEngine(engine);
}

/** Over an embedded one that is open; closing it closes that. */
export function overEngine(engine: Engine, bounds: Bounds = EMBEDDED_BOUNDS): Database {
  const adapter = new CleanPool({
    ...poolOptions(bounds),
    stream: () => new EmbeddedStream(engine.execute),
    // It has one session, and asks nobody for a password: `pg` would look for one in the home folder.
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    password: 'unused',
    ssl: false,
  });
  return over(adapter, bounds, engine.close);
}

function poolOptions({ connectMs, queryMs }: Bounds) {
  return { connectionTimeoutMillis: connectMs, query_timeout: queryMs };
}

function over(adapter: PrismaPg, { connectMs, transactionMs }: Bounds, closeAfter: () => Promise<void>): Database {
  // Prisma gives up last, so that what is said is why: its own clock knows only that something took too long.
  const db = new PrismaClient({ adapter, transactionOptions: { maxWait: connectMs + 1_000, timeout: transactionMs } });
  return {
    db,
    adapter,
    async close() {
      await db.$disconnect();
      await closeAfter();
    },
  };
}

/** The folder of the embedded database inside the data folder. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, 'pg');
}
