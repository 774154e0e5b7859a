import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { basicAuth, bearer, createTestApp, type TestPerson } from '@/testing/app';
import { expectColour, expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf, ululeError, wireOf } from '@/testing/in-process/wire';

const PATH = '/oauth2/token/';
const app = await createTestApp({ skipsReuseWindow: true });

let owner: TestPerson;
beforeEach(async () => {
  owner = await openOwner(app);
});
afterEach(() => {
  vi.useRealTimers();
});

const token = (fields: Record<string, string>, headers: Record<string, string> = {}, path = PATH) =>
  app.ask('POST', path, { headers, body: new URLSearchParams(fields) });

const passwordGrant = ({ email, password }: TestPerson) => ({ grant_type: 'password', username: email, password });
const refreshGrant = (refresh: string) => ({ grant_type: 'refresh_token', refresh_token: refresh });

const PAIR = {
  access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  expires_in: 36000,
  refresh_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  scope: 'read write',
  token_type: 'Bearer',
};

const UNAUTHORIZED = ululeError(401, 'PermissionError', []);

it.each([
  ['of a public client', {}, PATH],
  ['with a client over Basic, which is ignored', basicAuth('client', 'anything'), PATH],
  ['without the slash', {}, '/oauth2/token'],
])('POST /oauth2/token/ – the password grant %s → 200 and a token that writes', async (_name, headers, path) => {
  const response = await token(passwordGrant(owner), headers, path);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const body = await response.json();
  expect({ status: response.status, body }).toEqual({ status: 200, body: PAIR });
  const image = await tiny('png', [20, 60, 220]);
  const written = await app.ask('PATCH', `/v1/avatars/${owner.id}`, { headers: bearer(body.access_token), body: formOf({ image }) });
  expect(written.status).toBe(200);
  await expectColour(app, `/u/${owner.id}/avatar`, [20, 60, 220]);
});

it('POST /oauth2/token/ – the refresh grant returns the next pair', async () => {
  const first = await (await token(passwordGrant(owner))).json();
  const response = await token(refreshGrant(first.refresh_token));
  const body = await response.json();
  expect({ status: response.status, body }).toEqual({ status: 200, body: PAIR });
  expect([body.access_token, body.refresh_token]).not.toContain(first.refresh_token);
  const me = await app.ask('GET', '/v1/me', { headers: bearer(body.access_token) });
  expect((await me.json()).id).toBe(owner.id);
});

it('POST /oauth2/token/ – a refresh token that is used twice revokes all tokens of its sign-in', async () => {
  const first = await (await token(passwordGrant(owner))).json();
  const second = await (await token(refreshGrant(first.refresh_token))).json();
  const other = await (await token(passwordGrant(owner))).json();
  // After the reuse window.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });
  expect(await wireOf(await token(refreshGrant(first.refresh_token)))).toEqual(UNAUTHORIZED);
  expect(await wireOf(await token(refreshGrant(second.refresh_token)))).toEqual(UNAUTHORIZED);
  const status = async (access: string) => (await app.ask('GET', '/v1/me', { headers: bearer(access) })).status;
  expect(await status(first.access_token)).toBe(401);
  expect(await status(second.access_token)).toBe(401);
  // Another sign-in of the same person stays valid.
  expect(await status(other.access_token)).toBe(200);
});

it('a refresh token → 401 where an access token is expected', async () => {
  const { refresh_token: refresh } = await (await token(passwordGrant(owner))).json();
  expect(await wireOf(await app.ask('DELETE', `/v1/avatars/${owner.id}`, { headers: bearer(refresh) }))).toEqual(UNAUTHORIZED);
  await expectOldPicture(app, owner);
});

it.each<[name: string, fields: (person: TestPerson) => Record<string, string>, expected: object]>([
  ['a wrong password', (person) => ({ ...passwordGrant(person), password: 'wrong' }), UNAUTHORIZED],
  ['an unknown username', (person) => ({ ...passwordGrant(person), username: 'nobody@example.org' }), UNAUTHORIZED],
  ['a password of 201 characters', (person) => ({ ...passwordGrant(person), password: 'x'.repeat(201) }), UNAUTHORIZED],
  ['an unknown refresh token', () => refreshGrant('x'), UNAUTHORIZED],
  ['no grant_type', () => ({}), ululeError(400, 'RequiredError', ['grant_type'])],
  ['another grant', () => ({ grant_type: 'guest_email' }), ululeError(400, 'ValueError', ['grant_type'])],
  ['no username', () => ({ grant_type: 'password', password: 'x' }), ululeError(400, 'RequiredError', ['username'])],
  ['no password', () => ({ grant_type: 'password', username: 'x' }), ululeError(400, 'RequiredError', ['password'])],
  ['no refresh token', () => ({ grant_type: 'refresh_token' }), ululeError(400, 'RequiredError', ['refresh_token'])],
])('POST /oauth2/token/ – %s → refused', async (_name, fields, expected) => {
  expect(await wireOf(await token(fields(owner)))).toEqual(expected);
});

it.each([
  ['JSON', 'application/json', '{"grant_type":"password"}'],
  ['70,000 bytes', 'application/x-www-form-urlencoded', `grant_type=${'x'.repeat(70_000)}`],
])('POST /oauth2/token/ – %s → 400 DeserializationError', async (_name, type, body) => {
  const response = await app.ask('POST', PATH, { headers: { 'Content-Type': type }, body });
  expect(await wireOf(response)).toEqual(ululeError(400, 'DeserializationError', []));
});
