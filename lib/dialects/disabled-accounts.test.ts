import { afterEach, describe, expect, it, vi } from 'vitest';
import { basicAuth, bearer, createTestApp, type TestPerson } from '@/testing/app';
import { readEvents } from '@/testing/event-stream';
import { tiny } from '@/testing/in-process/pictures';
import { signInByForm } from '@/testing/in-process/sign-in';
import { enveloped, failure, message, problem, ululeError, type Wire, wireOf, zulipError } from '@/testing/in-process/wire';

const app = await createTestApp({ skipsReuseWindow: true });

const disable = async ({ id }: TestPerson, disabled = true) => {
  const response = await app.ask('PATCH', `/api/people/${id}`, { headers: app.admin().session, json: { disabled } });
  expect(response.status).toBe(200);
};

interface Tokens {
  access: string;
  refresh: string;
}

async function cloudreve({ email, password }: TestPerson): Promise<Tokens> {
  const { data } = await (await app.ask('POST', '/session/token', { json: { email, password } })).json();
  return { access: data.token.access_token, refresh: data.token.refresh_token };
}

async function ulule({ email, password }: TestPerson): Promise<Tokens> {
  const body = new URLSearchParams({ grant_type: 'password', username: email, password });
  const pair = await (await app.ask('POST', '/oauth2/token/', { body })).json();
  return { access: pair.access_token, refresh: pair.refresh_token };
}

interface Held {
  person: TestPerson;
  cloudreve: Tokens;
  ulule: Tokens;
}

async function holder(): Promise<Held> {
  const person = await app.open();
  return { person, cloudreve: await cloudreve(person), ulule: await ulule(person) };
}

const refreshed = (refresh_token: string) => app.ask('POST', '/session/token/refresh', { json: { refresh_token } });
const refreshedAtUlule = (refresh_token: string) =>
  app.ask('POST', '/oauth2/token/', { body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }) });
const get = (path: string, headers: Record<string, string>) => app.ask('GET', path, { headers });
const fetchKey = (username: string, password: string) =>
  app.ask('POST', '/api/v1/fetch_api_key', { body: new URLSearchParams({ username, password }) });

const NATIVE = problem(403, 'account_disabled');
const ULULE = ululeError(403, 'PermissionError', [], 'This account is disabled. Ask an administrator to enable it.');
const DEACTIVATED = 'Account is deactivated';
const CLOUDREVE = enveloped(failure(50001, 'failed to get login user'));

/** Every credential in the words of each API. */
const REFUSALS: [name: string, ask: (held: Held) => Promise<Response>, words: Wire][] = [
  ['the session cookie', ({ person }) => get('/api/me', person.session), problem(401, 'not_authenticated')],
  ['an API key as Bearer', ({ person }) => get('/api/me', person.auth), NATIVE],
  ['an API key as Basic', ({ person }) => get('/api/me', person.basic), NATIVE],
  ['the password as Basic', ({ person }) => app.ask('POST', '/api/keys', { headers: person.passwordAuth, json: {} }), NATIVE],
  ['an access token of another API', (held) => get('/api/me', bearer(held.ulule.access)), NATIVE],
  ['the event stream', ({ person }) => get('/api/me/events', person.auth), NATIVE],
  ['a key at MyCargoExtra', ({ person }) => get('/api/v1/user/check', person.auth), message(403, 'Access denied')],
  ['a key at Ulule', ({ person }) => get('/v1/me', person.auth), ULULE],
  ['the password at Ulule', ({ person }) => get('/v1/me', person.passwordAuth), ULULE],
  ['an access token of Ulule', (held) => get('/v1/me', bearer(held.ulule.access)), ULULE],
  [
    'oauth2/token/ with the password',
    ({ person: { email: username, password } }) =>
      app.ask('POST', '/oauth2/token/', { body: new URLSearchParams({ grant_type: 'password', username, password }) }),
    ULULE,
  ],
  ['oauth2/token/ with a refresh token', (held) => refreshedAtUlule(held.ulule.refresh), ULULE],
  ['a key at Cloudreve', ({ person }) => get('/user/me', person.auth), CLOUDREVE],
  ['an access token of Cloudreve', (held) => get('/user/me', bearer(held.cloudreve.access)), CLOUDREVE],
  [
    'session/token with the password',
    ({ person: { email, password } }) => app.ask('POST', '/session/token', { json: { email, password } }),
    enveloped(failure(40017, 'This account has been blocked')),
  ],
  ['session/token/refresh', (held) => refreshed(held.cloudreve.refresh), enveloped(failure(40020, 'Failed to issue token pair'))],
  ['a key at Zulip', ({ person }) => get('/api/v1/users/me', person.basic), zulipError(DEACTIVATED, 'UNAUTHORIZED', 401)],
  [
    'a key in the query at Zulip',
    ({ person }) => get(`/avatar/${person.id}?api_key=${person.key}`, {}),
    zulipError(DEACTIVATED, 'USER_DEACTIVATED', 401),
  ],
  ['fetch_api_key', ({ person }) => fetchKey(person.email, person.password), zulipError(DEACTIVATED, 'USER_DEACTIVATED', 401)],
];

describe('a disabled account', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(REFUSALS)('is refused: %s', async (_name, ask, words) => {
    const held = await holder();
    await disable(held.person);
    expect(await wireOf(await ask(held))).toEqual(words);
    // Not only once.
    expect(await wireOf(await ask(held))).toEqual(words);
  });

  it('cannot sign in by the page, which says why', async () => {
    const { person } = await holder();
    await disable(person);
    const response = await signInByForm(app, person.email, person.password);
    expect(response.status).toBe(401);
    expect(new URL((await response.json()).url).searchParams.get('error')).toBe('account_disabled');
    expect(response.headers.getSetCookie().join()).not.toContain('session-token');
  });

  it('looks like any other to those who have not proved a credential', async () => {
    const [{ person }, other] = [await holder(), await app.open()];
    await disable(person);
    for (const ask of [
      ({ email }: TestPerson) => fetchKey(email, 'wrong password'),
      ({ email }: TestPerson) => get('/v1/me', basicAuth(email, 'wrong password')),
      ({ email }: TestPerson) =>
        get(
          '/api/me',
          basicAuth(
            email,
            other.key.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')),
          ),
        ),
      ({ email }: TestPerson) => app.ask('POST', '/session/token', { json: { email, password: 'wrong password' } }),
    ]) {
      const [refused, expected] = [await ask(person), await ask(other)];
      const seen = async (response: Response) => ({
        status: response.status,
        body: (await response.text()).replace(/"(?:requestId|correlation_id)":"[^"]*"/, ''),
      });
      expect(await seen(refused)).toEqual(await seen(expected));
    }
    // Its key under the address of another person is that of no account.
    expect((await (await get('/api/me', basicAuth(other.email, person.key))).json()).code).toBe('invalid_credentials');
  });

  it('ends its event stream and its sessions at once', async () => {
    const { person } = await holder();
    const events = readEvents(await get('/api/me/events', person.auth));
    expect(await events.event()).toMatchObject({ type: 'connected' });
    await disable(person);
    expect(await events.next()).toBeNull();
    const details = await (await get(`/api/people/${person.id}`, app.admin().session)).json();
    expect(details).toMatchObject({ sessions: [], disabledAt: expect.any(String) });
  });

  it('shows its picture still, and Zulip says that it is inactive', async () => {
    const { person } = await holder();
    await app.ask('PUT', '/api/me/avatar', { headers: person.auth, body: await tiny('png', [200, 30, 90]) });
    const shown = async () => (await app.ask('GET', `/api/users/${person.id}/avatar`)).json();
    const before = await shown();
    await disable(person);
    expect(await shown()).toEqual(before);
    const { user } = await (await get(`/api/v1/users/${person.id}`, app.admin().basic)).json();
    expect(user).toMatchObject({ user_id: person.id, is_active: false });
    await disable(person, false);
    expect((await (await get(`/api/v1/users/${person.id}`, app.admin().basic)).json()).user.is_active).toBe(true);
  });

  it('has its keys and its password again once it is enabled, and no earlier sign-in', async () => {
    const held = await holder();
    const { person } = held;
    await disable(person);
    await disable(person, false);
    for (const headers of [person.auth, person.basic]) expect((await get('/api/me', headers)).status).toBe(200);
    expect((await fetchKey(person.email, person.password)).status).toBe(200);
    expect((await get('/api/me', person.session)).status).toBe(401);
    expect(await wireOf(await get('/api/me', bearer(held.cloudreve.access)))).toEqual(problem(401, 'invalid_credentials'));
    expect(await wireOf(await refreshed(held.cloudreve.refresh))).toEqual(enveloped(failure(40020, 'Failed to issue token pair')));
    expect(await wireOf(await refreshedAtUlule(held.ulule.refresh))).toEqual(ululeError(401, 'PermissionError', []));
  });

  it('does not say that it is disabled to a token that had ended before', async () => {
    const { person, cloudreve: tokens } = await holder();
    await app.ask('DELETE', '/session/token', { json: { refresh_token: tokens.refresh } });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });
    await disable(person);
    expect(await wireOf(await get('/api/me', bearer(tokens.access)))).toEqual(problem(401, 'invalid_credentials'));
  });

  it('sees public pages of other APIs as a visitor does', async () => {
    const { person } = await holder();
    const version = { 'Ulule-Version': '2018-11-26' };
    const visitor = await wireOf(await get(`/v1/users/${app.admin().id}`, version));
    await disable(person);
    expect(await wireOf(await get(`/v1/users/${app.admin().id}`, { ...version, ...person.auth }))).toEqual(visitor);
  });
});
