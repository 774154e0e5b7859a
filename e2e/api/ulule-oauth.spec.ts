import { openAccount } from '../people';
import type { Server } from '../server';
import { expect, expectOldPicture, expectPicture, form, plain, test } from './fixtures';
import { answered, basic } from './ulule-fixtures';

const PATH = '/oauth2/token/';

const token = (server: Server, fields: Record<string, string>, headers: Record<string, string> = {}, path = PATH) =>
  fetch(server.baseURL + path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) });

const passwordGrant = ({ email, password }: { email: string; password: string }) => ({ grant_type: 'password', username: email, password });

const PAIR = {
  access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  expires_in: 36000,
  refresh_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  scope: 'read write',
  token_type: 'Bearer',
};

const refused = (status: number, classification: string, fieldNames: string[]) => ({
  status,
  body: [{ fieldNames, classification, message: expect.any(String) }],
});
const UNAUTHORIZED = refused(401, 'PermissionError', []);

for (const [name, headers, path] of [
  ['of a public client', {}, PATH],
  ['with a client over Basic, which is ignored', basic('client', 'anything'), PATH],
  ['without the slash', {}, '/oauth2/token'],
] as const) {
  test(`POST ${path} – the password grant ${name} → 200 and a token that writes`, async ({ server, owner }) => {
    const response = await token(server, passwordGrant(owner), headers, path);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { status, body } = await answered(response);
    expect({ status, body }).toEqual({ status: 200, body: PAIR });
    const written = await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${(body as typeof PAIR).access_token}` },
      body: form({ image: await plain('png', [20, 60, 220]) }),
    });
    expect(written.status).toBe(200);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [20, 60, 220]);
  });
}

test(`POST ${PATH} – the refresh grant gives the next pair`, async ({ server, owner }) => {
  const first = await (await token(server, passwordGrant(owner))).json();
  const { status, body } = await answered(await token(server, { grant_type: 'refresh_token', refresh_token: first.refresh_token }));
  expect({ status, body }).toEqual({ status: 200, body: PAIR });
  const { access_token: access, refresh_token: refresh } = body as typeof PAIR;
  expect([access, refresh]).not.toContain(first.refresh_token);
  const me = await fetch(`${server.baseURL}/v1/me`, { headers: { Authorization: `Bearer ${access}` } });
  expect((await me.json()).id).toBe(owner.id);
});

test(`POST ${PATH} – a refresh token used twice ends the sign-in, whoever holds its tokens`, async ({ server, owner }) => {
  const first = await (await token(server, passwordGrant(owner))).json();
  const second = await (await token(server, { grant_type: 'refresh_token', refresh_token: first.refresh_token })).json();
  const other = await (await token(server, passwordGrant(owner))).json();
  expect(await answered(await token(server, { grant_type: 'refresh_token', refresh_token: first.refresh_token }))).toEqual(UNAUTHORIZED);
  expect(await answered(await token(server, { grant_type: 'refresh_token', refresh_token: second.refresh_token }))).toEqual(UNAUTHORIZED);
  const status = async (access: string) =>
    (await fetch(`${server.baseURL}/v1/me`, { headers: { Authorization: `Bearer ${access}` } })).status;
  expect(await status(first.access_token)).toBe(401);
  expect(await status(second.access_token)).toBe(401);
  // Another sign-in of the same person goes on.
  expect(await status(other.access_token)).toBe(200);
});

test('a refresh token is no access token', async ({ server, owner }) => {
  const { refresh_token: refresh } = await (await token(server, passwordGrant(owner))).json();
  const headers = { Authorization: `Bearer ${refresh}` };
  expect(await answered(await fetch(`${server.baseURL}/v1/avatars/${owner.id}`, { method: 'DELETE', headers }))).toEqual(UNAUTHORIZED);
  await expectOldPicture(server, owner);
});

const cases: { name: string; fields: (person: { email: string; password: string }) => Record<string, string>; expected: object }[] = [
  { name: 'a wrong password', fields: (person) => ({ ...passwordGrant(person), password: 'wrong' }), expected: UNAUTHORIZED },
  {
    name: 'an unknown username',
    fields: (person) => ({ ...passwordGrant(person), username: 'nobody@example.org' }),
    expected: UNAUTHORIZED,
  },
  {
    name: 'a password of 201 characters',
    fields: (person) => ({ ...passwordGrant(person), password: 'x'.repeat(201) }),
    expected: UNAUTHORIZED,
  },
  { name: 'an unknown refresh token', fields: () => ({ grant_type: 'refresh_token', refresh_token: 'x' }), expected: UNAUTHORIZED },
  { name: 'no grant_type', fields: () => ({}), expected: refused(400, 'RequiredError', ['grant_type']) },
  { name: 'another grant', fields: () => ({ grant_type: 'guest_email' }), expected: refused(400, 'ValueError', ['grant_type']) },
  {
    name: 'no username',
    fields: () => ({ grant_type: 'password', password: 'x' }),
    expected: refused(400, 'RequiredError', ['username']),
  },
  {
    name: 'no password',
    fields: () => ({ grant_type: 'password', username: 'x' }),
    expected: refused(400, 'RequiredError', ['password']),
  },
  { name: 'no refresh token', fields: () => ({ grant_type: 'refresh_token' }), expected: refused(400, 'RequiredError', ['refresh_token']) },
];
for (const { name, fields, expected } of cases) {
  test(`POST ${PATH} – ${name} → refused`, async ({ server }) => {
    const person = await openAccount(server.baseURL);
    expect(await answered(await token(server, fields(person)))).toEqual(expected);
  });
}

for (const [name, type, body] of [
  ['JSON', 'application/json', '{"grant_type":"password"}'],
  ['70,000 bytes', 'application/x-www-form-urlencoded', `grant_type=${'x'.repeat(70_000)}`],
] as const) {
  test(`POST ${PATH} – ${name} → 400 DeserializationError`, async ({ server }) => {
    const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: { 'Content-Type': type }, body });
    expect(await answered(response)).toEqual(refused(400, 'DeserializationError', []));
  });
}
