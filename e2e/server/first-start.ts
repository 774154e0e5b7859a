import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startServer, temporaryFolder } from './server';

/**
 * Starts a server once, so that those of the tests begin with its database in place of making one each, which takes most of a start.
 * Tests of the first start give a folder of their own.
 *
 * @returns clears it away in the end
 */
export default async function firstStart(): Promise<() => Promise<void>> {
  // There the tests have databases on a server.
  if (process.env.E2E_DATABASE_URL) return async () => {};
  const dataDir = await temporaryFolder();
  const server = await startServer({ DATA_DIR: dataDir });
  const code = await server.stop();
  if (code !== 0) throw new Error(`The server could not be started: ${server.output()}`);
  process.env.E2E_FIRST_DATABASE = join(dataDir, 'pg');
  return () => rm(dataDir, { recursive: true, force: true });
}
