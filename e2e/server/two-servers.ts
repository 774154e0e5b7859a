import { test as base } from '@playwright/test';
import { discard, freshDatabase, type Server, startServer } from './server';

/** Two servers of one installation: one database and one folder of pictures. */
export const test = base.extend<object, { servers: [Server, Server] }>({
  servers: [async ({ browserName: _ }, use) => withTwoServers(use), { scope: 'worker', timeout: 180_000 }],
});

/** Runs with two servers of their own, for a test that changes the whole installation. */
export async function withTwoServers(run: (servers: [Server, Server]) => Promise<void>): Promise<void> {
  const DATABASE_URL = await freshDatabase();
  const one = await startServer({ DATABASE_URL });
  const other = await startServer({ DATABASE_URL, DATA_DIR: one.dataDir });
  try {
    await run([one, other]);
  } finally {
    await other.stop();
    await discard(one);
  }
}
