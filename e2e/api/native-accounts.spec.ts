import { openAccount, signInCookie, type TestPerson } from '../people';
import type { Server } from '../server';
import { signIn as signInToCloudreve } from './cloudreve';
import { expect, test } from './fixtures';

const json = { 'Content-Type': 'application/json' };
const basic = (person: TestPerson) => ({ Authorization: `Basic ${btoa(`${person.email}:${person.password}`)}` });

test('POST /api/accounts – 201, with the address in small letters', async ({ server }) => {
  const email = `Grace.${Date.now()}@Example.ORG`;
  const body = JSON.stringify({ email, name: ' Grace ', password: 'long enough' });
  const response = await fetch(`${server.baseURL}/api/accounts`, { method: 'POST', headers: json, body });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({
    id: expect.any(Number),
    email: email.toLowerCase(),
    name: 'Grace',
    role: expect.stringMatching(/^(member|admin)$/),
    createdAt: expect.any(String),
  });
});

test('POST /api/accounts – the same address again, with other capitals → 409 email_taken', async ({ server, person }) => {
  const body = JSON.stringify({ email: person.email.toUpperCase(), name: 'Eve', password: 'long enough' });
  const response = await fetch(`${server.baseURL}/api/accounts`, { method: 'POST', headers: json, body });
  expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 409, code: 'email_taken' });
});

const invalid: [fields: object, wrong: string[]][] = [
  [{}, ['email', 'name', 'password']],
  [{ email: 'nobody', name: 'x', password: 'long enough' }, ['email']],
  [{ email: 'a@example.org', name: '   ', password: 'short' }, ['name', 'password']],
  [{ email: `${'a'.repeat(250)}@example.org`, name: 'x'.repeat(101), password: 'p'.repeat(201) }, ['email', 'name', 'password']],
];
for (const [fields, wrong] of invalid) {
  test(`POST /api/accounts – ${JSON.stringify(fields).slice(0, 60)}: wrong ${wrong.join(', ')} → 400, each named with what was expected`, async ({
    server,
  }) => {
    const response = await fetch(`${server.baseURL}/api/accounts`, { method: 'POST', headers: json, body: JSON.stringify(fields) });
    expect(response.status).toBe(400);
    const problem = await response.json();
    expect(problem.code).toBe('invalid_request');
    expect(Object.keys(problem.fields).sort()).toEqual(wrong);
  });
}

for (const body of ['', 'no json', '[]', '{"email":', '\xff']) {
  test(`POST /api/accounts – the body ${JSON.stringify(body)} → 400`, async ({ server }) => {
    const response = await fetch(`${server.baseURL}/api/accounts`, { method: 'POST', headers: json, body: Buffer.from(body, 'latin1') });
    expect(response.status).toBe(400);
    expect((await response.json()).code).toMatch(/^(invalid_request|malformed_body)$/);
  });
}

test('control characters – refused in names and labels, left out of descriptions, and never an internal error', async ({
  server,
  owner,
}) => {
  const nul = String.fromCharCode(0);
  const fields = { email: `x${Date.now()}@example.org`, name: `A${nul}da`, password: 'long enough' };
  const account = await fetch(`${server.baseURL}/api/accounts`, { method: 'POST', headers: json, body: JSON.stringify(fields) });
  expect({ status: account.status, fields: (await account.json()).fields }).toEqual({ status: 400, fields: { name: expect.any(String) } });
  const login = { Authorization: `Basic ${btoa(`a${nul}@example.org:password`)}` };
  expect((await fetch(`${server.baseURL}/api/keys`, { method: 'POST', headers: login })).status).toBe(401);
  const body = JSON.stringify({ alt: `one${nul}two` });
  const described = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PATCH', headers: owner.auth, body });
  expect((await described.json()).alt).toBe('one two');
});

test('POST /api/accounts – not from a page of another site', async ({ server }) => {
  const body = JSON.stringify({ email: `y${Date.now()}@example.org`, name: 'Eve', password: 'long enough' });
  const headers = { 'Content-Type': 'text/plain', Origin: 'https://evil.example' };
  const response = await fetch(`${server.baseURL}/api/accounts`, { method: 'POST', headers, body });
  expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 403, code: 'cross_origin' });
});

test('a key that may only write reads nothing that is only for its owner', async ({ server, owner }) => {
  const create = await fetch(`${server.baseURL}/api/keys`, {
    method: 'POST',
    headers: { ...basic(owner), ...json },
    body: JSON.stringify({ scopes: ['avatar:write'] }),
  });
  const headers = { Authorization: `Bearer ${(await create.json()).key}` };
  for (const path of ['/api/me', '/api/me/avatar', '/api/me/avatars', '/api/me/avatar/original']) {
    expect({ path, status: (await fetch(server.baseURL + path, { headers })).status }).toEqual({ path, status: 403 });
  }
});

test('GET /api/me – who I am, with my picture and without my password', async ({ server, owner }) => {
  const response = await fetch(`${server.baseURL}/api/me`, { headers: owner.auth });
  const me = await response.json();
  expect(Object.keys(me).sort()).toEqual(['avatar', 'createdAt', 'email', 'id', 'name', 'role']);
  expect(me).toMatchObject({ id: owner.id, email: owner.email, name: owner.name, avatar: { source: 'upload' } });
});

test('GET, POST, DELETE /api/keys – a key is shown once, listed without itself, and dead once deleted', async ({ server, person }) => {
  const create = await fetch(`${server.baseURL}/api/keys`, {
    method: 'POST',
    headers: { ...basic(person), ...json },
    body: JSON.stringify({ label: 'My script', scopes: ['avatar:read'], expiresAt: '2099-01-01T00:00:00Z' }),
  });
  expect(create.status).toBe(201);
  const created = await create.json();
  expect(created).toEqual({
    id: expect.any(Number),
    label: 'My script',
    lastFour: created.key.slice(-4),
    scopes: ['avatar:read'],
    createdAt: expect.any(String),
    lastUsedAt: null,
    expiresAt: '2099-01-01T00:00:00.000Z',
    key: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
  });
  const headers = { Authorization: `Bearer ${created.key}` };
  expect((await fetch(`${server.baseURL}/api/me`, { headers })).status).toBe(200);
  const cookie = { Cookie: await signInCookie(server.baseURL, person) };
  const [listed] = await (await fetch(`${server.baseURL}/api/keys`, { headers: cookie })).json();
  expect(listed).toMatchObject({ id: created.id, lastFour: created.lastFour, lastUsedAt: expect.any(String) });
  expect(listed).not.toHaveProperty('key');
  expect((await fetch(`${server.baseURL}/api/keys/${created.id}`, { method: 'DELETE', headers: basic(person) })).status).toBe(204);
  expect((await fetch(`${server.baseURL}/api/me`, { headers })).status).toBe(401);
});

/** What a program holds that somebody let in: it must not let in others, who would stay when it has to go. */
const HELD: Record<string, (server: Server, person: TestPerson) => Promise<string>> = {
  'an API key': async (_server, { key }) => key,
  'an access token of Cloudreve': async (server, person) => (await signInToCloudreve(server, person)).access,
  'an access token of Ulule': async ({ baseURL }, { email, password }) => {
    const body = new URLSearchParams({ grant_type: 'password', username: email, password });
    return (await (await fetch(`${baseURL}/oauth2/token/`, { method: 'POST', body })).json()).access_token;
  },
};

for (const [name, secretOf] of Object.entries(HELD)) {
  test(`GET, POST, DELETE /api/keys – ${name} can neither list nor make nor delete keys`, async ({ server, person }) => {
    const headers = { Authorization: `Bearer ${await secretOf(server, person)}` };
    expect((await fetch(`${server.baseURL}/api/me`, { headers })).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/api/keys'],
      ['POST', '/api/keys'],
      ['DELETE', '/api/keys/1'],
    ] as const) {
      const response = await fetch(server.baseURL + path, { method, headers });
      expect({ method, status: response.status, code: (await response.json()).code }).toEqual({ method, status: 403, code: 'forbidden' });
    }
  });
}

test('GET /api/limits – what an upload must keep to, for everyone', async ({ server }) => {
  const limits = await (await fetch(`${server.baseURL}/api/limits`)).json();
  expect(limits).toMatchObject({
    maxBytes: 300_000,
    maxPixels: 90_000_000,
    maxFrames: 1000,
    outputFormats: ['webp', 'avif', 'jpg', 'png'],
  });
  expect(limits.formats.map(({ format }: { format: string }) => format)).toEqual(['jpeg', 'png', 'webp', 'gif', 'avif', 'heic']);
});

test('signing in – an unknown address and a wrong password are answered alike', async ({ server, person }) => {
  const attempts = [
    { ...person, password: 'wrong password' },
    { ...person, email: 'nobody@example.org' },
  ];
  const overBasic = await Promise.all(
    attempts.map((attempt) => fetch(`${server.baseURL}/api/keys`, { method: 'POST', headers: basic(attempt) })),
  );
  const problems = await Promise.all(
    overBasic.map(async (response) => {
      const { requestId, ...problem } = await response.json();
      return { status: response.status, ...problem };
    }),
  );
  expect(problems[0]).toEqual(problems[1]);
  expect(problems[0]).toMatchObject({ status: 401, code: 'invalid_credentials' });
  for (const attempt of attempts) await expect(signInCookie(server.baseURL, attempt)).rejects.toThrow(/CredentialsSignin/);
});

test('the session cookie – small, HttpOnly, SameSite=Lax, and without the picture', async ({ server, owner }) => {
  const cookie = await signInCookie(server.baseURL, owner);
  expect(cookie.length).toBeLessThan(600);
  const session = await fetch(`${server.baseURL}/api/auth/session`, { headers: { Cookie: cookie } });
  expect(Object.keys(await session.json())).toEqual(['expires']);
  const [renewed] = session.headers.getSetCookie().filter((header) => header.includes('session-token'));
  expect(renewed).toMatch(/HttpOnly/i);
  expect(renewed).toMatch(/SameSite=Lax/i);
  const other = await openAccount(server.baseURL);
  expect((await fetch(`${server.baseURL}/api/me`, { headers: { Cookie: cookie } })).status).toBe(200);
  expect(other.id).not.toBe(owner.id);
});
