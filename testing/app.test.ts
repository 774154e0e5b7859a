import { describe, expect, it } from 'vitest';
import { router } from '@/lib/routes';
import { bearer, createTestApp } from './app';
import { plain } from './pictures';

const app = await createTestApp();

describe('a person', () => {
  it('is known by every kind of credentials', async () => {
    const ada = await app.open({ name: 'Ada' });
    for (const headers of [ada.auth, ada.basic, ada.session, await ada.signIn()]) {
      const response = await app.ask('GET', '/api/me', { headers });
      expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ id: ada.id, name: 'Ada', role: 'member' })]);
    }
    // Basic with the password is accepted only where keys are created and revoked.
    expect((await app.ask('POST', '/api/keys', { headers: ada.passwordAuth, json: { label: 'phone' } })).status).toBe(201);
  });

  it('may create keys with fewer scopes', async () => {
    const ada = await app.open();
    const headers = bearer(await ada.createKey(['avatar:write']));
    expect((await app.ask('GET', '/api/me', { headers })).status).toBe(403);
  });

  it('signs in as a browser does, and gets the session that the app gives', async () => {
    const ada = await app.open();
    const csrf = await app.ask('GET', '/api/auth/csrf');
    const { csrfToken } = await csrf.json();
    const [cookie = ''] = csrf.headers.getSetCookie()[0]?.split(';') ?? [];
    const body = new URLSearchParams({ csrfToken, email: ada.email, password: ada.password, json: 'true' });
    const signedIn = await app.ask('POST', '/api/auth/callback/credentials', { headers: { Cookie: cookie }, body });
    const session = signedIn.headers.getSetCookie().find((value) => value.includes('session-token=')) ?? '';
    const headers = { Cookie: session.split(';', 1)[0] ?? '' };
    expect((await (await app.ask('GET', '/api/me', { headers })).json()).id).toBe(ada.id);
    expect(ada.session.Cookie.split('=', 1)).toEqual(headers.Cookie.split('=', 1));
  });

  it('is a member unless opened otherwise, also as the first of an empty app', async () => {
    const empty = await createTestApp({ empty: true });
    expect(await empty.open()).toMatchObject({ role: 'member' });
    expect(await empty.open({ role: 'admin' })).toMatchObject({ role: 'admin' });
    expect(app.admin()).toMatchObject({ role: 'admin' });
    expect(() => empty.admin()).toThrow();
  });
});

describe('a request', () => {
  it('reaches an API at the path of every route', async () => {
    expect(router.routes.length).toBeGreaterThan(60);
    for (const { path, allowed } of router.routes) {
      const response = await app.ask('OPTIONS', path.replace('{/*rest}', '/x').replaceAll(/:\w+/g, 'x'));
      expect([path, response.status === 404]).toEqual([path, allowed.length === 0]);
    }
  });

  it('reaches the same API with a slash at the end, and below the other root of Cloudreve', async () => {
    const { auth } = await app.open();
    for (const path of ['/user/me', '/user/me/', '/api/v4/user/me']) {
      expect((await (await app.ask('GET', path, { headers: auth })).json()).code).toBe(0);
    }
    expect((await app.ask('GET', '/api/v4/user/nothing')).status).toBe(404);
    await expect(app.ask('GET', '/settings')).rejects.toThrow('Expected a path of an API, got /settings');
  });

  it('has its parameters decoded', async () => {
    const { email, id, basic } = await app.open();
    const response = await app.ask('GET', `/api/v1/users/${encodeURIComponent(email)}`, { headers: basic });
    expect((await response.json()).user.user_id).toBe(id);
  });

  it('with HEAD is answered as GET without a body, and with a method that no API knows by 405', async () => {
    const { auth } = await app.open();
    const head = await app.ask('HEAD', '/api/me', { headers: auth });
    expect([head.status, head.body]).toEqual([200, null]);
    const unknown = await app.ask('PROPFIND', '/api/me', { headers: auth });
    expect([unknown.status, unknown.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH, DELETE, OPTIONS']);
  });

  it('carries a form, JSON or bytes', async () => {
    const { auth, id } = await app.open();
    const bytes = new Uint8Array(await plain(8, 8, [1, 2, 3]));
    const form = new FormData();
    form.append('image', new Blob([bytes]), 'me.png');
    expect((await app.ask('PUT', '/api/me/avatar', { headers: auth, body: form })).status).toBe(200);
    expect((await app.ask('PUT', '/api/me/avatar', { headers: auth, body: bytes })).status).toBe(200);
    expect((await app.ask('PATCH', '/api/me/avatar', { headers: auth, json: { alt: 'Ada' } })).status).toBe(200);
    expect(await app.avatars.stateOf(id)).toMatchObject({ version: 4, avatar: { alt: 'Ada' } });
  });
});

describe('an app', () => {
  it('shares nothing with another one', async () => {
    const ada = await app.open();
    const other = await createTestApp();
    expect((await other.ask('GET', '/api/me', { headers: ada.auth })).status).toBe(401);
  });

  it('has the limits that it is created with', async () => {
    const limited = await createTestApp({ maxUploadBytes: 10, addressPerMinute: 1, userPerMinute: 1, heic: null });
    const { auth } = await limited.open();
    const tooLarge = await limited.ask('PUT', '/api/me/avatar', { headers: auth, body: new Uint8Array(11) });
    expect(await tooLarge.json()).toMatchObject({ code: 'file_too_large', limitBytes: 10 });
    expect((await limited.ask('DELETE', '/api/me/avatar', { headers: auth })).status).toBe(429);
    const json = { email: 'x', name: '', password: '' };
    expect((await limited.ask('POST', '/api/accounts', { json, from: '198.51.100.1' })).status).toBe(400);
    expect((await limited.ask('POST', '/api/accounts', { json, from: '198.51.100.1' })).status).toBe(429);
    expect((await limited.ask('POST', '/api/accounts', { json, from: '198.51.100.2' })).status).toBe(400);
  });

  it('has a disk that can fill up, a Gravatar and a metadata reader that can be told what to answer', async () => {
    const own = await createTestApp();
    const { auth } = await own.open();
    own.disk.room = 'removals';
    expect((await own.ask('PUT', '/api/me/avatar', { headers: auth, body: 'x' })).status).toBe(507);
    expect((await own.ask('DELETE', '/api/me/avatar', { headers: auth })).status).toBe(204);
    own.disk.room = 'none';
    expect((await own.ask('DELETE', '/api/me/avatar', { headers: auth })).status).toBe(507);
    own.disk.room = 'any change';
    own.gravatar.answer = { kind: 'picture', bytes: await plain(8, 8, [1, 2, 3]) };
    expect(await (await own.ask('PUT', '/api/me/avatar/gravatar', { headers: auth })).json()).toMatchObject({ source: 'gravatar' });
    own.metadata.answer = { fields: [['Make', 'A camera']], place: null, hasThumbnail: false, hasMore: false };
    const saved = await own.ask('PUT', '/api/me/avatar', { headers: auth, body: new Uint8Array(await plain(8, 8, [3, 2, 1])) });
    expect(saved.status).toBe(200);
  });
});
