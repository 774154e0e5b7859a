import { setTimeout as delay } from 'node:timers/promises';
import type { AccountRecords } from '@/lib/accounts/ports';
import { RESERVED_BYTES } from '@/lib/avatars/limits';
import type { AvatarRecords } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';
import { MIGRATION_BOUNDS, MIGRATION_MS, START_WAIT_MS } from './bounds';
import { type Database, embeddedFolder, openEmbedded, openServer } from './client';
import { prepareDataFolder, tightenDatabase } from './embedded/data-folder';
import type { OnFatal } from './embedded/embedded';
import { lockDataFolder } from './embedded/lock';
import { migrate } from './migrate';
import { createOutage, type OutageLog, watched } from './outage';
import { databaseRecords } from './records';
import { translate } from './unavailable';

export interface OpenDatabase {
  records: AvatarRecords & AccountRecords;
  /** @throws AvatarError database_unavailable */
  ping(): Promise<void>;
  close(): Promise<void>;
}

interface OpenOptions {
  databaseUrl: string | undefined;
  dataDir: string;
  /** Told of what a person who starts the server should know. */
  announce: (message: string) => void;
  /** Told of outages. */
  log: OutageLog;
  /** Told when the embedded database is broken, upon which the process has to end. */
  onFatal: OnFatal;
  /** How long to wait for a database server that cannot be reached yet, in milliseconds. */
  startWaitMs?: number;
}

/** Thrown when the database server cannot be reached; the message is meant for the person who started this one. */
export class DatabaseUnreachableError extends Error {
  override name = 'DatabaseUnreachableError';
}

/** The secret and the lock. */
const FEW_BYTES = 1024 * 1024;

/**
 * Takes the data folder, opens the database that the settings ask for, and brings it up to date.
 *
 * @throws DataFolderError, DataFolderInUseError, EmbeddedDatabaseError, DatabaseUnreachableError
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataDir, announce, log } = options;
  await prepareDataFolder(dataDir, databaseUrl === undefined ? RESERVED_BYTES : FEW_BYTES, announce);
  const { database, applied } = databaseUrl === undefined ? await openOwn(options) : await openShared(databaseUrl, options);
  if (applied.length > 0) announce(`Applied to the database: ${applied.join(', ')}`);
  const outage = createOutage(log);
  return {
    records: watched(databaseRecords(database.db), outage),
    ping: atMostOnceASecond(async () => void (await outage.watch(async () => database.db.$queryRaw`SELECT 1`))),
    close: database.close,
  };
}

/** Whoever asks within a second of another gets the same answer: anyone may ask, and as often as they like. */
function atMostOnceASecond(ask: () => Promise<void>): () => Promise<void> {
  let [answer, until] = [Promise.resolve(), 0];
  return () => {
    if (Date.now() >= until) [answer, until] = [ask(), Date.now() + 1_000];
    return answer;
  };
}

interface UpToDate {
  database: Pick<Database, 'db' | 'close'>;
  applied: string[];
}

/** How often a checkpoint is made, in milliseconds. */
const CHECKPOINT_MS = 60 * 60 * 1000;

/** Several servers may share a database server and the pictures beside it; the embedded database is for one process alone. */
async function openOwn({ dataDir, announce, onFatal }: OpenOptions): Promise<UpToDate> {
  const release = await lockDataFolder(dataDir, announce);
  try {
    const folder = embeddedFolder(dataDir);
    let applied: string[] = [];
    const { db, close } = await openEmbedded(folder, onFatal, async (adapter) => {
      // PGlite makes the files of a new database readable for everyone, whatever the umask is.
      await tightenDatabase(folder);
      applied = await migrate(adapter);
    });
    // Nothing else makes one but its end, and until then its log of changes grows, and with it the time to recover from a crash.
    const checkpoints = setInterval(() => void db.$executeRaw`CHECKPOINT`.catch(() => {}), CHECKPOINT_MS).unref();
    return {
      applied,
      database: {
        db,
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

async function openShared(databaseUrl: string, { announce, startWaitMs = START_WAIT_MS }: OpenOptions): Promise<UpToDate> {
  const migrating = openServer(databaseUrl, MIGRATION_BOUNDS);
  try {
    await reach(migrating, announce, startWaitMs);
    return { applied: await migrateAlone(migrating), database: openServer(databaseUrl) };
  } finally {
    await migrating.close();
  }
}

/** Waits for a server that is started at the same time as this one. @throws DatabaseUnreachableError; what it refuses the connection with */
async function reach({ db }: Database, announce: (message: string) => void, waitMs: number): Promise<void> {
  const until = Date.now() + waitMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await db.$queryRaw`SELECT 1`;
      return;
    } catch (error) {
      const reason = translate(error);
      if (!isAvatarError(reason)) throw error;
      if (attempt === 0) announce(`Waiting up to ${waitMs / 1000} s for the database server of DATABASE_URL: ${reasonOf(error)}`);
      if (Date.now() >= until) {
        // Without the address, which may have the password in it.
        throw new DatabaseUnreachableError(
          `The database server of DATABASE_URL cannot be reached: ${reasonOf(error)}. Start it, or correct the address, and start again.`,
          { cause: error },
        );
      }
      await delay(Math.min(500, Math.max(0, until - Date.now())));
    }
  }
}

/** What the driver said: Prisma puts a line of our code before it, and a code and quotes around it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.trim().split('\n').slice(-1);
  return /Message: `(.*)`$/.exec(line)?.[1] ?? line;
}

/** Any number will do, as long as it is not the one of `people.ts`. */
const MIGRATION_LOCK = 6_532_002;

/** On a database server one process migrates after the other: two at once would leave half a migration behind, marked as failed. */
async function migrateAlone({ db, adapter }: Database): Promise<string[]> {
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${MIGRATION_LOCK})`;
      // Over connections of its own; this one only holds the lock.
      return migrate(adapter);
    },
    { maxWait: MIGRATION_MS, timeout: MIGRATION_MS },
  );
}
