import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AvatarService, GravatarAnswer } from '@/lib/avatars/ports';
import { createTestApp, type TestApp } from '@/testing/app';
import { type Colour, expectColour, tiny } from '@/testing/in-process/pictures';
import { native } from '@/testing/in-process/uploads';
import { photo, pixels } from '@/testing/pictures';

const TEAL: Colour = [20, 150, 150];
const hashOf = (email: string) => createHash('sha256').update(email).digest('hex');
const HASH = hashOf('grace@example.org');
const DAY_MS = 24 * 60 * 60 * 1000;

/** A service that records what it was asked. */
function service(answer: GravatarAnswer): AvatarService & { asked: string[]; answer: GravatarAnswer } {
  const fake = {
    answer,
    asked: [] as string[],
    async pictureOfHash(hash: string) {
      fake.asked.push(hash);
      return fake.answer;
    },
  };
  return fake;
}

const picture = async (colour: Colour, side = 300): Promise<GravatarAnswer> => ({
  kind: 'picture',
  bytes: await tiny('jpeg', colour, side),
});

let first: ReturnType<typeof service>;
let second: ReturnType<typeof service>;
let app: TestApp;
beforeEach(async () => {
  [first, second] = [service({ kind: 'none' }), service({ kind: 'none' })];
  app = await createTestApp({ upstreams: [first, second] });
});
afterEach(() => {
  vi.useRealTimers();
});

const get = (path: string, headers: Record<string, string> = {}) => app.ask('GET', path, { headers });

describe('a hash without an account', () => {
  it('shows the picture of the first service that has one, in each size and format, which is asked once', async () => {
    second.answer = await picture(TEAL);
    for (const rest of ['.png?s=40', '?s=80', '.jpg?s=500', '.webp?s=20&d=404']) await expectColour(app, `/avatar/${HASH}${rest}`, TEAL);
    expect((await pixels(Buffer.from(await (await get(`/avatar/${HASH}.png?s=500`)).arrayBuffer()))).width).toBe(500);
    expect([first.asked, second.asked]).toEqual([[HASH], [HASH]]);
  });

  it('is encoded anew, without the metadata of the file, and has an ETag', async () => {
    first.answer = { kind: 'picture', bytes: await photo(300, 200, 6) };
    const response = await get(`/avatar/${HASH}.jpg`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.includes('Exif')).toBe(false);
    const etag = response.headers.get('etag') ?? '';
    expect((await get(`/avatar/${HASH}.jpg`, { 'If-None-Match': etag })).status).toBe(304);
  });

  it('shows the fallback where no service has a picture, and is not asked for again for a day', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (let time = 0; time < 3; time += 1) expect((await get(`/avatar/${HASH}?d=404`)).status).toBe(404);
    vi.advanceTimersByTime(DAY_MS - 60_000);
    expect((await get(`/avatar/${HASH}?d=404`)).status).toBe(404);
    expect(first.asked).toEqual([HASH]);
    vi.advanceTimersByTime(120_000);
    first.answer = await picture(TEAL);
    expect((await get(`/avatar/${HASH}?d=404`)).status).toBe(200);
    expect(first.asked).toEqual([HASH, HASH]);
  });

  it.each<[name: string, answer: GravatarAnswer]>([
    ['fails', { kind: 'failed' }],
    ['sends a page', { kind: 'picture', bytes: new Uint8Array(Buffer.from('<html>')) }],
    ['sends half a picture', { kind: 'picture', bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0]) }],
  ])('shows the fallback where a service %s, and the picture of the next one', async (_name, answer) => {
    first.answer = answer;
    expect((await get(`/avatar/${HASH}?d=404`)).status).toBe(404);
    second.answer = await picture(TEAL);
    await expectColour(app, `/avatar/${hashOf('other@example.org')}.png`, TEAL);
    expect(app.logged.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('is asked for again five minutes after a failure', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    first.answer = { kind: 'failed' };
    await get(`/avatar/${HASH}?d=404`);
    await get(`/avatar/${HASH}?d=404`);
    expect(first.asked).toHaveLength(1);
    vi.advanceTimersByTime(5 * 60_000 + 1000);
    await get(`/avatar/${HASH}?d=404`);
    expect(first.asked).toHaveLength(2);
  });

  it('is asked for once by many visitors at a time', async () => {
    first.answer = await picture(TEAL);
    await Promise.all(Array.from({ length: 20 }, () => get(`/avatar/${HASH}.png?s=40`)));
    expect(first.asked).toEqual([HASH]);
  });

  it('shows the account’s picture from the moment that it has one', async () => {
    first.answer = await picture(TEAL);
    await expectColour(app, `/avatar/${HASH}.png`, TEAL);
    const grace = await app.open({ email: 'grace@example.org' });
    await native.send(app, grace, await tiny('png', [200, 0, 0]));
    await expectColour(app, `/avatar/${HASH}.png`, [200, 0, 0]);
  });
});

it.each([
  ['a forced fallback', (hash: string) => `/avatar/${hash}?f=y&d=mp`],
  ['no hash', () => '/avatar?d=mp'],
])('no service is asked for %s', async (_name, path) => {
  expect((await get(path(HASH))).status).toBe(200);
  expect([first.asked, second.asked]).toEqual([[], []]);
});

it('no service is asked while the policy switches look-ups by hash off, and from the moment that it allows them', async () => {
  first.answer = await picture(TEAL);
  const policy = (hashLookup: boolean) => app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { hashLookup } });
  await policy(false);
  expect((await get(`/avatar/${HASH}?d=404`)).status).toBe(404);
  expect([first.asked, second.asked]).toEqual([[], []]);
  await policy(true);
  await expectColour(app, `/avatar/${HASH}.png`, TEAL);
});

it('no service is asked for the hash of an account without a picture', async () => {
  await app.open({ email: 'grace@example.org' });
  expect((await get(`/avatar/${HASH}?d=404`)).status).toBe(404);
  expect(first.asked).toEqual([]);
});
