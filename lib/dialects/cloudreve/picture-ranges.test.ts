import { afterEach, expect, it, vi } from 'vitest';
import { createTestApp } from '@/testing/app';
import { call, OK } from '@/testing/in-process/cloudreve';
import { type Colour, openOwner, tiny } from '@/testing/in-process/pictures';

const app = await createTestApp();

/** Sets the clock to the start of a second. */
const at = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2030-01-01T00:00:00Z') + seconds * 1000 });
afterEach(() => {
  vi.useRealTimers();
});

it('GET /user/avatar/{id} – 206 for a range, and 304 if the client has the picture', async () => {
  at(0);
  const { hashid } = await openOwner(app);
  const get = (headers: Record<string, string> = {}) => app.ask('GET', `/user/avatar/${hashid}`, { headers });
  at(3);
  const whole = await get();
  const lastModified = whole.headers.get('last-modified') ?? '';
  expect(lastModified).toBe('Tue, 01 Jan 2030 00:00:03 GMT');
  const bytes = Buffer.from(await whole.arrayBuffer());
  const size = bytes.byteLength;
  const parts: [header: string, first: number, last: number][] = [
    ['bytes=0-9', 0, 9],
    ['bytes=10-', 10, size - 1],
    ['bytes=-5', size - 5, size - 1],
    ['bytes=-9999999', 0, size - 1],
    ['bytes=5-9999999', 5, size - 1],
  ];
  for (const [range, first, last] of parts) {
    const conditions: Record<string, string>[] = [{}, { 'If-Range': lastModified }];
    for (const condition of conditions) {
      const response = await get({ Range: range, ...condition });
      expect({ range, status: response.status, part: response.headers.get('content-range') }).toEqual({
        range,
        status: 206,
        part: `bytes ${first}-${last}/${size}`,
      });
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(first, last + 1))).toBe(true);
    }
  }
  for (const range of [`bytes=${size}-`, 'bytes=-0']) {
    const response = await get({ Range: range });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 416, body: '' });
    expect(response.headers.get('content-range')).toBe(`bytes */${size}`);
  }
  const wholes = [{ Range: 'bytes=9-5' }, { Range: 'lines=1-2' }, { Range: 'bytes=-' }, { Range: 'bytes=0-1,4-5' }];
  for (const headers of [...wholes, { Range: 'bytes=0-9', 'If-Range': new Date(0).toUTCString() }]) {
    const response = await get(headers);
    expect({ headers, status: response.status }).toEqual({ headers, status: 200 });
    expect((await response.arrayBuffer()).byteLength).toBe(size);
  }
  const known = await get({ 'If-Modified-Since': lastModified });
  expect({ status: known.status, body: await known.text(), cache: known.headers.get('cache-control') }).toEqual({
    status: 304,
    body: '',
    cache: 'public, max-age=86400',
  });
  expect((await get({ 'If-Modified-Since': new Date(0).toUTCString() })).status).toBe(200);
});

it('GET /user/avatar/{id} – of two pictures saved within one second, clients with the first get the second', async () => {
  at(0);
  const { auth: headers, hashid } = await app.open();
  const put = async (colour: Colour) => {
    const body = await tiny('png', colour);
    expect(await call(app, 'PUT', '/user/setting/avatar', { headers, body })).toEqual(OK);
  };
  const get = (headers: Record<string, string> = {}) => app.ask('GET', `/user/avatar/${hashid}`, { headers });
  await put([255, 0, 0]);
  const red = await get();
  expect(red.headers.get('last-modified')).toBeNull();
  at(0.9);
  await put([0, 0, 255]);
  const blue = Buffer.from(await (await get()).arrayBuffer());
  expect(blue.equals(Buffer.from(await red.arrayBuffer()))).toBe(false);
  // Without Last-Modified, HTTP/1.0 clients send the date of the first response.
  const date = 'Tue, 01 Jan 2030 00:00:00 GMT';
  for (const when of [0.9, 2.9, 3]) {
    at(when);
    const asked = await get({ 'If-Modified-Since': date });
    expect({ when, status: asked.status }).toEqual({ when, status: 200 });
    expect(Buffer.from(await asked.arrayBuffer()).equals(blue)).toBe(true);
    const rest = await get({ Range: 'bytes=10-', 'If-Range': date });
    expect({ when, status: rest.status }).toEqual({ when, status: 200 });
  }
  const lastModified = (await get()).headers.get('last-modified') ?? '';
  expect(lastModified).toBe('Tue, 01 Jan 2030 00:00:03 GMT');
  expect((await get({ 'If-Modified-Since': lastModified })).status).toBe(304);
  expect((await get({ Range: 'bytes=10-', 'If-Range': lastModified })).status).toBe(206);
});
