import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openAccount } from '../people';
import { discard, NO_GRAVATAR, type Server, startServer } from '../server';
import { binding, call, failure, LOGIN_REQUIRED, OK, PREFIXES, signIn } from './cloudreve';
import { type Color, expect, plain, test } from './fixtures';

const PUBLIC = 'public, max-age=86400';
const PRIVATE = 'private, no-cache';
const NOT_AN_ID = failure(40001, 'Failed to parse object ID');

/** Ids of nobody, by this API's own encoding: person 999,999, person 3,000,000,000, and group 1. */
const NOBODY = 'RG9lGSN';
const BEYOND = 'Gj2Jq12f2';
const GROUP = '0RIe';

/** Waits until the picture of this person has a date, and returns it. */
async function dated({ baseURL }: Server, id: string): Promise<string> {
  const date = async () => (await fetch(`${baseURL}/user/avatar/${id}`)).headers.get('last-modified') ?? '';
  await expect.poll(date).not.toBe('');
  return date();
}

for (const prefix of PREFIXES) {
  test(`GET ${prefix}/user/avatar/{id} – an upload is a PNG of 200 × 200`, async ({ server, owner }) => {
    const { id } = await signIn(server, owner);
    const before = Date.now();
    await dated(server, id);
    const response = await fetch(`${server.baseURL}${prefix}/user/avatar/${id}`);
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': PUBLIC,
      'accept-ranges': 'bytes',
      'content-length': String(bytes.byteLength),
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.get('etag')).toBeNull();
    const lastModified = Date.parse(response.headers.get('last-modified') ?? '');
    expect(Math.abs(before - lastModified)).toBeLessThan(60_000);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([200, 200]);
    expect(Math.abs((data[0] ?? 0) - 200)).toBeLessThanOrEqual(6);
  });

  test(`GET ${prefix}/user/avatar/{id} – one of 50 × 40 is a PNG of 200 × 200 as well`, async ({ server, person }) => {
    const { id } = await signIn(server, person);
    const small = await sharp({ create: { width: 50, height: 40, channels: 3, background: 'orange' } })
      .png()
      .toBuffer();
    expect(await call(server, 'PUT', `${prefix}/user/setting/avatar`, { headers: person.auth, body: new Uint8Array(small) })).toEqual(OK);
    const { format, width, height } = await sharp(
      await (await fetch(`${server.baseURL}${prefix}/user/avatar/${id}`)).arrayBuffer(),
    ).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: 200, height: 200 });
  });

  test(`GET ${prefix}/user/avatar/{id} – nothing there is 404 without a body`, async ({ server, person }) => {
    const { id } = await signIn(server, person);
    const response = await fetch(`${server.baseURL}${prefix}/user/avatar/${id}`);
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 404, body: '' });
    expect(response.headers.get('cache-control')).toBe(PUBLIC);
  });

  test(`GET ${prefix}/user/avatar/{id} – Gravatar is a redirect`, async ({ server, owner }) => {
    const { id } = await signIn(server, owner);
    expect(await call(server, 'PUT', `${prefix}/user/setting/avatar`, { headers: owner.auth })).toEqual(OK);
    const response = await fetch(`${server.baseURL}${prefix}/user/avatar/${id}`, { redirect: 'manual' });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 302, body: '' });
    const hash = createHash('md5').update(owner.email).digest('hex');
    expect(response.headers.get('location')).toBe(`${NO_GRAVATAR}/avatar/${hash}?d=mm&s=200`);
    expect(response.headers.get('cache-control')).toBe(PUBLIC);
  });

  test(`GET ${prefix}/user/avatar/{id} – nobody's`, async ({ server }) => {
    for (const id of [NOBODY, BEYOND]) {
      expect(await call(server, 'GET', `${prefix}/user/avatar/${id}`)).toEqual(failure(40021, ''));
    }
    for (const id of ['1', 'x', 'zzzzzzzz', '%20', 'ä', GROUP, 'a'.repeat(5000)]) {
      expect(await call(server, 'GET', `${prefix}/user/avatar/${id}`)).toEqual(NOT_AN_ID);
    }
  });

  test(`GET ${prefix}/user/info/{id} – what everyone may know, and to people with an account the group`, async ({
    server,
    owner,
    person,
  }) => {
    const group = { id: expect.any(String), name: expect.stringMatching(/^(Admin|User)$/) };
    const created_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    const info = async (id: string, headers = {}) => call(server, 'GET', `${prefix}/user/info/${id}`, { headers });
    const [withPicture, without] = [(await signIn(server, owner)).id, (await signIn(server, person)).id];
    const data = { id: withPicture, nickname: owner.name, avatar: 'file', created_at };
    expect(await info(withPicture)).toEqual({ code: 0, data, msg: '' });
    expect(await info(without)).toEqual({ code: 0, data: { id: without, nickname: person.name, created_at }, msg: '' });
    expect(await info(withPicture, person.auth)).toEqual({ code: 0, data: { ...data, group }, msg: '' });
    await call(server, 'PUT', '/user/setting/avatar', { headers: owner.auth });
    expect(await info(withPicture)).toEqual({ code: 0, data: { ...data, avatar: 'gravatar' }, msg: '' });
    for (const id of [NOBODY, BEYOND]) expect(await info(id)).toEqual(failure(-1, ''));
    expect(await info('x')).toEqual(NOT_AN_ID);
  });

  test(`GET ${prefix}/user/me – needs a token`, async ({ server, person }) => {
    expect(await call(server, 'GET', `${prefix}/user/me`)).toEqual(LOGIN_REQUIRED);
    const { data } = await call(server, 'GET', `${prefix}/user/me`, { headers: person.auth });
    expect(Object.keys(data)).toEqual(['id', 'email', 'nickname', 'status', 'created_at', 'group']);
  });
}

test.describe('GET /user/avatar/{id}?nocache=', () => {
  for (const [value, cacheControl] of [
    ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((value) => [value, PRIVATE] as const),
    ...['', '0', 'f', 'F', 'false', 'FALSE', 'False'].map((value) => [value, PUBLIC] as const),
  ]) {
    test(`${value || 'nothing'} → ${cacheControl}`, async ({ server, person }) => {
      const { id } = await signIn(server, person);
      const response = await fetch(`${server.baseURL}/user/avatar/${id}?nocache=${value}&key=17`);
      expect({ status: response.status, cacheControl: response.headers.get('cache-control') }).toEqual({ status: 404, cacheControl });
    });
  }

  for (const value of ['yes', '2', 'tRUE']) {
    test(`${value} → Parameter error`, async ({ server, owner }) => {
      const { id } = await signIn(server, owner);
      expect(await call(server, 'GET', `/user/avatar/${id}?nocache=${value}`)).toEqual(binding('Parameter error'));
    });
  }
});

test('GET /user/avatar/{id} – a part of the picture, or nothing when it is known', async ({ server, owner }) => {
  const { id } = await signIn(server, owner);
  const get = (headers: Record<string, string>) => fetch(`${server.baseURL}/user/avatar/${id}`, { headers });
  const lastModified = await dated(server, id);
  const whole = await get({});
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
    for (const condition of [[], [['If-Range', lastModified]]]) {
      const response = await get({ Range: range, ...Object.fromEntries(condition) });
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
    cache: PUBLIC,
  });
  expect((await get({ 'If-Modified-Since': new Date(0).toUTCString() })).status).toBe(200);
});

test('GET /user/avatar/{id} – two pictures within one second: whoever has the first is given the second', async ({ server, person }) => {
  const { id } = await signIn(server, person);
  const put = async (color: Color) => {
    const init = { headers: person.auth, body: await plain('png', color) };
    expect(await call(server, 'PUT', '/user/setting/avatar', init)).toEqual(OK);
  };
  const get = (headers: Record<string, string> = {}) => fetch(`${server.baseURL}/user/avatar/${id}`, { headers });
  await put([255, 0, 0]);
  const red = await get();
  await put([0, 0, 255]);
  // What the client has of the first: its date, or, as HTTP/1.0 had it, the time at which it came.
  const dates = [red.headers.get('last-modified'), red.headers.get('date')].filter((date) => date !== null);
  const blue = Buffer.from(await (await get()).arrayBuffer());
  const expectBlue = async (when: string) => {
    for (const date of dates) {
      const asked = await get({ 'If-Modified-Since': date });
      expect({ when, date, status: asked.status }).toEqual({ when, date, status: 200 });
      expect(Buffer.from(await asked.arrayBuffer()).equals(blue)).toBe(true);
      const rest = await get({ Range: 'bytes=10-', 'If-Range': date });
      expect({ when, date, status: rest.status }).toEqual({ when, date, status: 200 });
    }
  };
  await expectBlue('at once');
  const lastModified = await dated(server, id);
  await expectBlue('later');
  expect((await get({ 'If-Modified-Since': lastModified })).status).toBe(304);
  expect((await get({ Range: 'bytes=10-', 'If-Range': lastModified })).status).toBe(206);
});

test('GET /user/avatar/{id} – a picture that the storage has lost is 404, and no cache keeps that', async () => {
  const first = await startServer({ DATABASE_URL: '' });
  const owner = await openAccount(first.baseURL);
  expect(await call(first, 'PUT', '/user/setting/avatar', { headers: owner.auth, body: await plain('png', [1, 2, 3]) })).toEqual(OK);
  const { id } = await signIn(first, owner);
  // A server remembers for a moment what it has decoded; another one has nothing but the storage.
  await first.stop();
  const originals = join(first.dataDir, 'pictures', 'originals');
  await rename(originals, `${originals}.aside`);
  const server = await startServer({ DATABASE_URL: '', DATA_DIR: first.dataDir });
  const response = await fetch(`${server.baseURL}/user/avatar/${id}`);
  expect({ status: response.status, body: await response.text() }).toEqual({ status: 404, body: '' });
  expect(response.headers.get('cache-control')).toBe(PRIVATE);
  await rename(`${originals}.aside`, originals);
  expect((await fetch(`${server.baseURL}/user/avatar/${id}`)).status).toBe(200);
  await discard(server);
});
