import { openAccount, signInCookie } from '../people';
import { discard, startServer } from '../server';
import { expect, expectOldPicture, expectPicture, form, plain, test } from './fixtures';
import { basic, basicOf, error, PICTURE_PATH, whole } from './zulip-wire';

const PATH = '/api/v1/users/me/avatar';
const SESSION_PATH = '/json/users/me/avatar';
const NOT_LOGGED_IN = error('Not logged in: API authentication or user session required', 'UNAUTHORIZED');
const UNREADABLE = error('Invalid authorization header for basic auth', 'UNAUTHORIZED');
const CHALLENGE = 'Basic realm="zulip"';

test.describe(`${PATH} – who is not let in is told why, and the old picture stays`, () => {
  const strangers: { name: string; headers: (key: string, email: string) => Record<string, string>; status: number; body: object }[] = [
    { name: 'no Authorization', headers: () => ({}), status: 401, body: NOT_LOGGED_IN },
    {
      name: 'Bearer',
      headers: (key) => ({ Authorization: `Bearer ${key}` }),
      status: 400,
      body: error('This endpoint requires HTTP basic authentication.', 'BAD_REQUEST'),
    },
    {
      name: 'Digest',
      headers: () => ({ Authorization: 'Digest abc' }),
      status: 400,
      body: error('This endpoint requires HTTP basic authentication.', 'BAD_REQUEST'),
    },
    { name: 'Basic alone', headers: () => ({ Authorization: 'Basic' }), status: 401, body: UNREADABLE },
    { name: 'Basic that is not base64', headers: () => ({ Authorization: 'Basic !!!!' }), status: 401, body: UNREADABLE },
    { name: 'no colon', headers: (key) => basicOf(key), status: 401, body: UNREADABLE },
    { name: 'two colons', headers: (key, email) => basicOf(`${email}:${key}:x`), status: 401, body: UNREADABLE },
    {
      name: 'a key that is none',
      headers: (_key, email) => basicOf(`${email}:short`),
      status: 401,
      body: error('Malformed API key', 'UNAUTHORIZED'),
    },
    {
      name: 'an unknown key',
      headers: (_key, email) => basicOf(`${email}:${'x'.repeat(32)}`),
      status: 401,
      body: error('Invalid API key', 'UNAUTHORIZED'),
    },
    {
      name: "another person's address",
      headers: (key) => basicOf(`nobody@example.org:${key}`),
      status: 401,
      body: error('Invalid API key', 'UNAUTHORIZED'),
    },
  ];
  for (const { name, headers, status, body } of strangers) {
    for (const method of ['POST', 'DELETE']) {
      test(`${method} with ${name} → ${status} ${JSON.stringify(body)}`, async ({ server, owner }) => {
        const upload = method === 'POST' ? { body: form({ file: await plain('png', [0, 0, 0]) }) } : {};
        const response = await fetch(server.baseURL + PATH, { method, headers: headers(owner.key, owner.email), ...upload });
        expect(response.headers.get('www-authenticate')).toBe(status === 401 ? CHALLENGE : null);
        expect(await whole(response)).toEqual({ status, body });
        await expectOldPicture(server, owner);
      });
    }
  }

  test('a browser that asks for a page → 302 to the form', async ({ server }) => {
    const response = await fetch(server.baseURL + PATH, { method: 'POST', redirect: 'manual', headers: { Accept: 'text/html,*/*' } });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`/sign-in?callbackUrl=${encodeURIComponent(PATH)}`);
  });

  test('a key that may only read → 400 Insufficient permission', async ({ server, owner }) => {
    const created = await fetch(`${server.baseURL}/api/keys`, {
      method: 'POST',
      headers: { ...basicOf(`${owner.email}:${owner.password}`), 'Content-Type': 'application/json' },
      body: JSON.stringify({ scopes: ['avatar:read'] }),
    });
    const { key } = await created.json();
    const body = form({ file: await plain('png', [0, 0, 0]) });
    const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: basic({ ...owner, key }), body });
    expect(await whole(response)).toEqual({ status: 400, body: error('Insufficient permission', 'BAD_REQUEST') });
    await expectOldPicture(server, owner);
  });
});

test(`POST ${PATH} – scheme and address are compared without case, and both parts are trimmed`, async ({ server, owner }) => {
  const value = Buffer.from(` ${owner.email.toUpperCase()} : ${owner.key} `).toString('base64');
  const body = form({ file: await plain('png', [1, 2, 3]) });
  const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: { Authorization: `bASIC ${value}` }, body });
  expect(response.status).toBe(200);
});

test.describe('verbs', () => {
  for (const path of [PATH, SESSION_PATH]) {
    for (const method of ['GET', 'PUT', 'PATCH']) {
      test(`${method} ${path} → 405, before anyone is asked who they are`, async ({ server }) => {
        const response = await fetch(server.baseURL + path, { method, ...(method !== 'GET' && { body: 'x' }) });
        expect(response.headers.get('allow')).toBe('POST, DELETE');
        const body = { result: 'error', msg: 'Method Not Allowed', allowed_methods: ['POST', 'DELETE'] };
        expect(await whole(response)).toEqual({ status: 405, body });
      });
    }
    test(`OPTIONS ${path} → 204 with the verbs in order`, async ({ server }) => {
      const response = await fetch(server.baseURL + path, { method: 'OPTIONS' });
      expect({ status: response.status, allow: response.headers.get('allow'), body: await response.text() }).toEqual({
        status: 204,
        allow: 'DELETE, POST',
        body: '',
      });
    });
  }

  for (const body of [form({ method: 'DELETE' }), new URLSearchParams({ method: 'DELETE' })]) {
    test(`POST ${PATH} with method=DELETE in ${body.constructor.name} deletes`, async ({ server, owner }) => {
      const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: basic(owner), body });
      expect(await whole(response)).toEqual({
        status: 200,
        body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) },
      });
      const state = await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth });
      expect(await state.json()).toMatchObject({ source: 'none' });
    });
  }

  test(`POST ${PATH} with method=PATCH → 405`, async ({ server, owner }) => {
    const body = new URLSearchParams({ method: 'PATCH' });
    const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: basic(owner), body });
    expect(await whole(response)).toEqual({
      status: 405,
      body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: ['POST', 'DELETE'] },
    });
    await expectOldPicture(server, owner);
  });
});

test.describe(`DELETE ${PATH}`, () => {
  test('back to the generated picture; again, nothing happens', async ({ server, owner }) => {
    const remove = async (query = '') =>
      whole(await fetch(`${server.baseURL}${PATH}${query}`, { method: 'DELETE', headers: basic(owner) }));
    const version = async () => (await fetch(`${server.baseURL}/api/me/avatar`, { headers: owner.auth })).headers.get('etag');
    const first = await remove();
    expect(first).toEqual({ status: 200, body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) } });
    const after = await version();
    expect(await remove()).toEqual(first);
    expect(await remove('?foo=1')).toEqual({ status: 200, body: { ...(first.body as object), ignored_parameters_unsupported: ['foo'] } });
    expect(await version()).toBe(after);
    const { avatar_url } = first.body as { avatar_url: string };
    expect((await fetch(server.baseURL + avatar_url)).status).toBe(200);
  });
});

test.describe(`${SESSION_PATH} – the session of a browser`, () => {
  const upload = async (baseURL: string, headers: Record<string, string>) =>
    fetch(baseURL + SESSION_PATH, { method: 'POST', headers, body: form({ file: await plain('png', [250, 250, 0]) }) });

  test('changes the picture from our own pages', async ({ server, owner }) => {
    const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: server.baseURL };
    const response = await upload(server.baseURL, headers);
    expect(await whole(response)).toEqual({
      status: 200,
      body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) },
    });
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [250, 250, 0]);
    expect((await fetch(server.baseURL + SESSION_PATH, { method: 'DELETE', headers })).status).toBe(200);
  });

  test('from another site → 403 CSRF_FAILED', async ({ server, owner }) => {
    const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: 'https://evil.example' };
    expect(await whole(await upload(server.baseURL, headers))).toEqual({
      status: 403,
      body: { ...error('CSRF error: Origin checking failed', 'CSRF_FAILED'), reason: 'Origin checking failed' },
    });
    await expectOldPicture(server, owner);
  });

  test('without a session, or with a key → 401', async ({ server, owner }) => {
    for (const headers of [{}, basic(owner)]) {
      const response = await upload(server.baseURL, headers);
      expect(response.headers.get('www-authenticate')).toBe('Session realm="zulip"');
      expect(await whole(response)).toEqual({ status: 401, body: NOT_LOGGED_IN });
    }
    await expectOldPicture(server, owner);
  });

  test(`is no key for ${PATH}`, async ({ server, owner }) => {
    const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: server.baseURL };
    expect(await whole(await fetch(server.baseURL + PATH, { method: 'DELETE', headers }))).toEqual({ status: 401, body: NOT_LOGGED_IN });
    await expectOldPicture(server, owner);
  });
});

test.describe('what the administrator sets', () => {
  test('holds in the order of Zulip: how many, whether, how large, what kind', async () => {
    const server = await startServer();
    const admin = await openAccount(server.baseURL);
    const member = await openAccount(server.baseURL);
    const policy = (change: object) =>
      fetch(`${server.baseURL}/api/policy`, {
        method: 'PATCH',
        headers: { ...admin.auth, 'Content-Type': 'application/json' },
        body: JSON.stringify(change),
      });
    const send = async (who: typeof admin, body?: FormData) =>
      whole(await fetch(server.baseURL + PATH, { method: body ? 'POST' : 'DELETE', headers: basic(who), ...(body && { body }) }));
    const DISABLED = { status: 400, body: error('Avatar changes are disabled in this organization.', 'BAD_REQUEST') };

    expect((await policy({ avatarChangesDisabled: true })).status).toBe(200);
    const png = await plain('png', [9, 9, 9]);
    expect(await send(member, form({ a: png, b: png }))).toEqual({
      status: 400,
      body: error('You must upload exactly one avatar.', 'BAD_REQUEST'),
    });
    expect(await send(member, form({ a: new Uint8Array(5 * 1024 * 1024 + 1) }))).toEqual(DISABLED);
    expect(await send(member, form({ a: png }))).toEqual(DISABLED);
    expect(await send(member)).toEqual(DISABLED);
    expect(await send(admin, form({ a: png }))).toMatchObject({ status: 200 });
    expect(await send(admin)).toMatchObject({ status: 200 });

    expect((await policy({ avatarChangesDisabled: false, maxAvatarBytes: 2 * 1024 * 1024 })).status).toBe(200);
    expect(await send(member, form({ a: new Uint8Array(2 * 1024 * 1024 + 1) }))).toEqual({
      status: 400,
      body: error('Uploaded file is larger than the allowed limit of 2 MiB', 'BAD_REQUEST'),
    });
    expect((await policy({ maxAvatarBytes: null, acceptedFormats: ['jpeg'] })).status).toBe(200);
    expect(await send(member, form({ a: png }))).toEqual({ status: 400, body: error('Invalid image format', 'BAD_IMAGE') });
    await discard(server);
  });
});

test.describe('/user_avatars', () => {
  const missing = [`/user_avatars/1/${'0'.repeat(40)}.png`, `/user_avatars/2/${'0'.repeat(40)}.png`, '/user_avatars/1/x.gif'];
  for (const path of missing) {
    test(`GET ${path} → 404 as a page`, async ({ server }) => {
      const response = await fetch(server.baseURL + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toBe('<p>File not found</p>');
    });
  }

  test('a picture is kept for ever, and an address from before leads to the present one', async ({ server, owner }) => {
    const set = async () => {
      const body = form({ file: await plain('png', [5, 5, 5]) });
      const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: basic(owner), body });
      return (await response.json()).avatar_url as string;
    };
    const before = await set();
    const shown = await fetch(server.baseURL + before);
    expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    const etag = shown.headers.get('etag') ?? '';
    expect((await fetch(server.baseURL + before, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const now = await set();
    const moved = await fetch(server.baseURL + before, { redirect: 'manual' });
    expect({ status: moved.status, location: moved.headers.get('location') }).toEqual({ status: 302, location: now });
    const head = await fetch(server.baseURL + now, { method: 'HEAD' });
    expect({ status: head.status, type: head.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
  });
});
