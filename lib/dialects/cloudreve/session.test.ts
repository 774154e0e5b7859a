import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import { binding, call, LOGIN_REQUIRED, OK, PREFIXES, signIn, TOO_MANY, WRONG_TOKEN_TYPE } from '@/testing/in-process/cloudreve';
import { expectColour, expectPicture, OLD_COLOUR, openOwner, tiny } from '@/testing/in-process/pictures';
import { failure } from '@/testing/in-process/wire';
import { ADDRESS } from '@/testing/requests';

const NO_PAIR = failure(40020, 'Failed to issue token pair');
const NO_TOKEN = failure(40020, 'Failed to parse token');

const HASHID = expect.stringMatching(/^[A-Za-z0-9]{3,}$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const TOKEN = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);
const PAIR = { access_token: TOKEN, refresh_token: TOKEN, access_expires: TIME, refresh_expires: TIME };

const app = await createTestApp({ skipsReuseWindow: true });
let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Moves the clock past the reuse window. */
const closeReuseWindow = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });

describe.each(PREFIXES)('%s/session', (prefix) => {
  const path = `${prefix}/session/token`;
  const refresh = (refresh_token: string) => call(app, 'POST', `${path}/refresh`, { json: { refresh_token } });
  const me = (token: string) => call(app, 'GET', `${prefix}/user/me`, { headers: bearer(token) });

  it('POST /token signs in for an hour, and for two weeks with the refresh token', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2030-01-01T00:00:00Z') });
    const { email, password, name } = owner;
    const reply = await call(app, 'POST', path, { json: { email: email.toUpperCase(), password, captcha: '', ticket: '' } });
    const group = { id: HASHID, name: 'User', permission: '' };
    const user = { id: HASHID, email, nickname: name, status: 'active', avatar: 'file', created_at: TIME, group };
    expect(reply).toEqual({ code: 0, data: { user, token: PAIR }, msg: '' });
    const { token } = reply.data;
    expect(token).toMatchObject({ access_expires: '2030-01-01T01:00:00.000Z', refresh_expires: '2030-01-15T00:00:00.000Z' });
    expect(await me(token.access_token)).toEqual({ code: 0, data: reply.data.user, msg: '' });
  });

  it('POST /token/refresh returns the next pair; a second use of the old token revokes both', async () => {
    const person = await app.open();
    const first = await signIn(app, person);
    const reply = await refresh(first.refresh);
    expect(reply).toEqual({ code: 0, data: PAIR, msg: '' });
    const { access_token, refresh_token } = reply.data;
    expect(refresh_token).not.toBe(first.refresh);
    const body = await tiny('png', [0, 0, 255]);
    const put = (token: string) => call(app, 'PUT', '/user/setting/avatar', { headers: bearer(token), body });
    expect(await put(access_token)).toEqual(OK);
    await expectPicture(app, person, [0, 0, 255]);

    closeReuseWindow();
    expect(await refresh(first.refresh)).toEqual(NO_PAIR);
    expect(await refresh(refresh_token)).toEqual(NO_PAIR);
    for (const token of [first.access, access_token]) expect(await put(token)).toEqual(LOGIN_REQUIRED);
  });

  it('POST /token/refresh returns a usable pair to each of several concurrent requests of a page', async () => {
    const first = await signIn(app, owner);
    const replies = await Promise.all(Array.from({ length: 4 }, () => refresh(first.refresh)));
    for (const reply of replies) expect(reply).toEqual({ code: 0, data: PAIR, msg: '' });
    // The page stores one of the pairs.
    expect((await refresh(replies[2]?.data.refresh_token)).code).toBe(0);
    for (const { data } of replies) expect((await me(data.access_token)).code).toBe(0);
  });

  it('DELETE /token ends this sign-in only', async () => {
    const [here, elsewhere] = [await signIn(app, owner), await signIn(app, owner)];
    const signOut = () => call(app, 'DELETE', path, { json: { refresh_token: here.refresh } });
    const before = await app.avatars.stateOf(owner.id);
    expect(await signOut()).toEqual({ code: 0, data: '', msg: '' });
    expect(await me(here.access)).toEqual(LOGIN_REQUIRED);
    expect(await refresh(here.refresh)).toEqual(NO_PAIR);
    expect(await signOut()).toEqual(NO_TOKEN);
    expect((await me(elsewhere.access)).code).toBe(0);
    expect(await app.avatars.stateOf(owner.id)).toEqual(before);
  });

  it('GET /prepare sends the same response for every address', async () => {
    const prepare = (query = '') => call(app, 'GET', `${prefix}/session/prepare${query}`);
    for (const email of [owner.email, 'nobody@example.org']) {
      expect(await prepare(`?email=${email}`)).toEqual({ code: 0, data: { webauthn_enabled: false, password_enabled: true }, msg: '' });
    }
    expect(await prepare()).toEqual(binding('Email cannot be empty'));
    expect(await prepare('?email=ada')).toEqual(binding('Email format error'));
  });

  it('GET /oauth/userinfo has the claims of OpenID Connect, and the URL of the current picture', async () => {
    const userInfo = `${prefix}/session/oauth/userinfo`;
    const { id, access } = await signIn(app, owner);
    const picture = `${ADDRESS}/api/v4/user/avatar/${id}`;
    const claims = { sub: id, name: owner.name, picture, email: owner.email };
    expect(await call(app, 'GET', userInfo, { headers: bearer(access) })).toEqual(claims);
    await expectColour(app, picture, OLD_COLOUR);
    expect(await call(app, 'GET', userInfo)).toEqual(LOGIN_REQUIRED);
  });

  it('GET /site/ping returns the emulated release', async () => {
    expect(await call(app, 'GET', `${prefix}/site/ping`)).toEqual({ code: 0, data: '4.14.0', msg: '' });
  });
});

it('guessed tokens count against the client address', async () => {
  const limited = await createTestApp({ userPerMinute: 5, addressPerMinute: 5 });
  const guess = (from: string) => call(limited, 'GET', '/user/me', { headers: bearer('x'.repeat(32)), from });
  for (let time = 1; time <= 5; time += 1) expect(await guess('10.0.0.1')).toEqual(LOGIN_REQUIRED);
  expect(await guess('10.0.0.1')).toEqual(TOO_MANY);
  expect(await guess('10.0.0.2')).toEqual(LOGIN_REQUIRED);
});

it('a refresh token is refused as an access token on every path, even public ones', async () => {
  const { id, refresh } = await signIn(app, owner);
  const headers = bearer(refresh);
  const reads = ['/user/me', `/user/info/${id}`, `/user/avatar/${id}`, '/site/ping', `/session/prepare?email=${owner.email}`];
  for (const path of reads) expect(await call(app, 'GET', path, { headers })).toEqual(WRONG_TOKEN_TYPE);
  const { email, password } = owner;
  expect(await call(app, 'POST', '/session/token', { json: { email, password }, headers })).toEqual(WRONG_TOKEN_TYPE);
});

it('a wrong token counts as none on public paths', async () => {
  for (const token of ['garbage', 'x'.repeat(32)]) {
    for (const path of [`/user/info/${owner.hashid}`, '/site/ping']) {
      expect((await call(app, 'GET', path, { headers: bearer(token) })).code).toBe(0);
    }
    expect(await call(app, 'GET', '/user/me', { headers: bearer(token) })).toEqual(LOGIN_REQUIRED);
  }
});

describe('a token of another kind', () => {
  it.each([
    ['POST', '/session/token/refresh', NO_PAIR],
    ['DELETE', '/session/token', NO_TOKEN],
  ])('%s %s', async (method, path, refused) => {
    const { access, refresh } = await signIn(app, owner);
    const [head, payload] = refresh.split('.');
    for (const token of ['garbage', 'a.b.c', access, owner.key, `${head}.${payload}.AAAA`, `${btoa('{"alg":"none"}')}.${payload}.`]) {
      expect(await call(app, method, path, { json: { refresh_token: token } })).toEqual(refused);
    }
    for (const json of [{}, { refresh_token: '' }, { refresh_token: 5 }, []]) {
      expect(await call(app, method, path, { json })).toEqual(binding('Parameter error'));
    }
    expect(await call(app, method, path)).toEqual(binding('Parameter error'));
    expect((await call(app, 'GET', '/user/me', { headers: bearer(access) })).code).toBe(0);
  });
});
