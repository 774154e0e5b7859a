import { connectToServer, type Database, embeddedFolder, openEmbeddedDatabase } from '../client';
import { prepareDataFolder, restrictDatabase } from '../embedded/data-folder';
import { lockDataFolder } from '../embedded/lock';
import type { Timeouts } from '../timeouts';

interface Options {
  databaseUrl: string | undefined;
  dataDir: string;
  announce: (message: string) => void;
  onFatal: (message: string) => void;
}

/** Free space for the secret, the lock and an empty database. Writes beyond it fail on their own. */
const NEEDED_BYTES = 64 * 1024 * 1024;

/** Timeouts of one statement of a backup, in milliseconds: it waits for a migration at most. */
const STATEMENT_MS = 5 * 60 * 1000;
const TIMEOUTS: Timeouts = {
  connectMs: 30_000,
  lockMs: STATEMENT_MS,
  statementMs: STATEMENT_MS,
  queryMs: STATEMENT_MS,
  transactionMs: STATEMENT_MS,
};

/**
 * Opens the configured database as it is, without migrating it, for a script. Locks the folder of the embedded one.
 * @throws DataFolderInUseError, DataFolderError, EmbeddedDatabaseError
 */
export async function openUnmigrated({ databaseUrl, dataDir, announce, onFatal }: Options): Promise<Database> {
  await prepareDataFolder(dataDir, NEEDED_BYTES, announce);
  if (databaseUrl !== undefined) return connectToServer(databaseUrl, TIMEOUTS);
  const release = await lockDataFolder(dataDir, announce);
  try {
    const folder = embeddedFolder(dataDir);
    const database = await openEmbeddedDatabase(folder, onFatal);
    await restrictDatabase(folder);
    return {
      ...database,
      async close() {
        await database.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
