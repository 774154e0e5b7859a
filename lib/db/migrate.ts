import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { schemaEngine } from './schema-engine';

/**
 * Applies the pending migrations of `prisma/migrations`, as `prisma migrate deploy` does, in the same table. Returns the applied ones after
 * closing its connections: on a server the engine takes an advisory lock that lasts as long as its connection
 * (https://pris.ly/d/migrate-advisory-locking), freeing the engine closes no connection, and the next migration fails after 10 s of
 * waiting.
 */
export async function migrate(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  const connections: SqlDriverAdapter[] = [];
  const engine = await schemaEngine({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    async connect() {
      const connection = await adapter.connect();
      connections.push(connection);
      return connection;
    },
    connectToShadowDb: () => adapter.connectToShadowDb(),
  });
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: await readMigrations(), filters: NO_FILTERS });
    return appliedMigrationNames;
  } finally {
    engine.free();
    for (const connection of connections) await connection.dispose();
  }
}

export const NO_FILTERS = { externalTables: [], externalEnums: [] };

async function readMigrations(): Promise<MigrationList> {
  const baseDir = join(/* turbopackIgnore: true */ process.cwd(), 'prisma/migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}
