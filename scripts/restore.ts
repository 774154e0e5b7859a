// npm run restore -- <file>: restores a backup into the configured installation, which must be empty.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Storage } from '@/lib/avatars/ports';
import { BackupError, type Manifest } from '@/lib/backup/manifest';
import { restoreBackup } from '@/lib/backup/restore';
import { isEmptyDatabase, loadDatabase } from '@/lib/db/backup/load';
import { openUnmigrated } from '@/lib/db/backup/open';
import { connectToServer, embeddedFolder } from '@/lib/db/client';
import { migrationNames } from '@/lib/db/migrate';
import { type Env, readEnv } from '@/lib/env';
import { openInstallation } from './installation';
import { SCRIPT_OPTIONS } from './script-options';

async function contentOf(env: Env, storage: Storage): Promise<string | undefined> {
  for (const path of [join(env.dataDir, 'secret'), embeddedFolder(env.dataDir)]) if (await exists(path)) return path;
  for await (const { key } of storage.list('')) return `the object ${key} in the storage`;
  if (env.databaseUrl === undefined) return undefined;
  const { db, close } = connectToServer(env.databaseUrl);
  return (await isEmptyDatabase(db).finally(close)) ? undefined : 'tables in the database of DATABASE_URL';
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function restore(env: Env, file: string): Promise<Manifest> {
  const storage = await openInstallation(env);
  await mkdir(env.dataDir, { recursive: true, mode: 0o700 });
  const target = {
    content: () => contentOf(env, storage),
    storage,
    migrations: await migrationNames(),
    async load(lines: Parameters<typeof loadDatabase>[1]) {
      const database = await openUnmigrated({ ...env, ...SCRIPT_OPTIONS });
      await loadDatabase(database, lines).finally(() => database.close());
    },
    writeSecret: (secret: string) => writeFile(join(env.dataDir, 'secret'), secret, { mode: 0o600, flag: 'wx', flush: true }),
  };
  return restoreBackup(file, target, join(env.dataDir, 'restore.ndjson'));
}

try {
  const [, , given] = process.argv;
  if (!given) throw new BackupError('Expected a file: npm run restore -- /backups/likeness.tar');
  const { rows, files, createdAt } = await restore(readEnv(), resolve(given));
  const originals = files.filter(({ name }) => name.startsWith('originals/')).length;
  console.log(`Restored the backup of ${createdAt}: ${rows} rows, ${originals} pictures. Start the server.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
