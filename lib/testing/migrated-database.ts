import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { overEmbedded } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';

/** Where tools keep what can be made again (https://github.com/sindresorhus/find-cache-dir). */
const FOLDER = 'node_modules/.cache/likeness';

/**
 * The files of an embedded database with all migrations, for tests to begin with. Making one takes seconds of computing and unpacking it
 * half of one, so it is kept, until a migration or PGlite changes.
 *
 * @returns a tar file, as `loadDataDir` takes it
 */
export async function migratedDatabase(): Promise<Blob> {
  const name = `${await fingerprint()}.tar`;
  const kept = await readFile(join(FOLDER, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return;
    throw error;
  });
  return new Blob([kept ?? (await make(name))]);
}

async function make(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const pglite = await PGlite.create();
  const database = overEmbedded(pglite);
  await migrate(database.adapter);
  const tar = new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
  await database.close();
  await mkdir(FOLDER, { recursive: true });
  for (const old of await readdir(FOLDER)) if (old.endsWith('.tar') && old !== name) await rm(join(FOLDER, old), { force: true });
  // Another file's tests may be at it at the same moment.
  const unfinished = join(FOLDER, `${randomUUID()}.unfinished`);
  await writeFile(unfinished, tar);
  await rename(unfinished, join(FOLDER, name));
  return tar;
}

/** Of everything that it depends on. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const migrations = await readdir('prisma/migrations', { recursive: true });
  for (const path of migrations.filter((name) => name.endsWith('.sql')).sort()) {
    hash.update(path).update(await readFile(join('prisma/migrations', path)));
  }
  const pglite = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), '../package.json');
  return hash
    .update(await readFile(pglite))
    .digest('hex')
    .slice(0, 16);
}
