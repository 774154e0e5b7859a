import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { connectToEngine } from '@/lib/db/client';
import { wrapPglite } from '@/lib/db/embedded/embedded';
import { migrate } from '@/lib/db/migrate';

/** Where tools keep what can be made again (https://github.com/sindresorhus/find-cache-dir). */
const FOLDER = 'node_modules/.cache/likeness';

// The packages that are installed: those of `package-lock.json` may not be yet.
const OURS = ['node_modules/.package-lock.json', 'lib/db/migrate.ts', 'lib/db/schema-engine.ts', 'testing/migrated-database.ts'];

/**
 * The files of an embedded database with all migrations, for tests to begin with. Making one takes seconds of computing and unpacking it
 * half of one, so it is kept, until a migration or a package changes.
 *
 * @returns a tar file, as `loadDataDir` takes it
 */
export function migratedDatabase(): Promise<Blob> {
  return keptFiles('migrated');
}

/** The same without tables. Creating it takes three to six CPU seconds. */
export function emptyDatabase(): Promise<Blob> {
  return keptFiles('empty');
}

type Kind = 'empty' | 'migrated';

async function keptFiles(kind: Kind): Promise<Blob> {
  const name = await fingerprint();
  const kept = await readFile(join(FOLDER, `${kind}-${name}.tar`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return;
    throw error;
  });
  // Of no length after a power cut: it was not waited for until it was on the disk.
  return new Blob([kept?.length ? kept : (await make(name))[kind]]);
}

async function make(name: string): Promise<Record<Kind, Uint8Array<ArrayBuffer>>> {
  const pglite = await PGlite.create();
  const filesOf = async () => new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
  const empty = await filesOf();
  const database = connectToEngine(wrapPglite(pglite));
  await migrate(database.adapter);
  const migrated = await filesOf();
  await database.close();
  await mkdir(FOLDER, { recursive: true });
  for (const old of await readdir(FOLDER)) if (old.endsWith('.tar') && !old.includes(name)) await rm(join(FOLDER, old), { force: true });
  for (const [kind, tar] of Object.entries({ empty, migrated })) await keep(`${kind}-${name}.tar`, tar);
  return { empty, migrated };
}

/** Writes all or nothing: another process may write the same file. */
async function keep(name: string, bytes: Uint8Array): Promise<void> {
  const unfinished = join(FOLDER, `${randomUUID()}.unfinished`);
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, join(FOLDER, name));
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Hash of its inputs: the migrations, the code that applies them, and the versions of packages. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of OURS) hash.update(await readFile(path));
  const migrations = await readdir('prisma/migrations', { recursive: true });
  for (const path of migrations.filter((name) => name.endsWith('.sql')).sort()) {
    hash.update(path).update(await readFile(join('prisma/migrations', path)));
  }
  return hash.digest('hex').slice(0, 16);
}
