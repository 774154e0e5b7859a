import { randomUUID } from 'node:crypto';
import { openAccount, signInCookie, type TestPerson } from '../people';
import { discard, type Server, startServer } from '../server';
import { bearer, failure, LOGIN_REQUIRED, type Session, sendJson, signIn, WRONG_TOKEN_TYPE } from './cloudreve';
import { test as base, type Color, expect, plain } from './fixtures';
import type { Words } from './uploads';
import { error } from './zulip-wire';

/** Somebody with everything that there is to take away, and somebody who would. */
export interface World {
  server: Server;
  /** The administrator, so that the policy is theirs as well. */
  victim: TestPerson;
  attacker: TestPerson;
  attackersSession: string;
  /** The victim's session cookie. */
  session: string;
  cloudreve: Session;
  /** A sign-in that the victim has ended. */
  ended: Session;
  ulule: { access: string; refresh: string };
  readOnlyKey: string;
  deletedKey: string;
  spareKeyId: number;
  /** The version that the victim showed before, and could go back to. */
  earlierVersionId: number;
}

const FIRST: Color = [200, 30, 90];
const SECOND: Color = [30, 90, 200];

export const test = base.extend<object, { world: World }>({
  world: [
    async ({ browserName: _ }, use) => {
      const server = await startServer({ DATABASE_URL: '', TRUST_PROXY: '1' });
      await use(await populate(server));
      await discard(server);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

async function populate(server: Server): Promise<World> {
  const { baseURL } = server;
  const [victim, attacker] = [await openAccount(baseURL), await openAccount(baseURL, 'Eve')];
  for (const person of [victim, attacker]) {
    for (const color of [FIRST, SECOND]) await send(baseURL, 'PUT', '/api/me/avatar', person.auth, await plain('png', color));
  }
  const session = await signInCookie(baseURL, victim);
  const fromOurPages = { Cookie: session, Origin: baseURL };
  const key = (label: string, scopes: string[]) =>
    send<{ id: number; key: string }>(baseURL, 'POST', '/api/keys', fromOurPages, JSON.stringify({ label, scopes }));
  const [readOnly, deleted, spare] = [await key('reads', ['avatar:read']), await key('gone', SCOPES), await key('spare', SCOPES)];
  await fetch(`${baseURL}/api/keys/${deleted.id}`, { method: 'DELETE', headers: fromOurPages });
  const [cloudreve, ended] = [await signIn(server, victim), await signIn(server, victim)];
  await sendJson(server, 'DELETE', '/session/token', { refresh_token: ended.refresh });
  const grant = new URLSearchParams({ grant_type: 'password', username: victim.email, password: victim.password });
  const pair = await send<{ access_token: string; refresh_token: string }>(baseURL, 'POST', '/oauth2/token/', {}, grant);
  const versions = await send<{ id: number; current: boolean }[]>(baseURL, 'GET', '/api/me/avatars', victim.auth);
  return {
    server,
    victim,
    attacker,
    attackersSession: await signInCookie(baseURL, attacker),
    session,
    cloudreve,
    ended,
    ulule: { access: pair.access_token, refresh: pair.refresh_token },
    readOnlyKey: readOnly.key,
    deletedKey: deleted.key,
    spareKeyId: spare.id,
    earlierVersionId: Math.min(...versions.map(({ id }) => id)),
  };
}

const SCOPES = ['avatar:read', 'avatar:write'];

/** @returns the body as JSON, which has to be of this type */
async function send<T = unknown>(
  baseURL: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: BodyInit,
): Promise<T> {
  const response = await fetch(baseURL + path, { method, headers, ...(body && { body }) });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  return response.json();
}

/** Everything of the victim's that anybody could have changed. */
export async function belongings({ server: { baseURL }, victim, session, cloudreve, ulule }: World) {
  const read = <T = unknown>(path: string, headers: Record<string, string>) => send<T>(baseURL, 'GET', path, headers);
  const keys = await read<{ lastUsedAt: string | null }[]>('/api/keys', { Cookie: session });
  const shown = await fetch(`${baseURL}/u/${victim.id}/avatar?s=200`);
  return {
    me: await read('/api/me', victim.auth),
    versions: await read('/api/me/avatars', victim.auth),
    policy: await read('/api/policy', victim.auth),
    // Each look with a key is noted, an attacker's as well.
    keys: keys.map(({ lastUsedAt: _, ...key }) => key),
    overCloudreve: await read('/user/me', bearer(cloudreve.access)),
    overUlule: await read('/v1/me', bearer(ulule.access)),
    picture: [shown.status, shown.headers.get('etag'), Buffer.from(await shown.arrayBuffer()).toString('base64')],
  };
}

/** What somebody may hold that is not enough, or not theirs. */
export type Way = keyof ReturnType<typeof credentials>;

const basic = (email: string, secret: string) => ({ Authorization: `Basic ${Buffer.from(`${email}:${secret}`).toString('base64')}` });
const base64url = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** A token that says everything that ours say, and that nobody signed. */
export function unsignedToken({ victim }: World): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const claims = { token_type: 'access', family: randomUUID(), serial: 1, sub: String(victim.id), iss: 'cloudreve', nbf: 0, exp };
  return `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(claims)}.`;
}

/** As each API wants to be shown it: Zulip takes a key in Basic alone, and Ulule has a scheme of its own for a name with a key. */
export function credentials(world: World, api: 'native' | 'zulip' | 'ulule') {
  const { victim, attacker, session, cloudreve, ended, ulule, readOnlyKey, deletedKey } = world;
  const token = (secret: string) => (api === 'zulip' ? basic(victim.email, secret) : bearer(secret));
  const Origin = 'https://evil.example';
  return {
    ownKeyUnderTheirAddress:
      api === 'ulule' ? { Authorization: `ApiKey ${victim.email}:${attacker.key}` } : basic(victim.email, attacker.key),
    theirDeletedKey: token(deletedKey),
    theirCloudreveRefreshToken: token(cloudreve.refresh),
    theirUluleRefreshToken: token(ulule.refresh),
    theirEndedSignIn: token(ended.access),
    unsignedToken: token(unsignedToken(world)),
    theirReadOnlyKey: token(readOnlyKey),
    theirSessionFromAnotherSite: { Cookie: session, Origin },
    theirKeyInCookieFromAnotherSite: { Cookie: `userToken=${victim.key}`, Origin },
  } satisfies Record<string, Record<string, string>>;
}

const problem = (status: number, code: string): Words => ({ status, body: expect.objectContaining({ status, code }) });
const enveloped = (body: object): Words => ({ status: 200, body });
const message = (status: number, text: string): Words => ({ status, body: { message: text } });
const denied = (status: number): Words => ({
  status,
  body: [{ fieldNames: [], classification: 'PermissionError', message: expect.any(String) }],
});

/** The words of one API: `otherwise` for what is simply wrong. */
const words = (otherwise: Words, others: Partial<Record<Way, Words>>) => ({ otherwise, ...others });
export type Vocabulary = ReturnType<typeof words>;

const NOT_LOGGED_IN = { status: 401, body: error('Not logged in: API authentication or user session required', 'UNAUTHORIZED') };
const malformedKey = { status: 401, body: error('Malformed API key', 'UNAUTHORIZED') };

export const NATIVE = words(problem(401, 'invalid_credentials'), {
  theirReadOnlyKey: problem(403, 'forbidden'),
  theirSessionFromAnotherSite: problem(403, 'cross_origin'),
  theirKeyInCookieFromAnotherSite: problem(401, 'not_authenticated'),
});

export const MY_CARGO_EXTRA = words(message(401, 'Unauthorized'), {
  theirReadOnlyKey: message(403, 'Access denied'),
  theirKeyInCookieFromAnotherSite: message(403, 'Access denied'),
});

export const CLOUDREVE = words(enveloped(LOGIN_REQUIRED), {
  theirCloudreveRefreshToken: enveloped(WRONG_TOKEN_TYPE),
  theirUluleRefreshToken: enveloped(WRONG_TOKEN_TYPE),
  theirReadOnlyKey: enveloped(failure(403, 'Permission denied')),
});

export const ULULE = words(denied(401), { theirReadOnlyKey: denied(403) });

export const ZULIP = words(malformedKey, {
  ownKeyUnderTheirAddress: { status: 401, body: error('Invalid API key', 'UNAUTHORIZED') },
  theirDeletedKey: { status: 401, body: error('Invalid API key', 'UNAUTHORIZED') },
  theirReadOnlyKey: { status: 400, body: error('Insufficient permission', 'BAD_REQUEST') },
  theirSessionFromAnotherSite: NOT_LOGGED_IN,
  theirKeyInCookieFromAnotherSite: NOT_LOGGED_IN,
});

export const ZULIP_SESSION = words(NOT_LOGGED_IN, {
  theirSessionFromAnotherSite: {
    status: 403,
    body: { ...error('CSRF error: Origin checking failed', 'CSRF_FAILED'), reason: 'Origin checking failed' },
  },
});
