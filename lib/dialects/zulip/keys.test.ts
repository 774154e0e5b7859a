import { describe, expect, it } from 'vitest';
import { basicAuth, createTestApp, type TestPerson } from '@/testing/app';
import { error, whole } from '@/testing/zulip';

const KEY = expect.stringMatching(/^[A-Za-z0-9]{32}$/);
const INSUFFICIENT = { status: 400, body: error('Insufficient permission', 'BAD_REQUEST') };

const app = await createTestApp();

/** Whether requests with this key are authenticated. */
const works = async ({ email }: TestPerson, key: string) =>
  (await app.ask('GET', '/api/v1/users/me', { headers: basicAuth(email, key) })).status === 200;

describe('POST /api/v1/fetch_api_key', () => {
  const PATH = '/api/v1/fetch_api_key';
  const post = async (fields: Record<string, string>) => whole(await app.ask('POST', PATH, { body: new URLSearchParams(fields) }));
  const fetchKey = async ({ email, password }: TestPerson) => {
    const { body } = await post({ username: email, password });
    return (body as { api_key: string }).api_key;
  };

  it.each(['urlencoded', 'multipart'])('%s – exchanges a password for a key, a new one for each device', async (encoding) => {
    const person = await app.open();
    const fields = { username: ` ${person.email.toUpperCase()}`, password: person.password };
    const form = () => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      return form;
    };
    const signIn = async () =>
      whole(await app.ask('POST', PATH, { body: encoding === 'urlencoded' ? new URLSearchParams(fields) : form() }));
    const replies = [await signIn(), await signIn()];
    const body = { result: 'success', msg: '', api_key: KEY, email: person.email, user_id: person.id };
    for (const reply of replies) expect(reply).toEqual({ status: 200, body });
    const keys = replies.map((reply) => (reply.body as { api_key: string }).api_key);
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(await works(person, key)).toBe(true);
  });

  const WRONG = { status: 401, body: error('Your username or password is incorrect', 'AUTHENTICATION_FAILED') };
  const missing = (name: string) => ({
    status: 400,
    body: { ...error(`Missing '${name}' argument`, 'REQUEST_VARIABLE_MISSING'), var_name: name },
  });
  const refused: { name: string; fields: (person: TestPerson) => Record<string, string>; reply: object }[] = [
    { name: 'a wrong password', fields: ({ email }) => ({ username: email, password: 'wrong' }), reply: WRONG },
    { name: 'an unknown address', fields: ({ password }) => ({ username: 'x@example.org', password }), reply: WRONG },
    { name: 'a password of 201 characters', fields: ({ email }) => ({ username: email, password: 'x'.repeat(201) }), reply: WRONG },
    { name: 'no password', fields: ({ email }) => ({ username: email }), reply: missing('password') },
    { name: 'no username', fields: ({ password }) => ({ password }), reply: missing('username') },
    { name: 'no fields', fields: () => ({}), reply: missing('username') },
  ];
  it.each(refused.map(({ name, fields, reply }) => [name, reply, fields] as const))('%s → %j', async (_name, reply, fields) => {
    expect(await post(fields(await app.open()))).toEqual(reply);
  });

  it('ten wrong passwords are allowed, then 429 with the seconds to wait, in the header and in the body', async () => {
    const { email: username, password } = await app.open();
    for (let attempt = 1; attempt <= 10; attempt += 1) expect(await post({ username, password: 'wrong' })).toEqual(WRONG);
    const response = await app.ask('POST', PATH, { body: new URLSearchParams({ username, password }) });
    const { status, body } = await whole(response);
    expect({ status, body }).toEqual({
      status: 429,
      body: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
    });
    expect(response.headers.get('retry-after')).toBe(String((body as { 'retry-after': number })['retry-after']));
    expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
  });

  it('replaces the oldest key of a Zulip client when there are as many keys as allowed', async () => {
    const person = await app.open();
    const [first, second] = [await fetchKey(person), await fetchKey(person)];
    const create = () => app.ask('POST', '/api/keys', { headers: person.session, json: { label: 'other' } });
    while ((await create()).status === 201);
    const third = await fetchKey(person);
    expect(await Promise.all([person.key, first, second, third].map((key) => works(person, key)))).toEqual([true, false, true, true]);
  });
});

describe('POST /api/v1/users/me/api_key/regenerate', () => {
  const regenerate = async ({ email }: TestPerson, key: string) =>
    whole(await app.ask('POST', '/api/v1/users/me/api_key/regenerate', { headers: basicAuth(email, key) }));
  const remove = ({ email }: TestPerson, key: string) => app.ask('DELETE', '/api/v1/users/me/avatar', { headers: basicAuth(email, key) });

  it('revokes the old key immediately, and the new one has the same scopes', async () => {
    const person = await app.open();
    const reply = await regenerate(person, person.key);
    expect(reply).toEqual({ status: 200, body: { result: 'success', msg: '', api_key: KEY } });
    expect(await regenerate(person, person.key)).toEqual({ status: 401, body: error('Invalid API key', 'UNAUTHORIZED') });
    const { api_key } = reply.body as { api_key: string };
    expect((await remove(person, api_key)).status).toBe(200);
  });

  it('does not replace a read-only key', async () => {
    const person = await app.open();
    const key = await person.createKey(['avatar:read']);
    expect(await regenerate(person, key)).toEqual(INSUFFICIENT);
    expect(await whole(await remove(person, key))).toEqual(INSUFFICIENT);
    expect(await works(person, key)).toBe(true);
  });
});
