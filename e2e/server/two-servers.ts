import { test as base } from '@playwright/test';
import { discard, freshDatabase, type Server, startServer } from './server';

/** Two servers of one installation: one database and one folder of pictures. */
export const test = base.extend<object, { servers: [Server, Server] }>({
  servers: [
    async ({ browserName: _ }, use) => {
      const DATABASE_URL = await freshDatabase();
      const one = await startServer({ DATABASE_URL });
      const other = await startServer({ DATABASE_URL, DATA_DIR: one.dataDir });
      await use([one, other]);
      await other.stop();
      await discard(one);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
