import { readdir, readlink } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { openAccount } from './client/people';
import { plain } from './pictures/files';
import { discard, startServer } from './server/server';

/** A small picture with much behind it, which is kept for its owner and served to nobody else. */
async function large(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer } = await plain('me.jpg', [20, 140, 90]);
  const file = new Uint8Array(bytes);
  file.set(buffer);
  return file;
}

/** Asks, and reads nothing until it is told to. */
function ask(port: number, request: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => {
      socket.write(request);
      resolve(socket);
    });
    socket.pause();
    socket.on('error', () => {});
  });
}

/** How many bytes still come once it is read, until the other end closes. */
function drain(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.byteLength;
    });
    socket.on('close', () => resolve(bytes));
  });
}

test('of answers that nobody reads, the oldest are given up before they fill the memory', async () => {
  const server = await startServer();
  const { auth } = await openAccount(server.baseURL);
  const bytes = 24 * 1024 * 1024;
  const saved = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: await large(bytes) });
  expect(saved.status).toBe(200);
  const head = `GET /api/me/avatar/original HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: ${auth.Authorization}\r\n\r\n`;
  const sockets: Socket[] = [];
  // One after the other, so that it is known which are the oldest.
  for (let nth = 0; nth < 16; nth += 1) {
    const socket = await ask(server.port, head);
    await new Promise((resolve) => socket.once('readable', resolve));
    sockets.push(socket);
  }
  const read = await Promise.all(sockets.map(drain));
  const whole = read.map((count) => count > bytes);
  // 256 MB are kept: some ten of them, less what the connections themselves hold.
  expect(whole.at(-1)).toBe(true);
  expect(whole[0]).toBe(false);
  expect(whole.lastIndexOf(false)).toBeLessThan(whole.indexOf(true));
  await discard(server);
});

/** How many sockets a process has, by what the system says: whoever reads nothing does not learn that the other end has gone. */
async function socketsOf(pid: number | undefined): Promise<number> {
  const files = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return targets.filter((target) => target.startsWith('socket:')).length;
}

test('an answer of which nobody takes anything is given up, although there is room, and a connection that rests is kept', async () => {
  const server = await startServer();
  const { pid } = server.process;
  const { auth } = await openAccount(server.baseURL);
  const bytes = 16 * 1024 * 1024;
  const saved = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: await large(bytes) });
  expect(saved.status).toBe(200);
  // As a proxy does it: one connection for what comes now and later.
  const proxy = new Agent({ keepAlive: true, maxSockets: 1 });
  const first = await ping(server.port, proxy);
  expect(first).toEqual({ status: 204, reused: false, kept: 'timeout=125' });
  const resting = await socketsOf(pid);
  const head = `GET /api/me/avatar/original HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${auth.Authorization}\r\n\r\n`;
  const socket = await ask(server.port, head);
  await new Promise((resolve) => socket.once('readable', resolve));
  expect(await socketsOf(pid)).toBe(resting + 1);
  await expect.poll(() => socketsOf(pid), { timeout: 120_000 }).toBe(resting);
  expect(await drain(socket)).toBeLessThan(bytes);
  expect(await ping(server.port, proxy)).toMatchObject({ status: 204, reused: true });
  proxy.destroy();
  await discard(server);
});

/** One request over a connection of this agent's, whether it had brought one before, and for how long it is kept. */
function ping(port: number, agent: Agent): Promise<{ status: number | undefined; reused: boolean; kept: unknown }> {
  return new Promise((resolve, reject) => {
    const request = get({ port, path: '/healthz', agent }, (response) => {
      response
        .resume()
        .once('end', () => resolve({ status: response.statusCode, reused: request.reusedSocket, kept: response.headers['keep-alive'] }));
    });
    request.once('error', reject);
  });
}
