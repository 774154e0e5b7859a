import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openEvents } from './client/events';
import { openAccount } from './client/people';
import { discard, startServer, temporaryFolder } from './server/server';

test('the first start creates a secret that only its owner can read, logs the data folder, and stops cleanly on SIGTERM', {
  tag: '@main',
}, async () => {
  const server = await startServer({ DATA_DIR: await temporaryFolder() });
  expect(server.output()).toContain(`Likeness is running at ${server.baseURL}`);
  expect(server.output()).toContain(server.dataDir);
  expect((await stat(join(server.dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  expect(await server.stop('SIGTERM')).toBe(0);
  await rm(server.dataDir, { recursive: true });
});

test('a server that stops ends its event streams at once, and does not wait for their clients', async () => {
  const server = await startServer();
  const person = await openAccount(server.baseURL);
  const streams = await Promise.all([1, 2, 3].map(() => openEvents(server.port, person.auth)));
  for (const { events } of streams) await expect.poll(events).toHaveLength(1);
  const stopped = Date.now();
  const code = server.stop('SIGTERM');
  for (const { ended } of streams) await ended;
  expect(await code).toBe(0);
  // Active responses would have eight seconds.
  expect(Date.now() - stopped).toBeLessThan(8_000);
  await rm(server.dataDir, { recursive: true });
});

test('npm start – a SIGTERM to npm stops the server as well, cleanly', async () => {
  const server = await startServer({}, ['npm', 'start']);
  expect(server.output()).toContain(`Likeness is running at ${server.baseURL}`);
  await server.stop('SIGTERM');
  await expect.poll(() => readdir(server.dataDir)).not.toContain('lock');
  await rm(server.dataDir, { recursive: true });
});

test('behind HTTPS, every cookie is Secure', async () => {
  const server = await startServer({ BASE_URL: 'https://pictures.example.org' });
  const cookies = (await fetch(`http://localhost:${server.port}/api/auth/csrf`)).headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__(Host|Secure)-/);
    expect(cookie).toMatch(/; Secure/i);
  }
  await discard(server);
});

test('wrong settings are all named, and the server does not start', async () => {
  const server = await startServer({ BASE_URL: 'nowhere', MAX_UPLOAD_BYTES: 'many', LOG_LEVEL: 'loud' });
  expect(await server.ended).toBe(1);
  for (const name of ['BASE_URL', 'MAX_UPLOAD_BYTES', 'LOG_LEVEL']) expect(server.output()).toContain(`${name}:`);
  await rm(server.dataDir, { recursive: true });
});

test('people stay signed in after a restart; a damaged secret ends the start with a message', async () => {
  const dataDir = await temporaryFolder();
  const first = await startServer({ DATA_DIR: dataDir });
  const secret = await readFile(join(dataDir, 'secret'), 'utf8');
  await first.stop();
  const second = await startServer({ DATA_DIR: dataDir });
  expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe(secret);
  await second.stop();
  await writeFile(join(dataDir, 'secret'), 'short');
  const third = await startServer({ DATA_DIR: dataDir });
  expect(await third.ended).toBe(1);
  expect(third.output()).toContain('is damaged');
  await rm(dataDir, { recursive: true });
});
