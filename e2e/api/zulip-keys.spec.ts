import { signInCookie, type TestPerson } from '../people';
import { expect, test } from './fixtures';
import { basic, basicOf, error, whole } from './zulip-wire';

test.describe('POST /api/v1/fetch_api_key', () => {
  const PATH = '/api/v1/fetch_api_key';
  const post = async (url: string, fields: Record<string, string>, encoding: 'urlencoded' | 'multipart' = 'urlencoded') => {
    const body = encoding === 'urlencoded' ? new URLSearchParams(fields) : new FormData();
    if (body instanceof FormData) for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return whole(await fetch(url, { method: 'POST', body }));
  };

  for (const encoding of ['urlencoded', 'multipart'] as const) {
    test(`${encoding} – a password for a key, and each device gets its own`, async ({ server, person }) => {
      const sign = () => post(server.baseURL + PATH, { username: ` ${person.email.toUpperCase()}`, password: person.password }, encoding);
      const answer = await sign();
      const api_key = expect.stringMatching(/^[A-Za-z0-9]{32}$/);
      expect(answer).toEqual({ status: 200, body: { result: 'success', msg: '', api_key, email: person.email, user_id: person.id } });
      const keys = [answer, await sign()].map(({ body }) => (body as { api_key: string }).api_key);
      expect(new Set(keys).size).toBe(2);
      for (const key of keys) {
        expect((await fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic({ ...person, key }) })).status).toBe(200);
      }
    });
  }

  const wrong = { status: 401, body: error('Your username or password is incorrect', 'AUTHENTICATION_FAILED') };
  const missing = (name: string) => ({
    status: 400,
    body: { ...error(`Missing '${name}' argument`, 'REQUEST_VARIABLE_MISSING'), var_name: name },
  });
  const refused: { name: string; fields: (person: TestPerson) => Record<string, string>; answer: object }[] = [
    { name: 'a wrong password', fields: ({ email }) => ({ username: email, password: 'wrong' }), answer: wrong },
    { name: 'an unknown address', fields: ({ password }) => ({ username: 'x@example.org', password }), answer: wrong },
    { name: 'a password without end', fields: ({ email }) => ({ username: email, password: 'x'.repeat(201) }), answer: wrong },
    { name: 'no password', fields: ({ email }) => ({ username: email }), answer: missing('password') },
    { name: 'no username', fields: ({ password }) => ({ password }), answer: missing('username') },
    { name: 'nothing', fields: () => ({}), answer: missing('username') },
  ];
  for (const { name, fields, answer } of refused) {
    test(`${name} → ${JSON.stringify(answer)}`, async ({ server, person }) => {
      expect(await post(server.baseURL + PATH, fields(person))).toEqual(answer);
    });
  }

  test('attempts are bounded → 429 with the seconds to wait, as a header and in the body', async ({ server, person }) => {
    const guess = () => post(server.baseURL + PATH, { username: person.email, password: 'wrong' });
    for (let attempt = 1; attempt <= 10; attempt += 1) expect(await guess()).toEqual(wrong);
    const body = new URLSearchParams({ username: person.email, password: person.password });
    const response = await fetch(server.baseURL + PATH, { method: 'POST', body });
    const { status, body: message } = await whole(response);
    expect({ status, message }).toEqual({
      status: 429,
      message: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
    });
    expect(response.headers.get('retry-after')).toBe(String((message as { 'retry-after': number })['retry-after']));
    expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
  });

  test('at the bound on keys, the oldest one of a Zulip client makes room', async ({ server, person }) => {
    const fetchKey = async () => {
      const { body } = await post(server.baseURL + PATH, { username: person.email, password: person.password });
      return (body as { api_key: string }).api_key;
    };
    const works = async (key: string) => (await fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic({ ...person, key }) })).ok;
    const [first, second] = [await fetchKey(), await fetchKey()];
    const headers = { Cookie: await signInCookie(server.baseURL, person), Origin: server.baseURL, 'Content-Type': 'application/json' };
    const make = () => fetch(`${server.baseURL}/api/keys`, { method: 'POST', headers, body: '{"label":"other"}' });
    while ((await make()).ok);
    const third = await fetchKey();
    expect(await Promise.all([person.key, first, second, third].map(works))).toEqual([true, false, true, true]);
  });
});

test('POST /api/v1/users/me/api_key/regenerate – the old key dies at once, and the new one may do the same', async ({ server, person }) => {
  const regenerate = async (key: string) =>
    whole(await fetch(`${server.baseURL}/api/v1/users/me/api_key/regenerate`, { method: 'POST', headers: basic({ ...person, key }) }));
  const answer = await regenerate(person.key);
  expect(answer).toEqual({ status: 200, body: { result: 'success', msg: '', api_key: expect.stringMatching(/^[A-Za-z0-9]{32}$/) } });
  expect(await regenerate(person.key)).toEqual({ status: 401, body: error('Invalid API key', 'UNAUTHORIZED') });
  const { api_key: key } = answer.body as { api_key: string };
  const removed = await fetch(`${server.baseURL}/api/v1/users/me/avatar`, { method: 'DELETE', headers: basic({ ...person, key }) });
  expect(removed.status).toBe(200);
});

test('POST /api/v1/users/me/api_key/regenerate – a key that may only read rotates nothing', async ({ server, person }) => {
  const created = await fetch(`${server.baseURL}/api/keys`, {
    method: 'POST',
    headers: { ...basicOf(`${person.email}:${person.password}`), 'Content-Type': 'application/json' },
    body: JSON.stringify({ scopes: ['avatar:read'] }),
  });
  const url = `${server.baseURL}/api/v1/users/me`;
  const headers = basic({ ...person, key: (await created.json()).key });
  const refused = { status: 400, body: error('Insufficient permission', 'BAD_REQUEST') };
  expect(await whole(await fetch(`${url}/api_key/regenerate`, { method: 'POST', headers }))).toEqual(refused);
  expect(await whole(await fetch(`${url}/avatar`, { method: 'DELETE', headers }))).toEqual(refused);
  expect((await fetch(url, { headers })).status).toBe(200);
});
