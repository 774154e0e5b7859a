import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ADDRESS } from '@/testing/requests';
import { ADDRESS_HEADER, addressOf } from './admission';
import { createNodeAdapter } from './node-adapter';

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server whose one picture tells whom it takes the sender to be. @param told what is known of the connection; nothing unless given */
async function server(told?: string): Promise<string> {
  const answer = createNodeAdapter([{ path: /^\/picture$/, handler: async (request) => new Response(addressOf(request)) }], ADDRESS);
  const listening = createServer((request, response) => {
    if (told === undefined) delete request.headers[ADDRESS_HEADER];
    else request.headers[ADDRESS_HEADER] = told;
    if (!answer(request, response)) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  servers.push(listening);
  await once(listening, 'listening');
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

describe('the address of the sender', () => {
  const pretending = { 'X-Client-Address': '203.0.113.7' };

  it('is what the server knows of the connection, whatever the sender says', async () => {
    const url = await server('192.0.2.1');
    expect(await (await fetch(`${url}/picture`)).text()).toBe('192.0.2.1');
    expect(await (await fetch(`${url}/picture`, { headers: pretending })).text()).toBe('192.0.2.1');
  });

  it('is unknown, and not what the sender says, where the server knows nothing', async () => {
    expect(await (await fetch(`${await server()}/picture`, { headers: pretending })).text()).toBe('unknown');
  });

  it('is nobody’s business at addresses that are not answered here', async () => {
    expect((await fetch(`${await server('192.0.2.1')}/page`, { headers: pretending })).status).toBe(404);
  });
});
