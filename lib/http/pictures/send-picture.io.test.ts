import { beforeEach, describe, expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { memoryStorage } from '@/lib/storage/memory';
import { type Colour, tiny } from '@/testing/in-process/pictures';
import { type Asked, md5, openServers, REQUEST_ID, type Servers, sha256 } from '@/testing/in-process/response-servers';
import { native } from '@/testing/in-process/uploads';
import { createMemoryRecords } from '@/testing/memory/records';

const get = (path: string, headers: Record<string, string> = {}): Asked => ({ method: 'GET', path, headers });

/** Where the picture of the owner is. */
async function pathsOf({ app, owner }: Servers): Promise<string[]> {
  const { avatar } = await app.avatars.stateOf(owner.id);
  return [
    `/media/${avatar?.key}/64.webp`,
    `/u/${owner.id}/avatar?s=64`,
    `/avatar/${md5(owner.email)}?s=64`,
    `/avatar/${sha256(owner.email)}`,
  ];
}

describe('a picture of which nothing is in memory', () => {
  let servers: Servers;
  beforeEach(async () => {
    servers = await openServers();
  });

  it('is sent without `serve`, and from memory when it is asked for again', async () => {
    const { app, stored, handled, forget, passedOn, hits } = servers;
    for (const path of await pathsOf(servers)) {
      const expected = await handled(get(path));
      await app.avatars.settled();
      forget();
      const before = hits();
      expect([path, await stored(get(path))]).toEqual([path, expected]);
      expect([path, hits() - before]).toEqual([path, 0]);
      expect([path, await stored(get(path))]).toEqual([path, expected]);
      expect([path, hits() - before]).toEqual([path, 1]);
    }
    expect(passedOn()).toBe(0);
  });

  it('is counted and logged as a request', async () => {
    const { app, owner, stored } = servers;
    const path = `/avatar/${sha256(owner.email)}`;
    const before = total();
    await stored(get(`${path}?s=64`));
    expect(total() - before).toBe(1);
    const fields = { requestId: REQUEST_ID, dialect: 'gravatar', method: 'GET', path, code: 'ok', status: 200, ms: expect.any(Number) };
    expect(app.logged.at(-1)).toEqual({ level: 'debug', message: 'Request finished', fields });

    function total(): number {
      const counted = app.metrics.tallies('requests').find(({ labels }) => labels.dialect === 'gravatar' && labels.outcome === 'ok');
      return counted?.total ?? 0;
    }
  });

  it.each<[string, Partial<Asked> | ((path: string) => Partial<Asked>)]>([
    ['by another method', { method: 'HEAD' }],
    ['for a part of it', { headers: { range: 'bytes=0-9' } }],
    ['with credentials', { headers: { authorization: 'Bearer wrong' } }],
    ['by a path with an escape', (path) => ({ path: path.replace(/.$/, (last) => `%${Buffer.from(last).toString('hex')}`) })],
    ['by a path with a dot segment', { path: '/media/./64.webp' }],
    ['by a path of another kind', { path: '/api/limits' }],
  ])('is left to `serve` if it is asked for %s', async (_, asked) => {
    const { owner, stored, passedOn } = servers;
    const path = `/avatar/${sha256(owner.email)}`;
    await stored({ ...get(path), ...(typeof asked === 'function' ? asked(path) : asked) });
    expect(passedOn()).toBe(1);
  });
});

it('a picture that is replaced while it is read does not stay in memory', async () => {
  let land = async () => {};
  const inner = memoryStorage();
  const storage: typeof inner = {
    ...inner,
    async get(key) {
      const bytes = await inner.get(key);
      const landing = land;
      land = async () => {};
      await landing();
      return bytes;
    },
  };
  const servers = await openServers({ storage });
  const { app, owner, stored, handled, forget, hits } = servers;
  for (const kind of [1, 2, 3]) {
    await app.avatars.settled();
    const path = (await pathsOf(servers))[kind] ?? '';
    const colour: Colour = [10 * kind, 200, 20];
    const before = await handled(get(path));
    await app.avatars.settled();
    forget();
    const hitsBefore = hits();
    let hasLanded = false;
    land = async () => {
      await native.send(app, owner, await tiny('png', colour, 200));
      hasLanded = true;
    };
    await stored(get(path));
    const after = await stored(get(path));
    expect([path, hasLanded, hits() - hitsBefore]).toEqual([path, true, 0]);
    expect(after).toEqual(await handled(get(path)));
    expect(after.headers.etag).not.toBe(before.headers.etag);
  }
});

it('a failure is the one of `serve`, after one look-up', async () => {
  const records = createMemoryRecords();
  let lookups = 0;
  const stateByEmailHash = async () => {
    lookups += 1;
    throw new AvatarError('database_unavailable', 'The database is not available.', { retryAfterSeconds: 5 });
  };
  const { app, stored, handled, passedOn } = await openServers({ records, replaced: { stateByEmailHash } });
  const asked = get(`/avatar/${sha256('ada@example.org')}`);
  const expected = await handled(asked);
  expect(expected.status).toBe(503);
  lookups = 0;
  expect(await stored(asked)).toEqual(expected);
  expect([lookups, passedOn()]).toEqual([1, 0]);
  const counted = app.metrics.tallies('requests').find(({ labels }) => labels.outcome === 'database_unavailable');
  expect(counted).toEqual({ labels: { dialect: 'gravatar', outcome: 'database_unavailable' }, total: 2 });
});

it('a picture that does not exist is refused as by `serve`', async () => {
  const { stored, handled, passedOn } = await openServers();
  for (const path of [`/media/${'0'.repeat(40)}/64.webp`, '/media/x/64.webp', '/u/999999/avatar', '/u/1/avatar?s=0']) {
    const expected = await handled(get(path));
    expect(expected.status).toBeGreaterThanOrEqual(400);
    expect([path, await stored(get(path))]).toEqual([path, expected]);
  }
  expect(passedOn()).toBe(0);
});

it.each(['d=404', 'd=identicon', 'd=https://example.org/a.png'])(
  'a fallback (%s) is not kept if the picture comes while it is looked up',
  async (query) => {
    const records = createMemoryRecords();
    let land = async () => {};
    const stateByEmailHash: typeof records.stateByEmailHash = async (...asked) => {
      const state = await records.stateByEmailHash(...asked);
      const landing = land;
      land = async () => {};
      await landing();
      return state;
    };
    const servers = await openServers({ records, replaced: { stateByEmailHash } });
    const { app, owner, stored, handled, forget } = servers;
    await app.ask('DELETE', '/api/me/avatar', { headers: owner.auth });
    const path = `/avatar/${sha256(owner.email)}?${query}`;
    const before = await handled(get(path));
    forget();
    let hasLanded = false;
    land = async () => {
      await native.send(app, owner, await tiny('png', [1, 2, 3], 200));
      hasLanded = true;
    };
    expect(await stored(get(path))).toEqual(before);
    expect(hasLanded).toBe(true);
    const after = await stored(get(path));
    expect(after).toEqual(await handled(get(path)));
    expect(after).not.toEqual(before);
  },
);

it('a failure has the id of its request, and headers of the server count for nothing if a client sends them', async () => {
  const { app, url } = await openServers();
  const headers = { 'x-original-method': 'DELETE', 'x-proxy-request-id': 'sent-by-a-client' };
  const response = await fetch(`${url}/u/999999/avatar`, { headers });
  expect(response.status).toBe(404);
  expect([response.headers.get('x-request-id'), (await response.json()).requestId]).toEqual([REQUEST_ID, REQUEST_ID]);
  expect(app.logged.at(-1)?.fields).toMatchObject({ requestId: REQUEST_ID, method: 'GET' });
});
