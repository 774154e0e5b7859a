import { readdir, readlink } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { openAccount } from '../client/people';
import { plain } from '../pictures/files';
import { discard, startServer } from '../server/server';

/** A small picture with a long trailer. Only the original, which only its owner can read, contains the trailer. */
async function large(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer } = await plain('me.jpg', [20, 140, 90]);
  const file = new Uint8Array(bytes);
  file.set(buffer);
  return file;
}

/** Sends a request and reads no response until resumed. */
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

/** Resumes reading. @returns the number of bytes until the server closes */
function drain(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.byteLength;
    });
    socket.on('close', () => resolve(bytes));
  });
}

test('the oldest unread responses are aborted before they fill the memory', async () => {
  const server = await startServer();
  const { auth } = await openAccount(server.baseURL);
  const bytes = 24 * 1024 * 1024;
  const saved = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: await large(bytes) });
  expect(saved.status).toBe(200);
  const head = `GET /api/me/avatar/original HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: ${auth.Authorization}\r\n\r\n`;
  const sockets: Socket[] = [];
  // In sequence, so that the oldest are known.
  for (let nth = 0; nth < 16; nth += 1) {
    const socket = await ask(server.port, head);
    await new Promise((resolve) => socket.once('readable', resolve));
    sockets.push(socket);
  }
  const read = await Promise.all(sockets.map(drain));
  const whole = read.map((count) => count > bytes);
  // The server keeps 256 MB: about ten responses, minus the bytes in socket buffers.
  expect(whole.at(-1)).toBe(true);
  expect(whole[0]).toBe(false);
  expect(whole.lastIndexOf(false)).toBeLessThan(whole.indexOf(true));
  await discard(server);
});

/** Number of sockets of a process, by /proc: a client that does not read is not told that the server has closed. */
async function socketsOf(pid: number | undefined): Promise<number> {
  const files = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return targets.filter((target) => target.startsWith('socket:')).length;
}

test('a response whose client stops reading is aborted, even with free memory; an idle connection is kept', async () => {
  const server = await startServer();
  const { pid } = server.process;
  const { auth } = await openAccount(server.baseURL);
  const bytes = 16 * 1024 * 1024;
  const saved = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: await large(bytes) });
  expect(saved.status).toBe(200);
  // Proxies reuse one connection for several requests.
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

/** One request through this agent: whether its connection was reused, and how long it is kept alive. */
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
