import { expect, expectOldPicture, form, plain, test } from './fixtures';
import { basic, basicOf, error, PICTURE_PATH, whole } from './zulip-wire';

const PATH = '/api/v1/users/me/avatar';
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
        expect(response.headers.get('x-ratelimit-limit')).toBe('100000');
        expect(Number(response.headers.get('x-ratelimit-remaining'))).toBeLessThan(100_000);
        expect(Number(response.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
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
    const insufficient = { status: 400, body: error('Insufficient permission', 'BAD_REQUEST') };
    expect(await whole(response)).toEqual(insufficient);
    await expectOldPicture(server, owner);
    // Also where there would be nothing to do.
    const remove = () => fetch(server.baseURL + PATH, { method: 'DELETE', headers: basic({ ...owner, key }) });
    expect(await whole(await remove())).toEqual(insufficient);
    await fetch(`${server.baseURL}/user/setting/avatar`, { method: 'PUT', headers: owner.auth });
    expect(await whole(await remove())).toEqual(insufficient);
  });
});

test(`POST ${PATH} – scheme and address are compared without case, and both parts are trimmed`, async ({ server, owner }) => {
  const value = Buffer.from(` ${owner.email.toUpperCase()} : ${owner.key} `).toString('base64');
  const body = form({ file: await plain('png', [1, 2, 3]) });
  const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: { Authorization: `bASIC ${value}` }, body });
  expect(response.status).toBe(200);
});

test.describe('a form that stands for another verb', () => {
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
    // As the Python client sends parameters, and as others do.
    const form = new FormData();
    form.append('foo', '1');
    for (const body of [new URLSearchParams({ foo: '1', client: 'test' }), form]) {
      const response = await fetch(`${server.baseURL}${PATH}?bar=2`, { method: 'DELETE', headers: basic(owner), body });
      const ignored_parameters_unsupported = ['bar', 'foo'];
      expect(await whole(response)).toEqual({ status: 200, body: { ...(first.body as object), ignored_parameters_unsupported } });
    }
    const { avatar_url } = first.body as { avatar_url: string };
    expect((await fetch(server.baseURL + avatar_url)).status).toBe(200);
  });
});
