// npm run backup -- <file or folder>: saves database, originals and secret, whether or not the server runs.
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createBackup } from '@/lib/backup/create';
import { BackupError } from '@/lib/backup/manifest';
import { connectToDump } from '@/lib/backup/socket';
import { type Dump, dumpDatabase } from '@/lib/db/backup/dump';
import { openUnmigrated } from '@/lib/db/backup/open';
import { embeddedFolder } from '@/lib/db/client';
import { type Env, readEnv } from '@/lib/env';
import { openInstallation, readSecret } from './installation';
import { SCRIPT_OPTIONS } from './script-options';

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function targetFile(target: string | undefined): Promise<string> {
  if (!target) throw new BackupError('Expected a file or an existing folder: npm run backup -- /backups');
  const path = resolve(target);
  const name = `likeness-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.tar`;
  return (await isFolder(path)) ? join(path, name) : path;
}

/** A running server dumps its embedded database itself; otherwise the script opens the database. */
async function openDump(env: Env): Promise<{ dump: Dump; close(): Promise<void> }> {
  if (env.databaseUrl === undefined) {
    const dump = await connectToDump(env.dataDir);
    if (dump) return { dump, close: async () => {} };
    if (!(await isFolder(embeddedFolder(env.dataDir)))) throw new BackupError(`Expected a database in ${env.dataDir}, found none.`);
  }
  const { db, close } = await openUnmigrated({ ...env, ...SCRIPT_OPTIONS });
  return { dump: (write) => dumpDatabase(db, write), close };
}

try {
  const env = readEnv();
  const file = await targetFile(process.argv[2]);
  const { dump, close } = await openDump(env);
  const storage = await openInstallation(env);
  const { rows, files, missing } = await createBackup({ dump, storage, secret: await readSecret(env), file }).finally(close);
  const originals = files.filter(({ name }) => name.startsWith('originals/')).length;
  console.log(`${file}: ${rows} rows, ${originals} pictures. It contains the secret and password hashes: keep it private.`);
  if (missing.length > 0) console.error(`Warning: the storage lacks ${missing.length} pictures, such as originals/${missing[0]}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
