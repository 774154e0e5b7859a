import { stat } from 'node:fs/promises';
import { connectToServer, type Database, embeddedFolder, openEmbeddedDatabase } from '@/lib/db/client';
import { DataFolderInUseError, lockDataFolder } from '@/lib/db/embedded/lock';
import { type DatabaseState, inspectDatabase } from '@/lib/db/inspect';
import { databaseRecords, type Records } from '@/lib/db/records';
import type { Env } from '@/lib/env';
import { SCRIPT_OPTIONS } from '../script-options';

/** The database of the installation. Unlike the server, this migrates nothing and changes no modes. */
export type ReadOnlyDatabase =
  | { kind: 'open'; records: Records; inspect(): Promise<DatabaseState>; close(): Promise<void> }
  /** `in-use`: the server has it. `missing`: the first start creates it. */
  | { kind: 'in-use' | 'missing' | 'unanswered' | 'broken' | 'other-user' };

export async function openReadOnly({ databaseUrl, dataDir }: Pick<Env, 'databaseUrl' | 'dataDir'>): Promise<ReadOnlyDatabase> {
  return databaseUrl === undefined ? openEmbedded(dataDir) : connect(databaseUrl);
}

async function connect(databaseUrl: string): Promise<ReadOnlyDatabase> {
  const database = connectToServer(databaseUrl);
  try {
    await inspectDatabase(database.read);
    return opened(database);
  } catch {
    await database.close();
    return { kind: 'unanswered' };
  }
}

async function openEmbedded(dataDir: string): Promise<ReadOnlyDatabase> {
  const folder = embeddedFolder(dataDir);
  const found = await stat(folder).catch(() => null);
  if (!found) return { kind: 'missing' };
  // Files that root creates would be closed to the server.
  if (process.geteuid && process.geteuid() !== found.uid) return { kind: 'other-user' };
  let release = async () => {};
  try {
    release = await lockDataFolder(dataDir, () => {}, 0);
    return opened(await openEmbeddedDatabase(folder, SCRIPT_OPTIONS.onFatal), release);
  } catch (error) {
    await release();
    return { kind: error instanceof DataFolderInUseError ? 'in-use' : 'broken' };
  }
}

function opened(database: Database, release = async () => {}): ReadOnlyDatabase {
  return {
    kind: 'open',
    records: databaseRecords(database),
    inspect: () => inspectDatabase(database.read),
    async close() {
      await database.close();
      await release();
    },
  };
}
