import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAccount, signInCookie, type TestPerson } from '../people';
import type { Server } from '../server';
import { failure, signIn } from './cloudreve';
import { test as base, expect, expectOldPicture, form, plain } from './fixtures';
import { error, basic as zulipBasic } from './zulip-wire';

/** Who has a picture, and who is after it, with what they hold. */
interface Scene {
  server: Server;
  victim: TestPerson;
  intruder: TestPerson;
  /** Ids of what is the victim's. */
  version: number;
  keyId: number;
  /** Refresh tokens of the victim, each good for its own dialect alone. */
  refresh: { cloudreve: string; ulule: string };
  session: string;
  intruderSession: string;
}

interface Attempt {
  /** The route file below `app`. */
  route: string;
  call: string;
  send(scene: Scene, image: Uint8Array<ArrayBuffer>): [path: string, init: RequestInit];
  refusal: { status: number; body: unknown };
}

/** The victim's address with the intruder's key or password. */
const mixed = ({ victim, intruder }: Scene) => zulipBasic({ email: victim.email, key: intruder.key });
const wrongPassword = ({ victim }: Scene) => ({ email: victim.email, password: 'not the password' });
const json = (value: unknown): RequestInit => ({ body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const elsewhere = { Origin: 'https://elsewhere.example.org' };

const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
const ulule = (status: number, fieldNames: string[] = []) => ({
  status,
  body: [{ fieldNames, classification: expect.stringMatching(/^(?:PermissionError|ValueError)$/), message: expect.any(String) }],
});
const cloudreve = (code: number, msg: string) => ({ status: 200, body: failure(code, msg) });
const UNAUTHORIZED = { status: 401, body: error('Invalid API key', 'UNAUTHORIZED') };
const CSRF = {
  status: 403,
  body: { result: 'error', msg: 'CSRF error: Origin checking failed', code: 'CSRF_FAILED', reason: 'Origin checking failed' },
};

const asVictimWithIntrudersKey = (route: string, method: string, init: (image: Uint8Array<ArrayBuffer>) => RequestInit): Attempt => ({
  route: `(native)/${route}`,
  call: `${method} /${route} – the victim's address with the intruder's key`,
  send: (scene, image) => [`/${route}`, { method, ...init(image), headers: mixed(scene) }],
  refusal: problem(401, 'invalid_credentials'),
});

const ATTEMPTS: Attempt[] = [
  asVictimWithIntrudersKey('api/me/avatar', 'PUT', (body) => ({ body })),
  asVictimWithIntrudersKey('api/me/avatar', 'PATCH', () => ({ body: '{"alt":"Mine"}' })),
  asVictimWithIntrudersKey('api/me/avatar', 'DELETE', () => ({})),
  asVictimWithIntrudersKey('api/me/avatar/gravatar', 'PUT', () => ({})),
  asVictimWithIntrudersKey('api/me/avatar/preview', 'POST', (body) => ({ body })),
  {
    route: '(native)/api/me/avatars/[id]/restore',
    call: 'POST /api/me/avatars/{id}/restore – a version of somebody else',
    send: ({ version, intruder }) => [`/api/me/avatars/${version}/restore`, { method: 'POST', headers: intruder.auth }],
    refusal: problem(404, 'not_found'),
  },
  {
    route: '(native)/api/keys',
    call: "POST /api/keys – the victim's address with another password",
    send: (scene) => ['/api/keys', { method: 'POST', headers: zulipBasic({ email: scene.victim.email, key: 'not the password' }) }],
    refusal: problem(401, 'invalid_credentials'),
  },
  {
    route: '(native)/api/keys/[id]',
    call: 'DELETE /api/keys/{id} – a key of somebody else',
    send: ({ server, keyId, intruderSession: Cookie }) => [
      `/api/keys/${keyId}`,
      { method: 'DELETE', headers: { Cookie, Origin: server.baseURL } },
    ],
    refusal: problem(404, 'not_found'),
  },
  {
    route: '(native)/api/accounts',
    call: "POST /api/accounts – with the victim's address",
    send: ({ victim }) => ['/api/accounts', { method: 'POST', ...json({ email: victim.email, name: 'Me', password: 'correct horse' }) }],
    refusal: problem(409, 'email_taken'),
  },
  {
    route: '(native)/api/policy',
    call: 'PATCH /api/policy – by somebody who is no administrator',
    send: ({ intruder }) => ['/api/policy', { method: 'PATCH', headers: intruder.auth, body: '{"avatarChangesDisabled":true}' }],
    refusal: problem(403, 'forbidden'),
  },
  {
    route: '(mycargoextra)/api/v1/user/avatar',
    call: "PATCH /api/v1/user/avatar – the victim's browser, sent by another site",
    send: ({ victim }, avatar) => [
      '/api/v1/user/avatar',
      { method: 'PATCH', headers: { Cookie: `userToken=${victim.key}`, ...elsewhere }, body: form({ avatar }) },
    ],
    refusal: { status: 403, body: { message: 'Access denied' } },
  },
  ...['/user/setting/avatar', '/api/v4/user/setting/avatar'].map(
    (path): Attempt => ({
      route: '(cloudreve)/user/setting/avatar',
      call: `PUT ${path} – the victim's refresh token in place of an access token`,
      send: ({ refresh }, body) => [path, { method: 'PUT', headers: bearer(refresh.cloudreve), body }],
      refusal: cloudreve(40020, 'Invalid token type'),
    }),
  ),
  {
    route: '(cloudreve)/session/token',
    call: "POST /session/token – the victim's address with another password",
    send: (scene) => ['/session/token', { method: 'POST', ...json(wrongPassword(scene)) }],
    refusal: cloudreve(40080, 'Incorrect password or email address'),
  },
  {
    route: '(cloudreve)/session/token',
    call: "DELETE /session/token – the victim's refresh token of another API",
    send: ({ refresh }) => ['/session/token', { method: 'DELETE', ...json({ refresh_token: refresh.ulule }) }],
    refusal: cloudreve(40020, 'Failed to parse token'),
  },
  {
    route: '(cloudreve)/session/token/refresh',
    call: "POST /session/token/refresh – the victim's refresh token of another API",
    send: ({ refresh }) => ['/session/token/refresh', { method: 'POST', ...json({ refresh_token: refresh.ulule }) }],
    refusal: cloudreve(40020, 'Failed to issue token pair'),
  },
  {
    route: '(ulule)/v1/users/[id]/avatars',
    call: 'POST /v1/users/:id/avatars – for somebody else',
    send: ({ victim, intruder }, image) => [
      `/v1/users/${victim.id}/avatars`,
      { method: 'POST', headers: intruder.auth, body: form({ image }) },
    ],
    refusal: ulule(403),
  },
  {
    route: '(ulule)/v1/avatars/[id]',
    call: 'PATCH /v1/avatars/:id – of somebody else',
    send: ({ victim, intruder }, image) => [`/v1/avatars/${victim.id}`, { method: 'PATCH', headers: intruder.auth, body: form({ image }) }],
    refusal: ulule(403),
  },
  {
    route: '(ulule)/v1/avatars/[id]',
    call: 'DELETE /v1/avatars/:id – of somebody else',
    send: ({ victim, intruder }) => [`/v1/avatars/${victim.id}`, { method: 'DELETE', headers: intruder.auth }],
    refusal: ulule(403),
  },
  {
    route: '(ulule)/oauth2/token',
    call: "POST /oauth2/token/ – the victim's refresh token of another API",
    send: ({ refresh }) => [
      '/oauth2/token/',
      { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh.cloudreve }) },
    ],
    refusal: ulule(401),
  },
  ...(['POST', 'DELETE'] as const).map(
    (method): Attempt => ({
      route: '(zulip)/api/v1/users/me/avatar',
      call: `${method} /api/v1/users/me/avatar – the victim's address with the intruder's key`,
      send: (scene, file) => [
        '/api/v1/users/me/avatar',
        { method, headers: mixed(scene), ...(method === 'POST' && { body: form({ file }) }) },
      ],
      refusal: UNAUTHORIZED,
    }),
  ),
  ...(['POST', 'DELETE'] as const).map(
    (method): Attempt => ({
      route: '(zulip)/json/users/me/avatar',
      call: `${method} /json/users/me/avatar – the victim's browser, sent by another site`,
      send: ({ session }, file) => [
        '/json/users/me/avatar',
        { method, headers: { Cookie: session, ...elsewhere }, ...(method === 'POST' && { body: form({ file }) }) },
      ],
      refusal: CSRF,
    }),
  ),
  {
    route: '(zulip)/api/v1/fetch_api_key',
    call: "POST /api/v1/fetch_api_key – the victim's address with another password",
    send: ({ victim }) => [
      '/api/v1/fetch_api_key',
      { method: 'POST', body: new URLSearchParams({ username: victim.email, password: 'not the password' }) },
    ],
    refusal: { status: 401, body: error('Your username or password is incorrect', 'AUTHENTICATION_FAILED') },
  },
  ...['users/me/api_key/regenerate', 'register'].map(
    (path): Attempt => ({
      route: `(zulip)/api/v1/${path}`,
      call: `POST /api/v1/${path} – the victim's address with the intruder's key`,
      send: (scene) => [`/api/v1/${path}`, { method: 'POST', headers: mixed(scene) }],
      refusal: UNAUTHORIZED,
    }),
  ),
];

const test = base.extend<{ scene: Scene }>({
  scene: async ({ server, owner }, use) => {
    const intruder = await openAccount(server.baseURL, 'Mallory');
    const [version] = await (await fetch(`${server.baseURL}/api/me/avatars`, { headers: owner.auth })).json();
    const session = await signInCookie(server.baseURL, owner);
    const [key] = await (await fetch(`${server.baseURL}/api/keys`, { headers: { Cookie: session } })).json();
    const grant = new URLSearchParams({ grant_type: 'password', username: owner.email, password: owner.password });
    const tokens = await (await fetch(`${server.baseURL}/oauth2/token/`, { method: 'POST', body: grant })).json();
    await use({
      server,
      victim: owner,
      intruder,
      version: version.id,
      keyId: key.id,
      refresh: { cloudreve: (await signIn(server, owner)).refresh, ulule: tokens.refresh_token },
      session,
      intruderSession: await signInCookie(server.baseURL, intruder),
    });
  },
});

for (const { call, send, refusal } of ATTEMPTS) {
  test(`${call} → ${refusal.status}, and nothing has changed`, async ({ scene }) => {
    const { server, victim } = scene;
    const [path, init] = send(scene, await plain('png', [10, 200, 10]));
    const response = await fetch(server.baseURL + path, { redirect: 'manual', ...init });
    expect({ status: response.status, body: await response.json() }).toEqual(refusal);
    await expectOldPicture(server, victim);
    // What the victim holds is as good as before: the key was just used; the tokens and their password are tried here.
    const again = { method: 'POST', ...json({ refresh_token: scene.refresh.cloudreve }) };
    expect(await (await fetch(`${server.baseURL}/session/token/refresh`, again)).json()).toMatchObject({ code: 0 });
    const ulules = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: scene.refresh.ulule });
    expect((await fetch(`${server.baseURL}/oauth2/token/`, { method: 'POST', body: ulules })).status).toBe(200);
    expect((await fetch(`${server.baseURL}/api/limits`).then((limits) => limits.json())).locked).toBe(false);
  });
}

/** next-auth's own, which `e2e/ui/account.spec.ts` and the attempts at a password in `rate-limits.spec.ts` go through. */
const ELSEWHERE = ['(auth)/api/auth/[...nextauth]'];

test('every address that takes a write has a row here, or refuses every write', async ({ server, owner }) => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('/route.ts'));
  const writing = files.filter((file) => /\b(?:POST|PUT|PATCH|DELETE)\b/.test(readFileSync(join('app', file), 'utf8')));
  const rows = new Set([...ATTEMPTS.map(({ route }) => route), ...ELSEWHERE]);
  const routes = writing.map((file) => file.replace(/\/route\.ts$/, ''));
  for (const route of rows) expect(routes, 'rows whose address is gone').toContain(route);
  const rest = routes.filter((route) => !rows.has(route));
  expect(rest.length).toBeGreaterThan(3);
  for (const route of rest) {
    const path = route.replace(/^\([a-z]+\)/, '').replaceAll(/\[[^\]]+\]/g, String(owner.id));
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await fetch(server.baseURL + path, { method, headers: zulipBasic(owner) });
      expect(response.status, `${method} ${path}`).toBe(405);
    }
  }
});
