import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { guarded } from './guarded.mjs';

it('a listener that fails closes its connection and is reported, and the server keeps running', async () => {
  const reported: unknown[] = [];
  const failure = new Error('out of order');
  const server = createServer(
    guarded(
      async (request: { url?: string }, response: { end(text: string): void }) => {
        if (request.url === '/broken') throw failure;
        response.end('whole');
      },
      (error: unknown) => reported.push(error),
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await expect(fetch(`http://localhost:${port}/broken`)).rejects.toThrow();
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('whole');
  expect(reported).toEqual([failure]);
  await new Promise((resolve) => server.close(resolve));
});
