import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { HEADER_BYTES } from '@/lib/storage/checksum-header';
import { openAccount } from '../client/people';
import { discard, spawnServer, startServer } from '../server/server';

const picture = async () => {
  const image = sharp({ create: { width: 300, height: 300, channels: 3, background: 'orange' } });
  return new Uint8Array(await image.png().toBuffer());
};

/** Child processes of a process. */
async function childrenOf(pid: number | undefined): Promise<number[]> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
}

/** Whether a process runs. A zombie does not count: in a container, its parent may never reap it. */
const isRunning = (pid: number) =>
  readFile(`/proc/${pid}/stat`, 'utf8').then(
    (state) => !state.includes(') Z '),
    () => false,
  );

test('npm start – the server reserves no memory for unused threads', async () => {
  const server = await startServer({}, [process.execPath, 'scripts/start.mjs']);
  const [pid] = await childrenOf(server.process.pid);
  expect((await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0')).toEqual(
    expect.arrayContaining(['MALLOC_ARENA_MAX=2', 'MALLOC_TRIM_THRESHOLD_=131072']),
  );
  expect(await server.stop('SIGTERM')).toBe(0);
  expect(await readdir(server.dataDir)).not.toContain('lock');
  await rm(server.dataDir, { recursive: true });
});

test('npm start – exits with the code of the server; after SIGKILL, the server stops as well', async () => {
  const first = await startServer();
  const second = await startServer({ PORT: String(first.port) }, [process.execPath, 'scripts/start.mjs']);
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`Port ${first.port} is in use by another program.`);
  await rm(second.dataDir, { recursive: true });
  await discard(first);
  const killed = await startServer({}, [process.execPath, 'scripts/start.mjs']);
  const [pid] = await childrenOf(killed.process.pid);
  expect(await isRunning(Number(pid))).toBe(true);
  await killed.stop('SIGKILL');
  // Its parent process is gone: the server stops cleanly and frees its port.
  await expect.poll(() => isRunning(Number(pid))).toBe(false);
  expect(await readdir(killed.dataDir)).not.toContain('lock');
  await rm(killed.dataDir, { recursive: true });
});

test('npm start – after SIGKILL in the first moments of the server, the server stops as well', async () => {
  // From before Node has run a line of it until the app starts, in milliseconds.
  for (const moment of [0, 40, 80, 160, 320, 640]) {
    const start = await spawnServer({}, [process.execPath, 'scripts/start.mjs']);
    const children = () => childrenOf(start.process.pid);
    await expect.poll(children, { intervals: [2] }).not.toEqual([]);
    const [pid] = await children();
    await delay(moment);
    await start.stop('SIGKILL');
    await expect.poll(() => isRunning(Number(pid)), `${moment} ms after it was started`).toBe(false);
    expect(await readdir(start.dataDir)).not.toContain('lock');
    await rm(start.dataDir, { recursive: true });
  }
});

for (const [receiver, signal] of [
  ['the server', 'SIGTERM'],
  ['npm start', 'SIGKILL'],
] as const) {
  test(`npm start – ${signal} to ${receiver} while the database opens leaves neither a process nor a lock`, async () => {
    const start = await spawnServer({}, [process.execPath, 'scripts/start.mjs']);
    const files = () => readdir(start.dataDir);
    await expect.poll(files, { intervals: [10] }).toContain('lock');
    const [pid] = await childrenOf(start.process.pid);
    process.kill(Number(signal === 'SIGKILL' ? start.process.pid : pid), signal);
    await expect.poll(() => isRunning(Number(pid))).toBe(false);
    expect(start.output()).not.toContain('Likeness is running');
    expect(await files()).not.toContain('lock');
    await rm(start.dataDir, { recursive: true });
  });
}

test('Ctrl-C stops the server cleanly, also when the terminal and npm both send SIGINT', async () => {
  const server = await startServer();
  server.process.kill('SIGINT');
  server.process.kill('SIGINT');
  expect(await server.ended).toBe(0);
  expect(await readdir(server.dataDir)).not.toContain('lock');
  await rm(server.dataDir, { recursive: true });
});

test('clients that request an upgrade or send nothing do not delay the stop of the server', async () => {
  const server = await startServer();
  await fetch(`${server.baseURL}/healthz`);
  const silent = connect(server.port, 'localhost').on('error', () => {});
  await once(silent, 'connect');
  const socket = connect(server.port, 'localhost').on('error', () => {});
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 204 /);
  const since = performance.now();
  const stopped = server.stop('SIGTERM');
  await Promise.all([once(silent, 'close'), once(socket, 'close')]);
  // Far below the eight seconds after which the server closes open connections.
  expect(performance.now() - since).toBeLessThan(6000);
  expect(await stopped).toBe(0);
  await rm(server.dataDir, { recursive: true });
});

test('a second server on the same data folder ends with a clear message, and the first keeps running', async () => {
  const first = await startServer();
  const second = await startServer({ DATA_DIR: first.dataDir });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`The data folder ${first.dataDir} is in use by another Likeness (process ${first.process.pid}`);
  expect(second.output()).not.toMatch(/^\s+at /m);
  await openAccount(first.baseURL);
  await discard(first);
});

test('a server whose port is in use ends with a clear message and unlocks its data folder', async () => {
  const first = await startServer();
  const second = await startServer({ PORT: String(first.port) });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`Port ${first.port} is in use by another program.`);
  expect(second.output()).not.toMatch(/^\s+at /m);
  const third = await startServer({ DATA_DIR: second.dataDir });
  expect(third.output()).toContain('Likeness is running at');
  await discard(third);
  await discard(first);
});

test('kill -9 loses no acknowledged change, and the next start takes over', { tag: '@main' }, async () => {
  const first = await startServer();
  const person = await openAccount(first.baseURL);
  const response = await fetch(`${first.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: await picture() });
  const saved = await response.json();
  await first.stop('SIGKILL');
  const second = await startServer({ DATA_DIR: first.dataDir, BASE_URL: first.baseURL });
  const found = await (await fetch(`http://localhost:${second.port}/api/me/avatar`, { headers: person.auth })).json();
  // The metadata report is sent once.
  expect({ ...found, removed: [] }).toEqual(saved);
  const served = await fetch(`http://localhost:${second.port}/media/${saved.key}/256.webp`);
  expect((await sharp(Buffer.from(await served.arrayBuffer())).metadata()).width).toBe(256);
  await discard(second);
});

test('lost renditions are encoded again from the original', async () => {
  const server = await startServer();
  const person = await openAccount(server.baseURL);
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: await picture() });
  const { url } = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: person.auth })).json();
  // The file begins with a checksum of the served bytes.
  const path = join(server.dataDir, 'pictures', 'renditions', ...new URL(url).pathname.split('/').slice(2));
  const before = await readFile(path);
  await server.stop();
  await rm(join(server.dataDir, 'pictures', 'renditions'), { recursive: true });
  const restarted = await startServer({ DATA_DIR: server.dataDir });
  const after = Buffer.from(await (await fetch(restarted.baseURL + new URL(url).pathname)).arrayBuffer());
  expect(after.equals(before.subarray(HEADER_BYTES))).toBe(true);
  // Stored after the response.
  await expect.poll(async () => (await readFile(path).catch(() => Buffer.alloc(0))).equals(before)).toBe(true);
  await discard(restarted);
});
