import { signInCookie, type TestPerson } from '../people';
import { expect, expectOldPicture, expectPicture, form, plain, test } from './fixtures';
import { answered, basic, MODERN, OPEN } from './ulule-fixtures';

const REFUSED = { status: 401, body: [{ fieldNames: [], classification: 'PermissionError', message: expect.any(String) }] };
const KEY_OF_NOBODY = 'A'.repeat(32);

/** Ways to say who one is. */
const WAYS: Record<string, (person: TestPerson) => string> = {
  'Bearer KEY': ({ key }) => `Bearer ${key}`,
  'bearer KEY': ({ key }) => `bearer ${key}`,
  'APIKey KEY': ({ key }) => `APIKey ${key}`,
  'apikey KEY': ({ key }) => `apikey ${key}`,
  'ApiKey user:KEY': ({ email, key }) => `ApiKey ${email}:${key}`,
  'APIKEY user:KEY': ({ email, key }) => `APIKEY ${email}:${key}`,
};

for (const [name, header] of Object.entries(WAYS)) {
  test(`Authorization: ${name} – reads and writes`, async ({ server, owner }) => {
    const headers = { Authorization: header(owner) };
    expect((await (await fetch(`${server.baseURL}/v1/me`, { headers })).json()).id).toBe(owner.id);
    const body = form({ image: await plain('png', [20, 60, 220]) });
    expect((await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, { method: 'PATCH', headers, body })).status).toBe(200);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [20, 60, 220]);
  });
}

for (const secret of ['password', 'key'] as const) {
  test(`Authorization: Basic username:${secret} – reads and may not write`, async ({ server, owner }) => {
    const headers = basic(owner.email, owner[secret]);
    expect((await (await fetch(`${server.baseURL}/v1/me`, { headers })).json()).id).toBe(owner.id);
    const body = form({ image: await plain('png', [0, 0, 0]) });
    const response = await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, { method: 'PATCH', headers, body });
    const message = 'HTTP Basic is read-only. To write, send Authorization: Bearer with an access token or an API key.';
    expect(await answered(response)).toEqual({ status: 401, body: [{ fieldNames: [], classification: 'PermissionError', message }] });
    await expectOldPicture(server, owner);
  });
}

const WRONG: Record<string, (person: TestPerson) => Record<string, string>> = {
  nothing: () => ({}),
  'an unknown key': () => ({ Authorization: `Bearer ${KEY_OF_NOBODY}` }),
  'an unknown APIKey': () => ({ Authorization: `APIKey ${KEY_OF_NOBODY}` }),
  'APIKey without a key': () => ({ Authorization: 'APIKey' }),
  'APIKey user:password': ({ email, password }) => ({ Authorization: `APIKey ${email}:${password}` }),
  "someone else's name with the key": ({ key }) => ({ Authorization: `ApiKey eve@example.org:${key}` }),
  'a wrong password': ({ email }) => basic(email, 'wrong'),
  'another scheme': () => ({ Authorization: 'Digest x' }),
};
const CALLS = [
  ['GET', () => '/v1/me'],
  ['POST', (id: number) => `/v1/users/${id}/avatars`],
  ['PATCH', (id: number) => `/v1/avatars/${id}`],
  ['DELETE', (id: number) => `/v1/avatars/${id}`],
] as const;

for (const [name, headers] of Object.entries(WRONG)) {
  test(`${name} → 401 from every call that needs someone, and the old picture stays`, async ({ server, owner }) => {
    for (const [method, path] of CALLS) {
      const response = await fetch(server.baseURL + path(owner.id), { method, headers: headers(owner) });
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="likeness"');
      expect({ method, ...(await answered(response)) }).toEqual({ method, ...REFUSED });
    }
    await expectOldPicture(server, owner);
  });
}

test('the session of the settings page is no credential here', async ({ server, owner }) => {
  const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: server.baseURL };
  expect(await answered(await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, { method: 'DELETE', headers }))).toEqual(REFUSED);
  await expectOldPicture(server, owner);
});

test('a key that may only read → reads, and 403 PermissionError for every write', async ({ server, owner }) => {
  const created = await fetch(`${server.baseURL}/api/keys`, {
    method: 'POST',
    headers: { ...basic(owner.email, owner.password), 'Content-Type': 'application/json' },
    body: JSON.stringify({ scopes: ['avatar:read'] }),
  });
  const headers = { Authorization: `APIKey ${(await created.json()).key}` };
  expect((await fetch(`${server.baseURL}/v1/me`, { headers })).status).toBe(200);
  const address = `${server.baseURL}/v1/avatars/${owner.id}`;
  const denied = { status: 403, body: [{ fieldNames: [], classification: 'PermissionError', message: expect.any(String) }] };
  const body = form({ image: await plain('png', [0, 0, 0]) });
  expect(await answered(await fetch(address, { method: 'PATCH', headers, body }))).toEqual(denied);
  expect(await answered(await fetch(address, { method: 'PATCH', headers }))).toEqual(denied);
  expect(await answered(await fetch(address, { method: 'DELETE', headers }))).toEqual(denied);
  await expectOldPicture(server, owner);
});

test('GET /v1/users/:id – signed in before Ulule-Version 2018-11-26, everyone since', async ({ server, owner }) => {
  const get = (headers: Record<string, string>) => fetch(`${server.baseURL}/v1/users/${owner.id}`, { headers });
  for (const version of [{}, MODERN, { 'Ulule-Version': '2018-11-25' }]) {
    const refused = await get(version);
    expect([refused.status, (await refused.json())[0].classification]).toEqual([401, 'PermissionError']);
    expect(await answered(await get({ ...version, Authorization: `Bearer ${KEY_OF_NOBODY}` }))).toEqual(REFUSED);
    expect((await get({ ...version, ...owner.auth })).status).toBe(200);
  }
  expect((await get(OPEN)).status).toBe(200);
});

for (const [path, oldest] of [
  [(id: number) => `/v1/users/${id}`, OPEN],
  [(id: number) => `/v1/avatars/${id}`, {}],
] as const) {
  test(`GET ${path(0)} with wrong credentials – anonymous before Ulule-Version 2020-10-07, refused since`, async ({ server, owner }) => {
    const get = (version: Record<string, string>) =>
      fetch(server.baseURL + path(owner.id), { headers: { Authorization: `Bearer ${KEY_OF_NOBODY}`, ...version } });
    expect((await get(oldest)).status).toBe(200);
    expect((await get({ 'Ulule-Version': '2020-10-06' })).status).toBe(200);
    expect(await answered(await get({ 'Ulule-Version': '2020-10-07' }))).toEqual(REFUSED);
  });
}
