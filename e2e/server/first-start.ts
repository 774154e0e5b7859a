import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migratedDatabase } from '@/testing/migrated-database';
import { temporaryFolder } from './server';

/**
 * Makes a folder with an embedded database as a template for all servers: creating one takes most of a first start. Tests of the first
 * start use a folder of their own.
 *
 * @returns a function that deletes the template
 */
export default async function firstStart(): Promise<() => Promise<void>> {
  // With PostgreSQL, each test has a database on its server.
  if (process.env.E2E_DATABASE_URL) return async () => {};
  const folder = await temporaryFolder();
  const dataDir = join(folder, 'pg');
  await (await PGlite.create({ dataDir, loadDataDir: await migratedDatabase() })).close();
  process.env.E2E_FIRST_DATABASE = dataDir;
  return () => rm(folder, { recursive: true, force: true });
}
