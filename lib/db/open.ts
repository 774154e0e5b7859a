import type { AccountRecords } from '@/lib/avatars/accounts';
import type { AvatarRecords } from '@/lib/avatars/ports';
import { embeddedFolder, openEmbedded, openServer } from './client';
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
  const applied = await migrate(database.adapter);
  if (applied.length > 0) announce(`Applied to the database: ${applied.join(', ')}`);
  return {
    records: databaseRecords(database.db),
    async close() {
      await database.close();
      await release();
    },
  };
}
