import { beforeAll, describe, expect, it } from 'vitest';
import { basicAuth, createTestApp, type TestPerson } from '@/testing/app';
import { expectNoChange, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';
import { basicOf, error, NOT_LOGGED_IN, whole } from '@/testing/zulip';

const PATH = '/api/v1/users/me/avatar';
const UNREADABLE = error('Invalid authorization header for basic auth', 'UNAUTHORIZED');
const NOT_BASIC = error('This endpoint requires HTTP basic authentication.', 'BAD_REQUEST');
const INSUFFICIENT = { status: 400, body: error('Insufficient permission', 'BAD_REQUEST') };

const app = await createTestApp({ userPerMinute: 100_000, addressPerMinute: 100_000 });
const picture = await tiny('png', [0, 0, 0]);
let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});

type Headers = (owner: TestPerson) => Record<string, string>;

describe(`${PATH} refuses credentials with a reason, and keeps the old picture`, () => {
  const rows: { name: string; headers: Headers; status: number; body: object }[] = [
    { name: 'no Authorization', headers: () => ({}), status: 401, body: NOT_LOGGED_IN },
    { name: 'Bearer', headers: ({ auth }) => auth, status: 400, body: NOT_BASIC },
    { name: 'Digest', headers: () => ({ Authorization: 'Digest abc' }), status: 400, body: NOT_BASIC },
    { name: 'Basic alone', headers: () => ({ Authorization: 'Basic' }), status: 401, body: UNREADABLE },
    { name: 'Basic that is not base64', headers: () => ({ Authorization: 'Basic !!!!' }), status: 401, body: UNREADABLE },
    { name: 'no colon', headers: ({ key }) => basicOf(key), status: 401, body: UNREADABLE },
    { name: 'two colons', headers: ({ email, key }) => basicOf(`${email}:${key}:x`), status: 401, body: UNREADABLE },
    {
      name: 'a malformed key',
      headers: ({ email }) => basicAuth(email, 'short'),
      status: 401,
      body: error('Malformed API key', 'UNAUTHORIZED'),
    },
    {
      name: 'an unknown key',
      headers: ({ email }) => basicAuth(email, 'x'.repeat(32)),
      status: 401,
      body: error('Invalid API key', 'UNAUTHORIZED'),
    },
    {
      name: "another person's address",
      headers: ({ key }) => basicAuth('nobody@example.org', key),
      status: 401,
      body: error('Invalid API key', 'UNAUTHORIZED'),
    },
  ];
  const calls = rows.flatMap((row) => ['POST', 'DELETE'].map((method) => [method, row.name, row.status, row.body, row.headers] as const));
  it.each(calls)('%s with %s → %i %j', async (method, _name, status, body, headers) => {
    const upload = method === 'POST' ? { body: formOf({ file: picture }) } : {};
    const response = await expectNoChange(app, owner, () => app.ask(method, PATH, { headers: headers(owner), ...upload }));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="zulip"' : null);
    expect(response.headers.get('x-ratelimit-limit')).toBe('100000');
    expect(Number(response.headers.get('x-ratelimit-remaining'))).toBeLessThan(100_000);
    expect(Number(response.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
    expect(await whole(response)).toEqual({ status, body });
  });

  it('a browser that asks for a page → 302 to the sign-in form', async () => {
    const response = await app.ask('POST', PATH, { headers: { Accept: 'text/html,*/*' } });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`/sign-in?callbackUrl=${encodeURIComponent(PATH)}`);
  });

  it('a read-only key → 400 Insufficient permission', async () => {
    const headers = basicAuth(owner.email, await owner.createKey(['avatar:read']));
    const upload = () => app.ask('POST', PATH, { headers, body: formOf({ file: picture }) });
    expect(await whole(await expectNoChange(app, owner, upload))).toEqual(INSUFFICIENT);
    // Even if there is no upload to remove.
    const remove = () => app.ask('DELETE', PATH, { headers });
    expect(await whole(await expectNoChange(app, owner, remove))).toEqual(INSUFFICIENT);
    const other = await openOwner(app);
    await app.ask('PUT', '/user/setting/avatar', { headers: other.auth });
    const otherHeaders = basicAuth(other.email, await other.createKey(['avatar:read']));
    expect(await app.avatars.stateOf(other.id)).toMatchObject({ source: 'gravatar' });
    expect(await whole(await app.ask('DELETE', PATH, { headers: otherHeaders }))).toEqual(INSUFFICIENT);
  });
});

it(`POST ${PATH} compares scheme and address without case, and trims both parts`, async () => {
  const { email, key } = await app.open();
  const value = Buffer.from(` ${email.toUpperCase()} : ${key} `).toString('base64');
  const response = await app.ask('POST', PATH, { headers: { Authorization: `bASIC ${value}` }, body: formOf({ file: picture }) });
  expect(response.status).toBe(200);
});
