import { PGlite } from '@electric-sql/pglite';
import { connectToEngine, type Database } from '@/lib/db/client';
import { wrapPglite } from '@/lib/db/embedded/embedded';
import { emptyDatabase, migratedDatabase } from './migrated-database';

/** A migrated embedded database in memory. */
export async function openMemory(): Promise<Database> {
  return connectToEngine(wrapPglite(await PGlite.create({ loadDataDir: await migratedDatabase() })));
}

/** An embedded database in memory without tables. */
export async function openEmpty(): Promise<Database> {
  return connectToEngine(wrapPglite(await PGlite.create({ loadDataDir: await emptyDatabase() })));
}

/** Events for {@link openDatabase}: logs nothing, and throws on a failure. */
export function quiet() {
  return {
    announce: () => {},
    log: { error: () => {}, warn: () => {}, info: () => {} },
    onFatal(message: string): void {
      throw new Error(message);
    },
  };
}
