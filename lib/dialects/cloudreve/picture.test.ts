import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { binding, call, OK, PREFIXES } from '@/testing/in-process/cloudreve';
import { expectColour, OLD_COLOUR, openOwner } from '@/testing/in-process/pictures';
import { failure } from '@/testing/in-process/wire';
import { plain } from '@/testing/pictures';
import { keysBelow } from '@/testing/storage';
import { groupHashid, userHashid } from './ids';

const PUBLIC = 'public, max-age=86400';
const PRIVATE = 'private, no-cache';
const GRAVATAR = 'https://gravatar.example.org';

const app = await createTestApp({ gravatarUrl: GRAVATAR });
let owner: TestPerson;
let person: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
  person = await app.open();
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(PREFIXES.map((prefix) => `${prefix}/user/avatar`))('GET %s/{id}', (path) => {
  it('an upload is a PNG of 200 × 200', async () => {
    const { avatar } = await app.avatars.stateOf(owner.id);
    const uploaded = avatar?.createdAt.getTime() ?? expect.unreachable('No upload');
    vi.useFakeTimers({ toFake: ['Date'], now: uploaded + 3000 });
    const response = await app.ask('GET', `${path}/${owner.hashid}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': PUBLIC,
      'accept-ranges': 'bytes',
      'content-length': String(bytes.byteLength),
      'x-content-type-options': 'nosniff',
      'last-modified': new Date(Math.floor(uploaded / 1000) * 1000 + 3000).toUTCString(),
    });
    expect(response.headers.get('etag')).toBeNull();
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 200, height: 200 });
    await expectColour(app, `${path}/${owner.hashid}`, OLD_COLOUR);
  });

  it('an upload of 50 × 40 is a PNG of 200 × 200 as well', async () => {
    const { auth: headers, hashid } = await app.open();
    const body = new Uint8Array(await plain(50, 40, [255, 165, 0]));
    expect(await call(app, 'PUT', path.replace('/user/avatar', '/user/setting/avatar'), { headers, body })).toEqual(OK);
    const bytes = await (await app.ask('GET', `${path}/${hashid}`)).arrayBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 200, height: 200 });
  });

  it('no picture is 404 without a body', async () => {
    const response = await app.ask('GET', `${path}/${person.hashid}`);
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 404, body: '' });
    expect(response.headers.get('cache-control')).toBe(PUBLIC);
  });

  it('Gravatar is a redirect', async () => {
    const { auth: headers, hashid, email } = await openOwner(app);
    expect(await call(app, 'PUT', path.replace('/user/avatar', '/user/setting/avatar'), { headers })).toEqual(OK);
    const response = await app.ask('GET', `${path}/${hashid}`);
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 302, body: '' });
    const hash = createHash('md5').update(email).digest('hex');
    expect(response.headers.get('location')).toBe(`${GRAVATAR}/avatar/${hash}?d=mm&s=200`);
    expect(response.headers.get('cache-control')).toBe(PUBLIC);
  });

  it('an unknown person is 40021, and an invalid id is 40001', async () => {
    for (const id of [999_999, 3_000_000_000].map(userHashid)) {
      expect(await call(app, 'GET', `${path}/${id}`)).toEqual(failure(40021, ''));
    }
    for (const id of ['1', 'x', 'zzzzzzzz', '%20', 'ä', groupHashid(1), 'a'.repeat(5000)]) {
      expect(await call(app, 'GET', `${path}/${id}`)).toEqual(failure(40001, 'Failed to parse object ID'));
    }
  });
});

describe('GET /user/avatar/{id}?nocache=', () => {
  it.each([
    ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((value) => [value, PRIVATE]),
    ...['', '0', 'f', 'F', 'false', 'FALSE', 'False'].map((value) => [value, PUBLIC]),
  ])('"%s" → %s', async (value, cacheControl) => {
    const response = await app.ask('GET', `/user/avatar/${person.hashid}?nocache=${value}&key=17`);
    expect({ status: response.status, cacheControl: response.headers.get('cache-control') }).toEqual({ status: 404, cacheControl });
  });

  it.each(['yes', '2', 'tRUE'])('%s → Parameter error', async (value) => {
    expect(await call(app, 'GET', `/user/avatar/${owner.hashid}?nocache=${value}`)).toEqual(binding('Parameter error'));
  });
});

it('GET /user/avatar/{id} – a picture that is missing from the storage, or cannot be read, is 404, which caches do not store', async () => {
  const { id, hashid } = await openOwner(app);
  const { originalKey } = (await app.avatars.stateOf(id)).avatar ?? expect.unreachable('No upload');
  const original =
    (await keysBelow(app.storage, 'originals/')).find((key) => key.includes(originalKey)) ?? expect.unreachable('No original');
  const bytes = (await app.storage.get(original)) ?? expect.unreachable('No bytes');
  const get = () => app.ask('GET', `/user/avatar/${hashid}`);
  const expectLost = async () => {
    const response = await get();
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 404, body: '' });
    expect(response.headers.get('cache-control')).toBe(PRIVATE);
  };
  // Evicts the pixels decoded for the upload from the pixel cache.
  app.restart();
  await app.storage.delete([original]);
  await expectLost();
  await app.storage.put(original, bytes);
  app.storage.fails = ({ operation }) => operation === 'get';
  await expectLost();
  app.storage.fails = () => false;
  await expectColour(app, `/user/avatar/${hashid}`, OLD_COLOUR);
});
