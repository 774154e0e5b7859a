import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { Counters } from '@/lib/accounts/rate-limit-ports';
import { RESERVED_BYTES } from '@/lib/avatars/limits';
import type { Lease } from '@/lib/avatars/maintenance/ports';
import { isAvatarError } from '@/lib/errors';
import type { Event } from '@/lib/events/events';
import { createTrust, type Trust } from '@/lib/events/trust';
import { type Dump, dumpDatabase } from './backup/dump';
import { connectToServer, type Database, embeddedFolder, openEmbeddedDatabase } from './client';
import { postgresCounters } from './counters';
import { prepareDataFolder, restrictDatabase } from './embedded/data-folder';
import type { OnFatal } from './embedded/embedded';
import { lockDataFolder } from './embedded/lock';
import { type DatabaseState, inspectDatabase } from './inspect';
import { postgresLease } from './lease';
import { createListener, type ListenerLog } from './listen/listener';
import { migrate } from './migrate';
import { atMostOnceASecond, createOutage, type OutageLog, watchRecords } from './outage';
import { databaseRecords, type Records } from './records';
import { MIGRATION_MS, MIGRATION_TIMEOUTS, START_WAIT_MS } from './timeouts';
import { translateError } from './unavailable';

export interface OpenDatabase {
  records: Records;
  /** @throws AvatarError database_unavailable */
  ping(): Promise<void>;
  /** Reads its clock and which migrations it has. */
  inspect(): Promise<DatabaseState>;
  /** Counters that all processes share; undefined for the embedded database, which is for one. */
  counters: Counters | undefined;
  /** For work that one process does for all. */
  lease: Lease;
  /** Always trusted on the embedded database, which is for one process, and never without `onEvent` on a server. */
  trust: Trust;
  /** Dumps all tables in one transaction. */
  dump: Dump;
  close(): Promise<void>;
}

interface OpenOptions {
  databaseUrl: string | undefined;
  dataDir: string;
  /** Whether this process is a function: it writes to no folder and, since it is not always running, listens to no events. */
  functions?: boolean;
  /** Receives messages for the person who starts the server. */
  announce: (message: string) => void;
  /** Receives outages. */
  log: OutageLog & ListenerLog;
  /** Called with each change that a database server announces. Scripts need none, and open no connection for it. */
  onEvent?: (event: Event) => void;
  /** Called when the embedded database is broken. The process must then end. */
  onFatal: OnFatal;
  /** Called once the database is opening, in a thread or process of its own: other work can go on meanwhile. */
  onOpening?: () => void;
  /** A thread for the embedded database that was started beforehand. */
  databaseThread?: Worker;
  /** Time to wait for a database server that is not reachable yet, in milliseconds. */
  startWaitMs?: number;
}

/** Thrown if the database server cannot be reached. The message is for the person who started this server. */
export class DatabaseUnreachableError extends Error {
  override name = 'DatabaseUnreachableError';
}

/** Enough for the secret and the lock. */
const START_BYTES = 1024 * 1024;

/**
 * Prepares the data folder, opens the configured database and migrates it.
 * @throws DataFolderError, DataFolderInUseError, EmbeddedDatabaseError, DatabaseUnreachableError
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataDir, announce, log, onEvent } = options;
  if (!options.functions) await prepareDataFolder(dataDir, databaseUrl === undefined ? RESERVED_BYTES : START_BYTES, announce);
  const { database, applied } = databaseUrl === undefined ? await openEmbeddedIn(options) : await openOnServer(databaseUrl, options);
  if (applied.length > 0) announce(`Applied to the database: ${applied.join(', ')}`);
  const outage = createOutage(log);
  const shared = databaseUrl === undefined ? undefined : postgresCounters(databaseUrl);
  const trust = createTrust(databaseUrl === undefined);
  const listener =
    databaseUrl !== undefined && !options.functions && onEvent && createListener({ databaseUrl, onEvent, onTrust: trust.set, log });
  return {
    records: watchRecords(databaseRecords(database), outage),
    ping: atMostOnceASecond(async () => void (await outage.watch(async () => database.db.$queryRaw`SELECT 1`))),
    inspect: () => inspectDatabase(database.read),
    counters: shared?.counters,
    lease: databaseUrl === undefined ? { run: (task, signal) => task(signal) } : postgresLease(databaseUrl),
    trust,
    dump: (write) => dumpDatabase(database.db, write),
    async close() {
      await shared?.close();
      if (listener) await listener.close();
      await database.close();
    },
  };
}

interface UpToDate {
  database: Pick<Database, 'db' | 'read' | 'close'>;
  applied: string[];
}

/** Interval of checkpoints, in milliseconds. */
const CHECKPOINT_MS = 60 * 60 * 1000;

/** The embedded database is for one process. A database server and its picture storage can serve several. */
async function openEmbeddedIn({ dataDir, announce, onFatal, onOpening, databaseThread }: OpenOptions): Promise<UpToDate> {
  const release = await lockDataFolder(dataDir, announce);
  try {
    const folder = embeddedFolder(dataDir);
    let applied: string[] = [];
    const migrateFirst = async (adapter: Database['adapter']) => {
      // PGlite creates the files of a new database readable for everyone, regardless of the umask.
      await restrictDatabase(folder);
      applied = await migrate(adapter);
    };
    const opening = openEmbeddedDatabase(folder, onFatal, migrateFirst, databaseThread);
    onOpening?.();
    const { db, read, close } = await opening;
    // PGlite checkpoints only on close. Until then the WAL grows, and with it the recovery time after a crash.
    const checkpoints = setInterval(() => void db.$executeRaw`CHECKPOINT`.catch(() => {}), CHECKPOINT_MS).unref();
    return {
      applied,
      database: {
        db,
        read,
        async close() {
          clearInterval(checkpoints);
          await close();
          await release();
        },
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function openOnServer(databaseUrl: string, { announce, onOpening, startWaitMs = START_WAIT_MS }: OpenOptions): Promise<UpToDate> {
  const migrating = connectToServer(databaseUrl, MIGRATION_TIMEOUTS);
  try {
    const waiting = waitForServer(migrating, announce, startWaitMs);
    onOpening?.();
    await waiting;
    return { applied: await migrateExclusively(migrating), database: connectToServer(databaseUrl) };
  } finally {
    await migrating.close();
  }
}

/** Waits for a server that may start at the same time. @throws DatabaseUnreachableError; the error of a refused connection */
async function waitForServer({ db }: Database, announce: (message: string) => void, waitMs: number): Promise<void> {
  const until = performance.now() + waitMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await db.$queryRaw`SELECT 1`;
      return;
    } catch (error) {
      const reason = translateError(error);
      if (!isAvatarError(reason)) throw error;
      if (attempt === 0) announce(`Waiting up to ${waitMs / 1000} s for the database server of DATABASE_URL: ${reasonOf(error)}`);
      if (performance.now() >= until) {
        // Without the URL, which may contain the password.
        throw new DatabaseUnreachableError(
          `The database server of DATABASE_URL cannot be reached: ${reasonOf(error)}. Start it, or correct the address, and start again.`,
          { cause: error },
        );
      }
      await delay(Math.min(500, Math.max(0, until - performance.now())));
    }
  }
}

/** The driver's message: Prisma prepends a line of our code, and wraps it in a code and quotes. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.trim().split('\n').slice(-1);
  return /Message: `(.*)`$/.exec(line)?.[1] ?? line;
}

/** An arbitrary number, different from the one in `people.ts`. */
const MIGRATION_LOCK = 6_532_002;

/** Serializes migrations of several processes on one server: two at once would leave a half-applied migration, marked as failed. */
async function migrateExclusively({ db, adapter }: Database): Promise<string[]> {
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${MIGRATION_LOCK})`;
      // Runs on its own connections; this one only holds the lock.
      return migrate(adapter);
    },
    { maxWait: MIGRATION_MS, timeout: MIGRATION_MS },
  );
}
