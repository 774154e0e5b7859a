import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startServer, temporaryFolder } from './server';

/**
 * Starts one server and keeps its data folder as a template: creating the database takes most of a first start. Tests of the first start
 * use a folder of their own.
 *
 * @returns a function that deletes the template
 */
export default async function firstStart(): Promise<() => Promise<void>> {
  // With PostgreSQL, each test has a database on its server.
  if (process.env.E2E_DATABASE_URL) return async () => {};
  const dataDir = await temporaryFolder();
  const server = await startServer({ DATA_DIR: dataDir });
  const code = await server.stop();
  if (code !== 0) throw new Error(`The server could not be started: ${server.output()}`);
  process.env.E2E_FIRST_DATABASE = join(dataDir, 'pg');
  return () => rm(dataDir, { recursive: true, force: true });
}
