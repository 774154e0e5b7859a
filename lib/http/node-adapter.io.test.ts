import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import { readEvents } from '@/testing/event-stream';
import { ADDRESS, SERVICES } from '@/testing/requests';
import { ADDRESS_HEADER, addressOf } from './admission';
import { createBodyBudget } from './body/body-budget';
import { defineEndpoint, type Endpoint } from './endpoint';
import { createNodeAdapter } from './node-adapter';
import { nativeErrors } from './problem';
import { createRouter } from './router';
import { defineRoutes } from './routes';
import type { ServeParts } from './serve';

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Responds with the client address. */
const endpoint = (nodeAdapter: boolean) =>
  defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    limited: false,
    nodeAdapter,
    parse: addressOf,
    core: (address) => address,
    present: (address) => new Response(address),
    errors: nativeErrors,
  });

const PARTS: ServeParts = {
  services: SERVICES,
  authenticator: { authenticate: async () => null },
  rateLimits: {} as RateLimits,
  bodyBudget: createBodyBudget(1000),
  log: { debug: () => {}, info: () => {}, error: () => {} },
};

/** A stream that sends an event, and the reason for which it was cancelled. */
function streaming() {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started;
      started.enqueue(encoder.encode('data:1\n\n'));
    },
    cancel() {
      isCancelled = true;
    },
  });
  const endpointOf = defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    nodeAdapter: true,
    parse: () => null,
    core: () => null,
    present: () => new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }),
    errors: nativeErrors,
  });
  return {
    endpoint: endpointOf,
    send: (text: string) => controller?.enqueue(encoder.encode(text)),
    fail: () => controller?.error(new Error('A client that does not read')),
    isCancelled: () => isCancelled,
  };
}

/** @param told the client address that the server determined; default: none */
async function server(told?: string, more: Record<string, { GET: Endpoint }> = {}): Promise<string> {
  const router = createRouter([
    defineRoutes({ errors: nativeErrors, paths: { '/picture': { GET: endpoint(true) }, '/json': { GET: endpoint(false) }, ...more } }),
  ]);
  const adapter = createNodeAdapter(router, { baseUrl: ADDRESS, parts: PARTS });
  const listening = createServer((request, response) => {
    if (told === undefined) delete request.headers[ADDRESS_HEADER];
    else request.headers[ADDRESS_HEADER] = told;
    if (!adapter(request, response)) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  servers.push(listening);
  await once(listening, 'listening');
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

describe('the address of the sender', () => {
  const pretending = { 'X-Client-Address': '203.0.113.7' };

  it('is that of the connection, regardless of the headers', async () => {
    const url = await server('192.0.2.1');
    expect(await (await fetch(`${url}/picture`)).text()).toBe('192.0.2.1');
    expect(await (await fetch(`${url}/picture`, { headers: pretending })).text()).toBe('192.0.2.1');
  });

  it('is unknown if the server determined none, regardless of the headers', async () => {
    expect(await (await fetch(`${await server()}/picture`, { headers: pretending })).text()).toBe('unknown');
  });
});

it('leaves pages, endpoints that are not for it, and other methods to Next.js', async () => {
  const url = await server('192.0.2.1');
  const statuses = [
    fetch(`${url}/page`),
    fetch(`${url}/json`),
    fetch(`${url}/picture`, { method: 'OPTIONS' }),
    fetch(`${url}/picture`, { method: 'HEAD' }),
  ];
  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([404, 404, 404, 200]);
});

it('takes the first of repeated credentials, and sends every cookie, as Next.js does', async () => {
  const GET = defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    limited: false,
    nodeAdapter: true,
    parse: ({ headers }) => `${headers.get('authorization')} ${headers.get('cookie')}`,
    core: (told) => told,
    present(told) {
      const response = new Response(told);
      for (const cookie of ['a=1', 'b=2']) response.headers.append('Set-Cookie', cookie);
      return response;
    },
    errors: nativeErrors,
  });
  const sent = ['Host', 'localhost', 'Authorization', 'Bearer a', 'Authorization', 'Bearer b', 'Cookie', 'c=3', 'Cookie', 'd=4'];
  const url = `${await server('192.0.2.1', { '/echo': { GET } })}/echo`;
  const answer = await new Promise<IncomingMessage>((resolve) => request(url, { headers: sent, agent: false }, resolve).end());
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  expect([Buffer.concat(chunks).toString(), answer.headers['set-cookie']]).toEqual(['Bearer a c=3; d=4', ['a=1', 'b=2']]);
});

describe('an event stream', () => {
  it('is sent as it is written, and is cancelled when its client closes the connection', async () => {
    const { endpoint: GET, send, isCancelled } = streaming();
    const leaving = new AbortController();
    const response = await fetch(`${await server('192.0.2.1', { '/events': { GET } })}/events`, { signal: leaving.signal });
    const events = readEvents(response);
    expect([response.headers.get('content-length'), await events.next()]).toEqual([null, 'data:1']);
    send('data:2\n\n');
    expect(await events.next()).toBe('data:2');
    expect(isCancelled()).toBe(false);
    leaving.abort();
    await expect.poll(isCancelled).toBe(true);
  });

  it('that fails closes the connection, so that its client does not take it for complete', async () => {
    const { endpoint: GET, fail } = streaming();
    const events = readEvents(await fetch(`${await server('192.0.2.1', { '/events': { GET } })}/events`));
    expect(await events.next()).toBe('data:1');
    fail();
    await expect(events.next()).rejects.toThrow('terminated');
  });
});
