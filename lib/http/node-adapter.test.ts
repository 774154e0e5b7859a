import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RateLimits } from '@/lib/accounts/ports';
import { ADDRESS, SERVICES } from '@/testing/requests';
import { ADDRESS_HEADER, addressOf } from './admission';
import { createBodyBudget } from './body/body-budget';
import { defineEndpoint } from './endpoint';
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
const endpoint = (direct: boolean) =>
  defineEndpoint({
    access: 'anyone',
    credentials: () => ({ kind: 'none' }),
    limited: false,
    direct,
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

/** @param told the client address that the server determined; default: none */
async function server(told?: string): Promise<string> {
  const router = createRouter([
    defineRoutes({ errors: nativeErrors, paths: { '/picture': { GET: endpoint(true) }, '/json': { GET: endpoint(false) } } }),
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

it('leaves pages, endpoints that are not direct, and other methods to Next.js', async () => {
  const url = await server('192.0.2.1');
  const statuses = [
    fetch(`${url}/page`),
    fetch(`${url}/json`),
    fetch(`${url}/picture`, { method: 'OPTIONS' }),
    fetch(`${url}/picture`, { method: 'HEAD' }),
  ];
  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([404, 404, 404, 200]);
});
