import { beforeEach, expect, it } from 'vitest';
import { basicAuth, bearer, createTestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { MODERN, OPEN, WRITES } from '@/testing/in-process/ulule';
import { formOf, ululeError, wireOf } from '@/testing/in-process/wire';

const app = await createTestApp();
const BLUE: Colour = [20, 60, 220];
const REFUSED = ululeError(401, 'PermissionError', []);
const DENIED = ululeError(403, 'PermissionError', []);
const UNKNOWN_KEY = 'A'.repeat(32);

let owner: TestPerson;
beforeEach(async () => {
  owner = await openOwner(app);
});

const patch = async (headers: Record<string, string>, colour: Colour) =>
  app.ask('PATCH', `/v1/avatars/${owner.id}`, { headers, body: formOf({ image: await tiny('png', colour) }) });

it.each<[name: string, header: (person: TestPerson) => string]>([
  ['Bearer KEY', ({ key }) => `Bearer ${key}`],
  ['bearer KEY', ({ key }) => `bearer ${key}`],
  ['APIKey KEY', ({ key }) => `APIKey ${key}`],
  ['apikey KEY', ({ key }) => `apikey ${key}`],
  ['ApiKey user:KEY', ({ email, key }) => `ApiKey ${email}:${key}`],
  ['APIKEY user:KEY', ({ email, key }) => `APIKEY ${email}:${key}`],
])('Authorization: %s – reads and writes', async (_name, header) => {
  const headers = { Authorization: header(owner) };
  expect((await (await app.ask('GET', '/v1/me', { headers })).json()).id).toBe(owner.id);
  expect((await patch(headers, BLUE)).status).toBe(200);
  await expectColour(app, `/u/${owner.id}/avatar`, BLUE);
});

it.each(['password', 'key'] as const)('Authorization: Basic username:%s – reads and may not write', async (secret) => {
  const headers = basicAuth(owner.email, owner[secret]);
  expect((await (await app.ask('GET', '/v1/me', { headers })).json()).id).toBe(owner.id);
  const message = 'HTTP Basic is read-only. To write, send Authorization: Bearer with an access token or an API key.';
  expect(await wireOf(await patch(headers, BLUE))).toEqual(ululeError(401, 'PermissionError', [], message));
  await expectOldPicture(app, owner);
});

it.each<[name: string, headers: (person: TestPerson) => Record<string, string>]>([
  ['nothing', () => ({})],
  ['an unknown key', () => bearer(UNKNOWN_KEY)],
  ['an unknown APIKey', () => ({ Authorization: `APIKey ${UNKNOWN_KEY}` })],
  ['APIKey without a key', () => ({ Authorization: 'APIKey' })],
  ['APIKey user:password', ({ email, password }) => ({ Authorization: `APIKey ${email}:${password}` })],
  ["someone else's name with the key", ({ key }) => ({ Authorization: `ApiKey eve@example.org:${key}` })],
  ['a wrong password', ({ email }) => basicAuth(email, 'wrong')],
  ['another scheme', () => ({ Authorization: 'Digest x' })],
])('%s → 401 from every request that needs a person, and the old picture stays', async (_name, headers) => {
  for (const [method, path] of [['GET', () => '/v1/me'] as const, ...WRITES]) {
    const response = await app.ask(method, path(owner.id), { headers: headers(owner) });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="likeness"');
    expect({ method, ...(await wireOf(response)) }).toEqual({ method, ...REFUSED });
  }
  await expectOldPicture(app, owner);
});

it('the session of the settings page → 401', async () => {
  expect(await wireOf(await app.ask('DELETE', `/v1/avatars/${owner.id}`, { headers: owner.session }))).toEqual(REFUSED);
  await expectOldPicture(app, owner);
});

it('a read-only key → reads, and 403 PermissionError for every write', async () => {
  const json = { scopes: ['avatar:read'] };
  const created = await (await app.ask('POST', '/api/keys', { headers: owner.passwordAuth, json })).json();
  const headers = { Authorization: `APIKey ${created.key}` };
  expect((await app.ask('GET', '/v1/me', { headers })).status).toBe(200);
  expect(await wireOf(await patch(headers, BLUE))).toEqual(DENIED);
  expect(await wireOf(await app.ask('PATCH', `/v1/avatars/${owner.id}`, { headers }))).toEqual(DENIED);
  expect(await wireOf(await app.ask('DELETE', `/v1/avatars/${owner.id}`, { headers }))).toEqual(DENIED);
  await expectOldPicture(app, owner);
});

it('GET /v1/users/:id – needs credentials before Ulule-Version 2018-11-26, and none since', async () => {
  const get = (headers: Record<string, string>) => app.ask('GET', `/v1/users/${owner.id}`, { headers });
  for (const version of [{}, MODERN, { 'Ulule-Version': '2018-11-25' }]) {
    const message = 'Sign in, or send Ulule-Version: 2018-11-26 or later.';
    expect(await wireOf(await get(version))).toEqual(ululeError(401, 'PermissionError', [], message));
    expect(await wireOf(await get({ ...version, ...bearer(UNKNOWN_KEY) }))).toEqual(REFUSED);
    expect((await get({ ...version, ...owner.auth })).status).toBe(200);
  }
  expect((await get(OPEN)).status).toBe(200);
});

it.each([
  ['/v1/users', OPEN],
  ['/v1/avatars', {}],
])('GET %s/:id with wrong credentials – anonymous before Ulule-Version 2020-10-07, refused since', async (path, oldest) => {
  const get = (version: Record<string, string>) =>
    app.ask('GET', `${path}/${owner.id}`, { headers: { ...bearer(UNKNOWN_KEY), ...version } });
  expect((await get(oldest)).status).toBe(200);
  expect((await get({ 'Ulule-Version': '2020-10-06' })).status).toBe(200);
  expect(await wireOf(await get({ 'Ulule-Version': '2020-10-07' }))).toEqual(REFUSED);
});
