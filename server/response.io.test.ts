import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppResponse } from './response.mjs';

let answer = (_response: ServerResponse) => {};

const server = createServer({ ServerResponse: AppResponse }, (_request, response) => {
  Object.assign(response, { pageHeaders: (status: number) => ({ 'X-Page': String(status) }) });
  answer(response);
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function headersOf(write: (response: ServerResponse) => void, headers: Record<string, string> = {}) {
  answer = write;
  return (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers })).headers;
}

const served = (status: number, headers: Record<string, string>) => (response: ServerResponse) => {
  response.statusCode = status;
  for (const [name, value] of Object.entries({ 'X-Request-Id': '1', ...headers })) response.setHeader(name, value);
  response.end();
};

it.each([
  [{ ETag: '"a1v2"' }, '"a1v2"'],
  [{ ETag: '"a1v2"', 'Content-Encoding': 'gzip' }, '"a1v2-gzip"'],
  [{ ETag: '"a1v2"', 'Content-Encoding': 'br' }, '"a1v2-br"'],
  [{ ETag: 'W/"a1v2"', 'Content-Encoding': 'gzip' }, 'W/"a1v2"'],
  [{ 'Content-Encoding': 'gzip' }, null],
] as [Record<string, string>, string | null][])('a body with %j has the tag %s', async (headers, tag) => {
  // The client would decompress a body that is declared as compressed.
  const found = await headersOf(served(204, headers));
  expect(found.get('etag')).toBe(tag);
});

it('page headers go to every response that no handler made, with its status', async () => {
  expect((await headersOf((response) => response.writeHead(500).end())).get('x-page')).toBe('500');
  expect((await headersOf((response) => response.writeHead(404, { 'content-type': 'text/html' }).end())).get('x-page')).toBe('404');
  expect((await headersOf((response) => response.end('page'))).get('x-page')).toBe('200');
  expect((await headersOf(served(200, {}))).get('x-page')).toBeNull();
  expect((await headersOf((response) => response.writeHead(200, { 'x-request-id': '1' }).end())).get('x-page')).toBeNull();
});
