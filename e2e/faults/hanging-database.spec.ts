import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openAccount } from '../client/people';
import { type Server, startServer } from '../server/server';

const start = () => startServer({}, [process.execPath, '--import', './e2e/server/hanging-database.mjs', 'server.mjs']);

/** Starts a server, makes its database hang, and sends a request that needs the database. */
async function hanging(): Promise<{ server: Server; status: Promise<number>; limits: number }> {
  const server = await start();
  const { auth } = await openAccount(server.baseURL);
  await writeFile(join(server.dataDir, 'hang'), '');
  const status = fetch(`${server.baseURL}/api/me`, { headers: auth }).then(
    (response) => response.status,
    () => 0,
  );
  return { server, status, limits: (await fetch(`${server.baseURL}/api/limits`)).status };
}

test('while the embedded database hangs, requests that need it get 503; then the process ends with a message', async () => {
  const { server, status, limits } = await hanging();
  expect({ limits, status: await status }).toEqual({ limits: 200, status: 503 });
  expect(await server.ended).toBe(1);
  const lines = server.output().trim().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    level: 60,
    msg: expect.stringMatching(/^The embedded database in .*\/pg has not answered for 15 s\. Is its disk full, gone or read-only\?/),
  });
  await rm(server.dataDir, { recursive: true });
});

test('SIGTERM ends the process in time while its database hangs', async () => {
  const { server } = await hanging();
  const began = performance.now();
  expect(await server.stop('SIGTERM')).toBe(1);
  // Docker sends SIGKILL after ten seconds. The rest is a margin for a busy machine.
  expect(performance.now() - began).toBeLessThan(14_000);
  await rm(server.dataDir, { recursive: true });
});
