import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp } from '@/testing/app';
import { blobStores } from '@/testing/blob-store';
import { openUploadApp, refusal } from '@/testing/in-process/direct-uploads';
import { tiny } from '@/testing/in-process/pictures';
import type { UploadTicket } from './upload-schemas';

const { standIn } = blobStores();
const openApp = () => openUploadApp(standIn());
const PATH = '/api/me/avatar';
const BLUE = [20, 60, 220] as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('POST /api/me/avatar/uploads', () => {
  it('returns a request that is bound to the size, with its times', async () => {
    vi.setSystemTime('2030-01-01T12:00:00.000Z');
    const { ada, start, send } = await openApp();
    const response = await start(500);
    expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const ticket: UploadTicket = await response.json();
    expect(ticket).toEqual({
      id: expect.stringMatching(/^[0-9a-z]{6}-[0-9a-f]{40}$/),
      request: { method: 'PUT', url: `${standIn().apiUrl}/?pathname=uploads%2F${ada.id}%2F${ticket.id}`, headers: expect.any(Object) },
      maxBytes: 500,
      startBefore: '2030-01-01T12:15:00.000Z',
      expiresAt: '2030-01-01T13:00:00.000Z',
    });
    expect((await send(ticket, new Uint8Array(501))).status).toBe(400);
    vi.setSystemTime('2030-01-01T12:15:00.001Z');
    expect((await send(ticket, new Uint8Array(500))).status).toBe(400);
  });

  it.each([
    [100_001, { status: 413, code: 'file_too_large', limitBytes: 100_000 }],
    [0, { status: 400, code: 'invalid_request' }],
    [1.5, { status: 400, code: 'invalid_request' }],
  ])('refuses a size of %d bytes', async (bytes, expected) => {
    const { start } = await openApp();
    expect(await refusal(await start(bytes))).toMatchObject(expected);
  });

  it('is allowed 30 times in an hour, for each person', async () => {
    vi.setSystemTime('2030-01-01T12:00:00.000Z');
    const { app, start } = await openApp();
    for (let count = 0; count < 30; count += 1) expect((await start(500)).status).toBe(201);
    const refused = await start(500);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600']);
    expect(await refused.json()).toMatchObject({
      detail: 'Too many uploads. Expected at most 30 in an hour. Try again in 60 minutes.',
      limit: 30,
      remaining: 0,
      resetAt: Date.parse('2030-01-01T13:00:00.000Z') / 1000,
    });
    expect((await start(500, await app.open())).status).toBe(201);
  });
});

it('the limits tell from which size on files should be uploaded to the store', async () => {
  const { app } = await openApp();
  expect(await (await app.ask('GET', '/api/limits')).json()).toMatchObject({ directUploadBytes: 4_400_000 });
});

it('what is never used is deleted after an hour', async () => {
  vi.setSystemTime('2030-01-01T12:00:00.000Z');
  const { app, arrived, put, uploads } = await openApp();
  const [first, second] = [await arrived(await tiny('png', BLUE)), await arrived(await tiny('webp', BLUE))];
  vi.setSystemTime('2030-01-01T12:59:00.000Z');
  expect(await app.avatars.sweep()).toEqual({ renditions: 0, originals: 0, uploads: 0 });
  expect((await put({ upload: first })).status).toBe(200);
  vi.setSystemTime('2030-01-01T13:00:00.001Z');
  expect((await put({ upload: second })).status).toBe(404);
  expect(await app.avatars.sweep()).toMatchObject({ uploads: 1 });
  expect(await uploads()).toEqual([]);
});

describe('a server whose store takes no uploads', () => {
  it('says so, and reads JSON as the bytes of a file', async () => {
    const app = await createTestApp();
    const { auth } = await app.open();
    expect((await (await app.ask('GET', '/api/limits')).json()).directUploadBytes).toBeNull();
    expect(await refusal(await app.ask('POST', `${PATH}/uploads`, { headers: auth, json: { bytes: 5 } }))).toEqual({
      status: 404,
      code: 'not_found',
      detail: 'This server has no uploads to its store. Send the picture to PUT /api/me/avatar.',
    });
    const json = await app.ask('PUT', PATH, { headers: auth, json: { upload: 'x' } });
    expect(await refusal(json)).toMatchObject({ status: 415, code: 'unsupported_format' });
  });
});
