import { afterEach, describe, expect, it, vi } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import { readEvents } from '@/testing/event-stream';
import { plain } from '@/testing/pictures';

const app = await createTestApp();

/** Fails as records do while the database is down. */
async function refuse(): Promise<never> {
  throw new AvatarError('database_unavailable', 'The database is unavailable.', { retryAfterSeconds: 1 });
}

const follow = (headers: Record<string, string>, one = app) => one.ask('GET', '/api/me/events', { headers });

const png = new Uint8Array(await plain(8, 8, [1, 2, 3]));
const upload = (headers: Record<string, string>, one = app) => one.ask('PUT', '/api/me/avatar', { headers, body: png });

/** Opens a stream and skips its beginning. */
async function following(person: TestPerson, one = app, headers: Record<string, string> = person.auth) {
  const events = readEvents(await follow(headers, one));
  expect(await events.event()).toMatchObject({ type: 'connected', userId: person.id });
  return events;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a stream', () => {
  it('begins with the time to reconnect and the current version, and no cache or proxy holds it back', async () => {
    const ada = await app.open();
    const response = await follow(ada.auth);
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      200,
      {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        'x-request-id': expect.any(String),
      },
    ]);
    const events = readEvents(response);
    expect(await events.next()).toMatch(/^retry:1\d{3}$|^retry:2000$/);
    const data = JSON.stringify({ type: 'connected', userId: ada.id, version: 1, etag: `"a${ada.id}v1"` });
    expect(await events.next()).toBe(`id:1\ndata:${data}`);
    await events.cancel();
  });

  it('has each change of the picture with its version and entity tag, whichever API made it', async () => {
    const ada = await app.open();
    const events = await following(ada);
    const image = new Blob([png]);
    const form = new FormData();
    form.append('file', image, 'me.png');
    await app.ask('POST', '/api/v1/users/me/avatar', { headers: ada.basic, body: form });
    const changed = (type: string, version: number) => ({ type, userId: ada.id, version, etag: `"a${ada.id}v${version}"` });
    expect(await events.event()).toEqual(changed('picture-changed', 2));
    await app.ask('PUT', '/user/setting/avatar', { headers: ada.auth, body: image });
    expect(await events.event()).toEqual(changed('picture-changed', 3));
    await app.ask('PATCH', '/api/me/avatar', { headers: ada.auth, json: { alt: 'Ada' } });
    expect(await events.event()).toEqual(changed('picture-described', 4));
    await app.ask('DELETE', '/api/me/avatar', { headers: ada.auth });
    expect(await events.event()).toEqual(changed('picture-changed', 5));
    const { headers } = await app.ask('GET', '/api/me/avatar', { headers: ada.auth });
    expect(headers.get('etag')).toBe(`"a${ada.id}v5"`);
    await events.cancel();
  });

  it('has changes of the policy, and none of other people', async () => {
    const [ada, eve] = [await app.open(), await app.open()];
    const events = await following(ada);
    await upload(eve.auth);
    await app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { maxAvatarBytes: 300_000 } });
    expect(await events.next()).toBe('data:{"type":"policy-changed"}');
    await app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { maxAvatarBytes: null } });
    await events.cancel();
  });

  it('tells a client that reconnects whether it missed a change', async () => {
    const ada = await app.open();
    await upload(ada.auth);
    const { version } = await app.avatars.stateOf(ada.id);
    const first = async (id: string) => {
      const events = readEvents(await follow({ ...ada.auth, 'Last-Event-ID': id }));
      const event = await events.event();
      await events.cancel();
      return event;
    };
    expect(await first(String(version))).toMatchObject({ type: 'connected', version });
    expect(await first(String(version - 1))).toMatchObject({ type: 'picture-changed', version });
    expect(await first('not one of ours')).toMatchObject({ type: 'connected', version });
  });

  it('has a comment at each heartbeat, so that proxies keep it open', async () => {
    const beating = await createTestApp({ heartbeatMs: 5 });
    const events = await following(await beating.open(), beating);
    expect([await events.next(), await events.next()]).toEqual([':', ':']);
    await events.cancel();
  });

  it('is described to HEAD and not opened', async () => {
    const ada = await app.open();
    const head = await app.ask('HEAD', '/api/me/events', { headers: ada.auth });
    expect([head.status, head.headers.get('content-type'), head.body]).toEqual([200, 'text/event-stream', null]);
  });
});

describe('a stream is refused', () => {
  it('without credentials, with wrong ones, and with a key that cannot read', async () => {
    const ada = await app.open();
    const statuses = [{}, bearer('x'.repeat(32)), bearer(await ada.createKey(['avatar:write']))].map(async (headers) => {
      const response = await follow(headers);
      return [response.status, (await response.json()).code];
    });
    expect(await Promise.all(statuses)).toEqual([
      [401, 'not_authenticated'],
      [401, 'invalid_credentials'],
      [403, 'forbidden'],
    ]);
  });

  it('to pages of other origins, which would displace those of the person', async () => {
    const { session } = await app.open();
    const { Cookie } = session;
    const statusOf = async (headers: Record<string, string>) => {
      const response = await follow({ Cookie, ...headers });
      await response.body?.cancel();
      return response.status;
    };
    expect(await statusOf({ 'Sec-Fetch-Site': 'same-site' })).toBe(403);
    expect(await statusOf({ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({ Origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({ 'Sec-Fetch-Site': 'same-origin', Host: 'pictures.example.org' })).toBe(200);
    // Browsers send neither header with a same-origin GET over HTTP.
    expect(await statusOf({})).toBe(200);
  });
});

describe('a stream ends', () => {
  it('when its API key is revoked, and those of other credentials go on', async () => {
    const ada = await app.open();
    const key = await ada.createKey(['avatar:read']);
    const [byKey, bySession] = [await following(ada, app, bearer(key)), await following(ada, app, ada.session)];
    const keys = await (await app.ask('GET', '/api/keys', { headers: ada.session })).json();
    const { id } = keys.find(({ lastFour }: { lastFour: string }) => lastFour === key.slice(-4));
    expect((await app.ask('DELETE', `/api/keys/${id}`, { headers: ada.session })).status).toBe(204);
    expect(await byKey.event()).toBeNull();
    await upload(ada.session);
    expect(await bySession.event()).toMatchObject({ type: 'picture-changed', version: 2 });
    await bySession.cancel();
  });

  it('when the tokens are signed out, and when a used refresh token is used again', async () => {
    const own = await createTestApp({ skipsReuseWindow: true });
    const ada = await own.open();
    const ask = async (method: string, path: string, json: object) => (await own.ask(method, path, { json })).json();
    for (const end of ['DELETE /session/token', 'POST /session/token/refresh']) {
      const { token } = (await ask('POST', '/session/token', { email: ada.email, password: ada.password })).data;
      const events = await following(ada, own, bearer(token.access_token));
      if (end.startsWith('POST')) {
        expect((await ask('POST', '/session/token/refresh', { refresh_token: token.refresh_token })).code).toBe(0);
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 });
      }
      const [method = '', path = ''] = end.split(' ');
      await ask(method, path, { refresh_token: token.refresh_token });
      expect([end, await events.event()]).toEqual([end, null]);
    }
  });

  it('when its session has expired', async () => {
    const beating = await createTestApp({ heartbeatMs: 5 });
    const ada = await beating.open();
    const events = await following(ada, beating, ada.session);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 24 * 60 * 60 * 1000 });
    expect(await events.event()).toBeNull();
  });

  it('when its account is removed', async () => {
    const removed = new Set<number>();
    const own: Awaited<ReturnType<typeof createTestApp>> = await createTestApp({
      replaced: {
        sessionById: async () =>
          removed.has(ada.id) ? null : { person: ada, lastSeenAt: new Date(), cookie: { serial: 0, issuedAt: new Date(), usedAt: null } },
      },
    });
    const ada = await own.open();
    const events = await following(ada, own, ada.session);
    removed.add(ada.id);
    own.events.publish({ type: 'account-changed', userId: ada.id, at: new Date(), origin: 'database' });
    expect(await events.event()).toBeNull();
  });

  it('not because the database is unavailable for a while', async () => {
    let isDown = false;
    const { records } = await createTestApp();
    const replaced = { sessionById: (id: string) => (isDown ? refuse() : records.sessionById(id)) };
    const watched = await createTestApp({ heartbeatMs: 5, records, empty: true, replaced });
    const ada = await watched.open();
    const events = await following(ada, watched, ada.session);
    isDown = true;
    expect([await events.next(), await events.next(), await events.next()]).toEqual([':', ':', ':']);
    isDown = false;
    await upload(ada.session, watched);
    expect(await events.event()).toMatchObject({ type: 'picture-changed', version: 2 });
    await events.cancel();
  });
});
