import { expect, test } from '@playwright/test';
import { openAccount } from '../client/people';
import { discard, startServer, temporaryFolder } from '../server/server';

/** Seconds after which starts are killed: while the database is created, and while its tables are. */
const KILLED_AFTER = [2, 4, 6];

test('first starts that are killed – the next one completes the database', async () => {
  const DATA_DIR = await temporaryFolder();
  for (const seconds of KILLED_AFTER) {
    const killed = await startServer({ DATA_DIR }, ['timeout', '--signal=KILL', String(seconds), process.execPath, 'server.mjs']);
    await killed.ended;
  }
  const server = await startServer({ DATA_DIR });
  expect(server.output()).toContain('Likeness is running at');
  await openAccount(server.baseURL);
  await discard(server);
});
