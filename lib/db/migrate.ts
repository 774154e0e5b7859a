import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDriverAdapterError, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { schemaEngine } from './schema-engine';

/**
 * Applies the pending migrations of `prisma/migrations`, as `prisma migrate deploy` does, in the same table. Returns the applied ones after
 * closing its connections: on a server the engine takes an advisory lock that lasts as long as its connection
 * (https://pris.ly/d/migrate-advisory-locking), freeing the engine closes no connection, and the next migration fails after 10 s of
 * waiting.
 * @param engineOver creates the engine, if there is something to do
 * @param only names of the migrations to apply; by default all
 */
export async function migrate(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  engineOver = schemaEngine,
  only?: readonly string[],
): Promise<string[]> {
  const migrations = await readMigrations(only);
  if (await isUpToDate(adapter, migrations)) return [];
  await forgetInterrupted(adapter);
  const connections: SqlDriverAdapter[] = [];
  const engine = await engineOver({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    async connect() {
      const connection = await adapter.connect();
      connections.push(connection);
      return withAtomicScripts(connection, migrations);
    },
    connectToShadowDb: () => adapter.connectToShadowDb(),
  });
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: migrations, filters: NO_FILTERS });
    return appliedMigrationNames;
  } finally {
    engine.free();
    for (const connection of connections) await connection.dispose();
  }
}

/**
 * Makes each migration one transaction with the mark that it is applied. The driver would run its statements one by one, so that a process
 * that ends in between leaves half of it, which no later start could repair. PostgreSQL runs all statements of one message as one
 * transaction (https://www.postgresql.org/docs/15/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT).
 */
function withAtomicScripts(connection: SqlDriverAdapter, { migrationDirectories }: MigrationList): SqlDriverAdapter {
  const scripts = new Set(migrationDirectories.map(({ migrationFile: { content } }) => content.value));
  connection.executeScript = async (script) => {
    const sql = scripts.has(script) ? `${script}\n;${MARK_APPLIED}` : script;
    await connection.executeRaw({ sql, args: [], argTypes: [] });
  };
  return connection;
}

/** Started and not ended. The engine refuses to go on while there is one. */
const UNFINISHED = '"finished_at" IS NULL AND "rolled_back_at" IS NULL';

const MARK_APPLIED = `UPDATE "_prisma_migrations" SET "finished_at" = now() WHERE ${UNFINISHED}`;

/** Lets the engine begin again with a migration that failed, or that the end of its process interrupted: nothing of it was applied. */
async function forgetInterrupted(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<void> {
  const connection = await adapter.connect();
  try {
    await connection.executeRaw({ sql: `DELETE FROM "_prisma_migrations" WHERE ${UNFINISHED}`, args: [], argTypes: [] });
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  } finally {
    await connection.dispose();
  }
}

const isMissingTable = (error: unknown) => isDriverAdapterError(error) && error.cause.kind === 'TableDoesNotExist';

export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Whether exactly these migrations are applied, unchanged. Most starts end here: the engine takes 0.4 s and some 50 MB to find the same.
 * Everything else is for the engine, also a table that is missing or that it would report as damaged.
 */
async function isUpToDate(adapter: SqlMigrationAwareDriverAdapterFactory, { migrationDirectories }: MigrationList): Promise<boolean> {
  const connection = await adapter.connect();
  try {
    const { rows } = await connection.queryRaw({ sql: APPLIED, args: [], argTypes: [] });
    const applied = rows.map(([name, checksum, isApplied]) => (isApplied === true ? `${name} ${checksum}` : ''));
    const wanted = migrationDirectories.map(({ path, migrationFile: { content } }) => `${path} ${checksumOf(content.value)}`);
    return applied.length === wanted.length && wanted.every((migration, index) => applied[index] === migration);
  } catch (error) {
    if (isMissingTable(error)) return false;
    throw error;
  } finally {
    await connection.dispose();
  }
}

/** Name, checksum, and whether it is applied, of each migration that was started. */
export const APPLIED = `SELECT migration_name, checksum, finished_at IS NOT NULL AND rolled_back_at IS NULL FROM _prisma_migrations ORDER BY migration_name`;

const checksumOf = (script: string) => createHash('sha256').update(script).digest('hex');

/** Names of all migrations of this release, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsFolder(), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function migrationsFolder(): string {
  return join(/* turbopackIgnore: true */ process.cwd(), 'prisma/migrations');
}

async function readMigrations(only?: readonly string[]): Promise<MigrationList> {
  const baseDir = migrationsFolder();
  const names = (await migrationNames()).filter((name) => only?.includes(name) ?? true);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}
