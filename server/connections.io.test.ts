import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { stopListening, trackConnections } from './connections.mjs';

/** Sends a request from a thread of its own, once `go` is set, and posts the response, or the code of the error. */
const CLIENT = `
  const { parentPort, workerData: { port, sent, go } } = require('node:worker_threads');
  const socket = require('node:net').connect(port, '127.0.0.1', () => {
    if (go) Atomics.wait(go, 0, 0);
    socket.write('PUT / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\n\\r\\nx', () => { Atomics.store(sent, 0, 1); Atomics.notify(sent, 0); });
  });
  let received = '';
  socket.on('data', (chunk) => { received += chunk; });
  socket.on('error', (error) => { received = error.code; });
  socket.on('close', () => parentPort.postMessage(received));
`;

it('a request on a connection that waited to be accepted is answered while the server stops', async () => {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('saved')));
  const closeConnections = trackConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sent = new Int32Array(new SharedArrayBuffer(4));
  const client = new Worker(CLIENT, { eval: true, workerData: { port: (server.address() as AddressInfo).port, sent } });
  const received = once(client, 'message');
  await once(client, 'online');
  // Blocks the event loop, so that the system alone accepts the connection.
  Atomics.wait(sent, 0, 0);
  const closed = stopListening(server, closeConnections);
  expect((await received)[0]).toMatch(/^HTTP\/1\.1 200 OK\r\n(.*\r\n)*Connection: close\r\n[\s\S]*saved/);
  await closed;
});

it('a request that arrives on an idle connection while the thread is busy is answered, though the time for idle connections is over', async () => {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('saved')));
  const closeConnections = trackConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [sent, go] = [new Int32Array(new SharedArrayBuffer(4)), new Int32Array(new SharedArrayBuffer(4))];
  const client = new Worker(CLIENT, { eval: true, workerData: { port: (server.address() as AddressInfo).port, sent, go } });
  const received = once(client, 'message');
  await once(server, 'connection');
  const closed = stopListening(server, () => {
    closeConnections();
    Atomics.store(go, 0, 1);
    Atomics.notify(go, 0);
    Atomics.wait(sent, 0, 0);
    // The timer is due before the request is read.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  });
  expect((await received)[0]).toMatch(/^HTTP\/1\.1 200 OK\r\n(.*\r\n)*Connection: close\r\n[\s\S]*saved/);
  await closed;
});

it('connections are closed once the server does not listen: a proxy would open others, and closing the socket resets those', async () => {
  const server = createServer();
  const closeConnections = trackConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const wasListening: boolean[] = [];
  await stopListening(server, () => {
    wasListening.push(server.listening);
    closeConnections();
  });
  expect(wasListening).toEqual([false]);
});
