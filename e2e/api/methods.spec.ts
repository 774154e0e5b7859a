import { ALLOWED_METHODS } from '@/testing/allowed-methods';
import { sent } from '../client/request';
import { expect, test } from '../server/upload-fixtures';

/** The type of refusals of each API. Cloudreve's have no body. */
const TYPES: Record<keyof typeof ALLOWED_METHODS, string | undefined> = {
  native: 'application/problem+json',
  delivery: 'application/problem+json',
  myCargoExtra: 'application/json',
  ulule: 'application/json',
  cloudreve: undefined,
};

const ADDRESSES = Object.entries(ALLOWED_METHODS).flatMap(([api, paths]) =>
  Object.entries(paths).map(([path, allowed]) => ({ path, allowed, type: TYPES[api as keyof typeof TYPES] })),
);

// Next.js has handlers for some methods only, and none of these.
test('TRACE, PROPFIND, QUERY and LOCK of each → 405 with Allow, in its words', { tag: ['@main', '@server'] }, async ({ server }) => {
  for (const { path, allowed, type } of ADDRESSES) {
    for (const method of ['TRACE', 'PROPFIND', 'QUERY', 'LOCK']) {
      const { status, headers, text } = await sent(server, path, method);
      expect({ path, method, status, allow: headers.allow, type: headers['content-type'], hasBody: text !== '' }).toEqual({
        path,
        method,
        status: 405,
        allow: allowed.join(', '),
        type,
        hasBody: type !== undefined,
      });
    }
  }
});

test('HEAD of an address with GET → the status of GET, without a body', { tag: '@main' }, async ({ server }) => {
  for (const { path } of ADDRESSES.filter(({ allowed }) => allowed.includes('GET'))) {
    const [get, head] = [await fetch(server.baseURL + path), await fetch(server.baseURL + path, { method: 'HEAD' })];
    await get.text();
    expect({ path, status: head.status, body: await head.text() }).toEqual({ path, status: get.status, body: '' });
  }
});
