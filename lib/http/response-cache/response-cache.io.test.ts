import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AddressChange } from '@/lib/dialects/native/addresses/address-schemas';
import { generatedInputs } from '@/testing/effort';
import { type Colour, tiny } from '@/testing/in-process/pictures';
import { type Asked, md5, openServers, pathsOf, type Servers, sha256 } from '@/testing/in-process/response-servers';
import { native } from '@/testing/in-process/uploads';

const ACCEPT = fc.constantFrom('*/*', 'image/avif,image/webp,*/*', 'image/png', 'image/webp;q=0.5,image/png', '');
const IF_NONE_MATCH = fc.constantFrom('same', 'same', 'weak', 'list', 'coded', '"other"', '*');

/** Mostly what pictures are requested with. */
const HEADERS: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ accept: ACCEPT, 'if-none-match': IF_NONE_MATCH }, { requiredKeys: [] }) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        accept: ACCEPT,
        range: fc.constantFrom('bytes=0-9', 'bytes=999999-', 'nonsense'),
        'if-modified-since': fc.constantFrom('Sat, 28 Nov 2099 00:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT'),
        authorization: fc.constantFrom('Bearer wrong', 'Basic !'),
        cookie: fc.constantFrom('a=b', '__Secure-next-auth.session-token=a.b.c'),
        'if-none-match': IF_NONE_MATCH,
      },
      { requiredKeys: [] },
    ),
  },
);

/** Replaces the names of ETags by that of the picture. */
function withTag(headers: Record<string, string>, etag: string | undefined): Record<string, string> {
  const tag = etag ?? '"none"';
  const named: Record<string, string> = { same: tag, weak: `W/${tag}`, list: `"a", ${tag}`, coded: tag.replace(/"$/, '-gzip"') };
  const sent = headers['if-none-match'];
  return sent === undefined ? headers : { ...headers, 'if-none-match': named[sent] ?? sent };
}

let servers: Servers;
afterEach(() => {
  vi.useRealTimers();
});

beforeEach(async () => {
  servers = await openServers();
});

const COLOURS: Colour[] = [
  [10, 20, 200],
  [10, 200, 20],
  [200, 120, 20],
];

const RUNS = generatedInputs(400);

it('a stored response is what the handler would send now: status, headers and body, whatever is asked and whatever changed', async () => {
  const { app, owner, second, stored, handled, forget } = servers;
  const question = fc.record({ method: fc.constantFrom<'GET' | 'HEAD'>('GET', 'HEAD'), path: fc.nat(10_000), headers: HEADERS });
  const change = fc.constantFrom('none', 'none', 'none', 'upload', 'remove', 'describe', 'earlier', 'hide', 'follow', 'switch', 'forget');
  let uploads = 0;
  let hashLookup = true;
  const show = (shows: AddressChange['shows']) =>
    app.ask('PATCH', `/api/me/addresses/${second.id}`, { headers: owner.session, json: { shows } });
  const changes: Record<string, () => Promise<unknown>> = {
    none: async () => {},
    upload: async () => native.send(app, owner, await tiny('png', COLOURS[uploads++ % COLOURS.length] ?? [0, 0, 0], 200)),
    remove: () => app.ask('DELETE', '/api/me/avatar', { headers: owner.auth }),
    describe: () => app.ask('PATCH', '/api/me/avatar', { headers: owner.auth, json: { alt: `Ada ${uploads}` } }),
    earlier: async () => show({ avatar: (await app.records.history(owner.id)).at(-1)?.id ?? 0 }),
    hide: () => show('none'),
    follow: () => show('account'),
    forget: async () => forget(),
    switch: () => {
      hashLookup = !hashLookup;
      return app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { hashLookup } });
    },
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ change, questions: fc.array(question, { minLength: 1, maxLength: 4 }) }), { maxLength: 6 }),
      async (steps) => {
        for (const { change, questions } of steps) {
          await changes[change]?.();
          const paths = await pathsOf(servers);
          for (const { method, path: index, headers } of questions) {
            const path = paths[index % paths.length] ?? '/';
            const etag = (await handled({ method: 'GET', path, headers: headers.accept ? { accept: headers.accept } : {} })).headers.etag;
            const asked: Asked = { method, path, headers: withTag(headers, typeof etag === 'string' ? etag : undefined) };
            const expected = await handled(asked);
            for (let time = 0; time < 3; time += 1) expect({ asked, answer: await stored(asked) }).toEqual({ asked, answer: expected });
          }
        }
      },
    ),
    { numRuns: RUNS, seed: 20261128 },
  );
  expect(servers.hits()).toBeGreaterThan(RUNS);
}, 240_000);

describe('the second request for a picture is answered from memory', () => {
  it('by every address that has one, and by the ETag', async () => {
    const { owner, app, stored, hits } = servers;
    const { avatar } = await app.avatars.stateOf(owner.id);
    const paths = [
      `/media/${avatar?.key}/64.webp`,
      `/u/${owner.id}/avatar`,
      `/avatar/${md5(owner.email)}`,
      `/avatar/${sha256('unknown@example.org')}?d=identicon`,
      `/avatar/${sha256('unknown@example.org')}?d=404`,
      `/user_avatars/1/${avatar?.key}.png`,
      `/user/avatar/${owner.hashid}`,
    ];
    for (const path of paths) {
      const first = await stored({ method: 'GET', path, headers: {} });
      const before = hits();
      expect(await stored({ method: 'GET', path, headers: {} })).toEqual(first);
      const { etag } = first.headers;
      if (typeof etag === 'string')
        expect(await stored({ method: 'GET', path, headers: { 'if-none-match': etag } })).toMatchObject({ status: 304 });
      expect([path, hits() - before]).toEqual([path, typeof etag === 'string' ? 2 : 1]);
    }
  });

  it('but not while changes of other processes are not heard', async () => {
    const { owner, app, stored, hits } = servers;
    const asked: Asked = { method: 'GET', path: `/u/${owner.id}/avatar`, headers: {} };
    await stored(asked);
    app.trust.set(false);
    expect(await stored(asked)).toMatchObject({ status: 200 });
    expect(hits()).toBe(0);
    app.trust.set(true);
    await stored(asked);
    await stored(asked);
    expect(hits()).toBe(1);
  });

  it('until the account of its hash is opened', async () => {
    const { app, stored } = servers;
    const email = 'grace@example.org';
    const asked: Asked = { method: 'GET', path: `/avatar/${sha256(email)}?d=404`, headers: {} };
    for (let time = 0; time < 3; time += 1) expect((await stored(asked)).status).toBe(404);
    const grace = await app.open({ email });
    await native.send(app, grace, await tiny('png', [1, 2, 3]));
    expect((await stored(asked)).status).toBe(200);
  });

  it('but not for a hash without an account while other services are asked, whose answers change without an event', async () => {
    let bytes: Uint8Array | undefined;
    const upstream = { pictureOfHash: async () => (bytes ? { kind: 'picture' as const, bytes } : { kind: 'failed' as const }) };
    const { stored, hits } = await openServers({ upstreams: [upstream] });
    vi.useFakeTimers({ toFake: ['Date'] });
    const asked: Asked = { method: 'GET', path: `/avatar/${sha256('x@example.org')}?d=404`, headers: {} };
    for (let time = 0; time < 2; time += 1) expect((await stored(asked)).status).toBe(404);
    bytes = await tiny('png', [1, 2, 3]);
    vi.advanceTimersByTime(6 * 60_000);
    expect((await stored(asked)).status).toBe(200);
    expect(hits()).toBe(0);
  });

  it('also after more values of Accept than are kept', async () => {
    const { owner, stored, hits } = servers;
    const get = (accept: string) => stored({ method: 'GET', path: `/u/${owner.id}/avatar`, headers: { accept } });
    for (let value = 0; value < 20; value += 1) await get(`image/png;v=${value}`);
    await get('image/webp,*/*');
    const before = hits();
    await get('image/webp,*/*');
    expect(hits() - before).toBe(1);
  });
});
