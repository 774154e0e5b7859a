import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { explainClientError, trackResponse } from './client-errors.mjs';

const HEADERS_MS = 300;
const REQUEST_LINE = 'GET / HTTP/1.1\r\n';
const REQUEST = `${REQUEST_LINE}Host: localhost\r\nConnection: close\r\n\r\n`;

let end = () => {};
afterEach(() => end());

/** Sends text on a new connection of a thread, which runs while the server does not, and returns the answer. */
async function answerTo(sent: string, { onConnection = (_socket: Socket) => {} } = {}) {
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: 10_000, connectionsCheckingInterval: 50 },
    (request, response) => {
      trackResponse(request, response);
      response.end('answered');
    },
  );
  server.on('clientError', (failure, socket) => explainClientError(failure, socket));
  server.on('connection', onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const workerData = { port: (server.address() as AddressInfo).port, sent };
  const client = new Worker(CLIENT, { eval: true, workerData });
  end = () => {
    server.close();
    server.closeAllConnections();
    return client.terminate();
  };
  return new Promise<string>((resolve, reject) => {
    client.once('message', resolve);
    client.once('error', reject);
  });
}

const CLIENT = `
  const { parentPort, workerData } = require('node:worker_threads');
  let answer = '';
  const socket = require('node:net').connect(workerData.port, '127.0.0.1', () => socket.write(workerData.sent));
  socket.on('data', (bytes) => { answer += bytes; });
  socket.on('close', () => parentPort.postMessage(answer));
  socket.on('error', () => {});
`;

/** Keeps this thread from reading, as a machine that has too much to do. */
function block(ms: number) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

it('a request that arrived in time, and was read late, is answered', async () => {
  expect(await answerTo(REQUEST, { onConnection: () => block(HEADERS_MS * 3) })).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*answered/);
});

it.each([
  ['', 'nothing'],
  [REQUEST_LINE, 'headers that never end'],
  [`${REQUEST_LINE}Host: localhost\r\n\r\n${REQUEST_LINE}`, 'headers that never end after a request'],
])('%j, %s, is answered with 408', async (sent) => {
  const answer = await answerTo(sent);
  expect(answer).toContain('HTTP/1.1 408 Request Timeout');
  expect(answer).toContain('"code":"body_too_slow"');
});
