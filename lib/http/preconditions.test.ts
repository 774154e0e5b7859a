import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { openOwner, tiny } from '@/testing/in-process/pictures';

const PATH = '/api/me/avatar';
const app = await createTestApp();

// The server appends -gzip to the ETag of a compressed response.
it('If-None-Match and If-Match accept the ETag of a plain response and of a compressed one', async () => {
  const { id, auth } = await openOwner(app);
  const state = `a${id}v2`;
  const get = async (headers: Record<string, string> = {}) => {
    const response = await app.ask('GET', PATH, { headers: { ...auth, ...headers } });
    return [response.status, response.headers.get('etag')];
  };
  expect(await get()).toEqual([200, `"${state}"`]);
  expect(await get({ 'If-None-Match': `"x", "${state}-gzip"` })).toEqual([304, `"${state}"`]);
  // A tag takes precedence over a date.
  const date = 'Mon, 01 Jan 2001 00:00:00 GMT';
  expect(await get({ 'If-None-Match': `"${state}"`, 'If-Modified-Since': date })).toEqual([304, `"${state}"`]);

  const body = await tiny('png', [1, 2, 3]);
  const put = async (headers: Record<string, string>) => (await app.ask('PUT', PATH, { headers: { ...auth, ...headers }, body })).status;
  expect(await put({ 'If-None-Match': '*' })).toBe(412);
  expect(await put({ 'If-None-Match': `W/"${state}"` })).toBe(412);
  for (const method of ['PATCH', 'DELETE']) {
    const headers = { ...auth, 'If-None-Match': `"${state}-gzip"` };
    const response = await app.ask(method, PATH, { headers, ...(method === 'PATCH' && { body: '{"alt":"x"}' }) });
    expect({ method, status: response.status }).toEqual({ method, status: 412 });
  }
  expect(await get()).toEqual([200, `"${state}"`]);

  const single = { 'If-Match': `"a${id}v1", "${state}-gzip"`, 'Idempotency-Key': 'one' };
  expect([await put(single), await put(single)]).toEqual([200, 200]);
  expect(await get()).toEqual([200, `"a${id}v3"`]);
});
