import type { AccountRecords } from '@/lib/avatars/accounts';
import type { AvatarRecords } from '@/lib/avatars/ports';
import { type Database, embeddedFolder, openEmbedded, openServer } from './client';
import { lockDataFolder } from './lock';
import { migrate } from './migrate';
import { databaseRecords } from './records';

export interface OpenDatabase {
  records: AvatarRecords & AccountRecords;
  close(): Promise<void>;
}

/**
 * Takes the data folder, opens the database that the settings ask for, and brings it up to date.
 *
 * @throws DataFolderInUseError
 */
export async function openDatabase(
  env: { databaseUrl: string | undefined; dataDir: string },
  announce: (message: string) => void,
): Promise<OpenDatabase> {
  // Several servers may share a database server and the pictures beside it; the embedded database is for one process alone.
  const release = env.databaseUrl === undefined ? await lockDataFolder(env.dataDir, announce) : async () => {};
  const database = env.databaseUrl === undefined ? await openEmbedded(embeddedFolder(env.dataDir)) : openServer(env.databaseUrl);
  const applied = env.databaseUrl === undefined ? await migrate(database.adapter) : await migrateAlone(database);
  if (applied.length > 0) announce(`Applied to the database: ${applied.join(', ')}`);
  return {
    records: databaseRecords(database.db),
    async close() {
      await database.close();
      await release();
    },
  };
}

/** Any number will do, as long as it is not the one of `people.ts`. */
const MIGRATION_LOCK = 6_532_002;

/** Longer than any migration may take before somebody has to look at it. */
const MIGRATION_MS = 5 * 60 * 1000;

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
