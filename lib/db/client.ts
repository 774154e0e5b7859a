import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from './generated/client';

export type Db = PrismaClient;

export interface Database {
  db: Db;
  /** What migrations run through. */
  adapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

/** Connects to a PostgreSQL server. Nothing is sent before the first query. */
export function openServer(connectionString: string): Database {
  const adapter = new PrismaPg({ connectionString });
  const db = new PrismaClient({ adapter });
  return { db, adapter, close: () => db.$disconnect() };
}

/**
 * Opens the embedded PostgreSQL, in `folder`, or in memory when undefined. Only one process may: see {@link lockDataFolder}.
 */
export async function openEmbedded(folder?: string): Promise<Database> {
  return overEmbedded(await PGlite.create(folder === undefined ? {} : { dataDir: folder }));
}

/** Over one that is open; closing it closes that. */
export function overEmbedded(pglite: PGlite): Database {
  const adapter = new PrismaPGlite(pglite) as unknown as SqlMigrationAwareDriverAdapterFactory;
  const db = new PrismaClient({ adapter });
  return {
    db,
    adapter,
    async close() {
      await db.$disconnect();
      await pglite.close();
    },
  };
}

/** The folder of the embedded database inside the data folder. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, 'pg');
}
