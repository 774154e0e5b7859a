import { randomUUID } from 'node:crypto';
import { basicAuth, bearer, createTestApp, type TestApp, type TestAppOptions, type TestPerson } from '../app';
import { error } from '../zulip';
import { tiny } from './pictures';
import type { AskOptions } from './request';
import { enveloped, failure, message, problem, ululeError, type Wire, zulipError } from './wire';

interface TokenPair {
  access: string;
  refresh: string;
}

/** A person with everything that there is to take away, and an attacker. */
export interface World {
  app: TestApp;
  /** The administrator, so that the policy belongs to them as well. */
  victim: TestPerson;
  attacker: TestPerson;
  cloudreve: TokenPair;
  /** A sign-in that the victim has ended. */
  ended: TokenPair;
  ulule: TokenPair;
  readOnlyKey: string;
  /** A service key that only reads people. */
  serviceKey: string;
  serviceKeyId: number;
  deletedKey: string;
  spareKeyId: number;
  /** Of the victim’s second e-mail address. */
  addressId: number;
  /** With which the victim could sign in at a provider. */
  identityId: number;
  /** The version that the victim showed before, and could restore. */
  earlierVersionId: number;
}

export async function createWorld(options: TestAppOptions = {}): Promise<World> {
  const app = await createTestApp({ skipsReuseWindow: true, ...options });
  app.gravatar.answer = { kind: 'failed' };
  const [victim, attacker] = [app.admin(), await app.open({ name: 'Eve' })];
  for (const person of [victim, attacker]) {
    await send(app, 'PUT', '/api/me/avatar', { headers: person.auth, body: await tiny('png', [200, 30, 90]) });
    await send(app, 'PUT', '/api/me/avatar', { headers: person.auth, body: await tiny('png', [30, 90, 200]) });
  }
  await app.avatars.settled();
  const key = (label: string, scopes: string[]) => send(app, 'POST', '/api/keys', { headers: victim.session, json: { label, scopes } });
  const [deleted, spare] = [await key('gone', SCOPES), await key('spare', SCOPES)];
  await app.ask('DELETE', `/api/keys/${deleted.id}`, { headers: victim.session });
  const address = await send(app, 'POST', '/api/me/addresses', {
    headers: victim.session,
    json: { email: 'second@example.org', password: victim.password },
  });
  const identity = await app.records.addIdentity(victim.id, { issuer: 'https://sso.example.org', subject: 'victim' });
  const [cloudreve, ended] = [await signIn(app, victim), await signIn(app, victim)];
  await app.ask('DELETE', '/session/token', { json: { refresh_token: ended.refresh } });
  const grant = new URLSearchParams({ grant_type: 'password', username: victim.email, password: victim.password });
  const pair = await send(app, 'POST', '/oauth2/token/', { body: grant });
  const reading = { label: 'Intranet', scopes: ['people:read'] };
  const service = await send(app, 'POST', '/api/service-keys', { headers: victim.session, json: reading });
  const versions: { id: number }[] = await send(app, 'GET', '/api/me/avatars', { headers: victim.auth });
  return {
    app,
    victim,
    attacker,
    cloudreve,
    ended,
    ulule: { access: pair.access_token, refresh: pair.refresh_token },
    serviceKey: service.key,
    serviceKeyId: service.id,
    readOnlyKey: (await key('reads', ['avatar:read'])).key,
    deletedKey: deleted.key,
    spareKeyId: spare.id,
    addressId: address.id,
    identityId: identity.id,
    earlierVersionId: Math.min(...versions.map(({ id }) => id)),
  };
}

const SCOPES = ['avatar:read', 'avatar:write'];

/** Signs in to Cloudreve. */
async function signIn(app: TestApp, { email, password }: TestPerson): Promise<TokenPair> {
  const { data } = await send(app, 'POST', '/session/token', { json: { email, password } });
  return { access: data.token.access_token, refresh: data.token.refresh_token };
}

async function send(app: TestApp, method: string, path: string, options: AskOptions) {
  const response = await app.ask(method, path, options);
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Everything of the victim that another person could have changed. */
export async function belongings({ app, victim, cloudreve, ulule }: World) {
  const read = (path: string, headers: Record<string, string>) => send(app, 'GET', path, { headers });
  const keys: Record<string, unknown>[] = await read('/api/keys', victim.session);
  const shown = await app.ask('GET', `/u/${victim.id}/avatar?s=200`);
  const sessions: Record<string, unknown>[] = await read('/api/me/sessions', victim.session);
  return {
    sessions: sessions.map(({ lastSeenAt: _, ...session }) => session),
    me: await read('/api/me', victim.auth),
    versions: await read('/api/me/avatars', victim.auth),
    policy: await read('/api/policy', victim.auth),
    // Every use of a key is noted, also an attacker's.
    keys: keys.map(({ lastUsedAt: _, ...key }) => key),
    overCloudreve: await read('/user/me', bearer(cloudreve.access)),
    overUlule: await read('/v1/me', bearer(ulule.access)),
    picture: [shown.status, shown.headers.get('etag'), Buffer.from(await shown.arrayBuffer()).toString('base64')],
  };
}

/** Credentials that do not suffice, or belong to another person. */
export type Way = keyof ReturnType<typeof credentials>;

const base64url = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** A token with all claims of ours and no signature. */
export function unsignedToken({ victim }: World): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const claims = { token_type: 'access', family: randomUUID(), serial: 1, sub: String(victim.id), iss: 'cloudreve', nbf: 0, exp };
  return `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(claims)}.`;
}

/** As each API expects them: Zulip takes keys in Basic alone, and Ulule has its own scheme for a name with a key. */
export function credentials(world: World, api: 'native' | 'zulip' | 'ulule') {
  const { victim, attacker, cloudreve, ended, ulule, readOnlyKey, serviceKey, deletedKey } = world;
  const token = (secret: string) => (api === 'zulip' ? basicAuth(victim.email, secret) : bearer(secret));
  const Origin = 'https://evil.example';
  return {
    ownKeyUnderTheirAddress:
      api === 'ulule' ? { Authorization: `ApiKey ${victim.email}:${attacker.key}` } : basicAuth(victim.email, attacker.key),
    theirDeletedKey: token(deletedKey),
    theirCloudreveRefreshToken: token(cloudreve.refresh),
    theirUluleRefreshToken: token(ulule.refresh),
    theirEndedSignIn: token(ended.access),
    unsignedToken: token(unsignedToken(world)),
    theirReadOnlyKey: token(readOnlyKey),
    serviceKey: token(serviceKey),
    theirSessionFromAnotherSite: { ...victim.session, Origin },
    theirKeyInCookieFromAnotherSite: { Cookie: `userToken=${victim.key}`, Origin },
  } satisfies Record<string, Record<string, string>>;
}

/** The words of one API: `otherwise` for credentials that are simply wrong. */
const words = (otherwise: Wire, others: { [W in Way]?: Wire }) => ({ otherwise, ...others });
export type Vocabulary = ReturnType<typeof words>;

export const NATIVE = words(problem(401, 'invalid_credentials'), {
  theirReadOnlyKey: problem(403, 'forbidden'),
  theirSessionFromAnotherSite: problem(403, 'cross_origin'),
  theirKeyInCookieFromAnotherSite: problem(401, 'not_authenticated'),
});

export const MY_CARGO_EXTRA = words(message(401, 'Unauthorized'), {
  theirReadOnlyKey: message(403, 'Access denied'),
  theirKeyInCookieFromAnotherSite: message(403, 'Access denied'),
});

const WRONG_TOKEN_TYPE = enveloped(failure(40020, 'Invalid token type'));
export const CLOUDREVE = words(enveloped(failure(401, 'Login required')), {
  theirCloudreveRefreshToken: WRONG_TOKEN_TYPE,
  theirUluleRefreshToken: WRONG_TOKEN_TYPE,
  theirReadOnlyKey: enveloped(failure(403, 'Permission denied')),
});

export const ULULE = words(ululeError(401, 'PermissionError', []), { theirReadOnlyKey: ululeError(403, 'PermissionError', []) });

const NOT_LOGGED_IN = zulipError('Not logged in: API authentication or user session required', 'UNAUTHORIZED', 401);
export const ZULIP = words(zulipError('Malformed API key', 'UNAUTHORIZED', 401), {
  ownKeyUnderTheirAddress: zulipError('Invalid API key', 'UNAUTHORIZED', 401),
  theirDeletedKey: zulipError('Invalid API key', 'UNAUTHORIZED', 401),
  theirReadOnlyKey: zulipError('Insufficient permission', 'BAD_REQUEST'),
  theirSessionFromAnotherSite: NOT_LOGGED_IN,
  theirKeyInCookieFromAnotherSite: NOT_LOGGED_IN,
});

export const ZULIP_SESSION = words(NOT_LOGGED_IN, {
  theirSessionFromAnotherSite: {
    status: 403,
    body: { ...error('CSRF error: Origin checking failed', 'CSRF_FAILED'), reason: 'Origin checking failed' },
  },
});
