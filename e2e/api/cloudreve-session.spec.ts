import { bearer, binding, call, failure, LOGIN_REQUIRED, OK, PREFIXES, sendJson, signIn, WRONG_TOKEN_TYPE } from './cloudreve';
import { expect, expectOldPicture, expectPicture, plain, test } from './fixtures';
import { LIMIT, test as limitedTest } from './limited-fixtures';

const WRONG_PASSWORD = failure(40080, 'Incorrect password or email address');
const NO_PAIR = failure(40020, 'Failed to issue token pair');
const NO_TOKEN = failure(40020, 'Failed to parse token');
const PARAMETER_ERROR = binding('Parameter error');

const HASHID = expect.stringMatching(/^[A-Za-z0-9]{3,}$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const TOKEN = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);
const PAIR = { access_token: TOKEN, refresh_token: TOKEN, access_expires: TIME, refresh_expires: TIME };

for (const prefix of PREFIXES) {
  const path = `${prefix}/session/token`;

  test(`POST ${path} – signs in, and the access token is good for an hour, the refresh token for two weeks`, async ({ server, owner }) => {
    const { email, password, name } = owner;
    const before = Date.now();
    const reply = await sendJson(server, 'POST', path, { email: email.toUpperCase(), password, captcha: '', ticket: '' });
    expect(reply).toEqual({
      code: 0,
      data: {
        user: {
          id: HASHID,
          email,
          nickname: name,
          status: 'active',
          avatar: 'file',
          created_at: TIME,
          group: { id: HASHID, name: expect.stringMatching(/^(Admin|User)$/), permission: '' },
        },
        token: PAIR,
      },
      msg: '',
    });
    const { token, user } = reply.data;
    expect(Math.round((Date.parse(token.access_expires) - before) / 60_000)).toBe(60);
    expect(Math.round((Date.parse(token.refresh_expires) - before) / 86_400_000)).toBe(14);
    expect(await call(server, 'GET', `${prefix}/user/me`, { headers: bearer(token.access_token) })).toEqual({
      code: 0,
      data: user,
      msg: '',
    });
  });

  test(`POST ${path}/refresh – gives the next pair, and the token that was used ends all of them`, async ({ server, owner }) => {
    const first = await signIn(server, owner);
    const reply = await sendJson(server, 'POST', `${path}/refresh`, { refresh_token: first.refresh });
    expect(reply).toEqual({ code: 0, data: PAIR, msg: '' });
    const { access_token, refresh_token } = reply.data;
    expect(refresh_token).not.toBe(first.refresh);
    const put = async (token: string) =>
      call(server, 'PUT', '/user/setting/avatar', { headers: bearer(token), body: await plain('png', [0, 0, 255]) });
    expect(await put(access_token)).toEqual(OK);
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [0, 0, 255]);

    expect(await sendJson(server, 'POST', `${path}/refresh`, { refresh_token: first.refresh })).toEqual(NO_PAIR);
    expect(await sendJson(server, 'POST', `${path}/refresh`, { refresh_token })).toEqual(NO_PAIR);
    for (const token of [first.access, access_token]) expect(await put(token)).toEqual(LOGIN_REQUIRED);
  });

  test(`POST ${path}/refresh – sent by each of several requests that a page starts at once, gives each a pair that goes on`, async ({
    server,
    owner,
  }) => {
    const { refresh } = await signIn(server, owner);
    const ask = () => sendJson(server, 'POST', `${path}/refresh`, { refresh_token: refresh });
    const replies = await Promise.all([ask(), ask(), ask(), ask()]);
    for (const reply of replies) expect(reply).toEqual({ code: 0, data: PAIR, msg: '' });
    // The page keeps what came last.
    expect((await sendJson(server, 'POST', `${path}/refresh`, { refresh_token: replies[2].data.refresh_token })).code).toBe(0);
    for (const { data } of replies) {
      expect((await call(server, 'GET', '/user/me', { headers: bearer(data.access_token) })).code).toBe(0);
    }
  });

  test(`DELETE ${path} – ends this sign-in and no other`, async ({ server, owner }) => {
    const [here, elsewhere] = [await signIn(server, owner), await signIn(server, owner)];
    expect(await sendJson(server, 'DELETE', path, { refresh_token: here.refresh })).toEqual({ code: 0, data: '', msg: '' });
    expect(await call(server, 'GET', '/user/me', { headers: bearer(here.access) })).toEqual(LOGIN_REQUIRED);
    expect(await sendJson(server, 'POST', `${path}/refresh`, { refresh_token: here.refresh })).toEqual(NO_PAIR);
    expect(await sendJson(server, 'DELETE', path, { refresh_token: here.refresh })).toEqual(NO_TOKEN);
    expect((await call(server, 'GET', '/user/me', { headers: bearer(elsewhere.access) })).code).toBe(0);
    await expectOldPicture(server, owner);
  });

  test(`GET ${prefix}/session/prepare – is the same for everyone`, async ({ server, owner }) => {
    for (const email of [owner.email, 'nobody@example.org']) {
      const reply = await call(server, 'GET', `${prefix}/session/prepare?email=${email}`);
      expect(reply).toEqual({ code: 0, data: { webauthn_enabled: false, password_enabled: true }, msg: '' });
    }
    expect(await call(server, 'GET', `${prefix}/session/prepare`)).toEqual(binding('Email cannot be empty'));
    expect(await call(server, 'GET', `${prefix}/session/prepare?email=ada`)).toEqual(binding('Email format error'));
  });

  test(`GET ${prefix}/site/ping – names the release whose API this is`, async ({ server }) => {
    expect(await call(server, 'GET', `${prefix}/site/ping`)).toEqual({ code: 0, data: '4.14.0', msg: '' });
  });
}

test.describe('POST /session/token – refused', () => {
  const email = 'ada@example.org';
  const cases: [name: string, body: string, reply: object][] = [
    ['an unknown address', JSON.stringify({ email: 'nobody@example.org', password: 'correct horse battery' }), WRONG_PASSWORD],
    ['no body', '', PARAMETER_ERROR],
    ['no JSON', '{"email":', PARAMETER_ERROR],
    ['a list', '[]', binding('Email cannot be empty')],
    ['a number', '5', PARAMETER_ERROR],
    ['null', 'null', PARAMETER_ERROR],
    ['nothing in it', '{}', binding('Email cannot be empty')],
    ['no address', JSON.stringify({ password: 'secret' }), binding('Email cannot be empty')],
    ['no real address', JSON.stringify({ email: 'ada', password: 'secret' }), binding('Email format error')],
    ['an address that is no text', JSON.stringify({ email: 5, password: 'secret' }), PARAMETER_ERROR],
    ['no password', JSON.stringify({ email }), binding('Password cannot be empty')],
    ['three characters', JSON.stringify({ email, password: 'abc' }), binding('Password too short')],
    ['201 characters', JSON.stringify({ email, password: 'a'.repeat(201) }), binding('Password too long')],
    ['more JSON than anyone needs', JSON.stringify({ email, password: 'secret', more: 'x'.repeat(70_000) }), PARAMETER_ERROR],
  ];
  for (const [name, body, reply] of cases) {
    test(name, async ({ server }) => {
      const headers = { 'Content-Type': 'application/json' };
      expect(await call(server, 'POST', '/session/token', { headers, body })).toEqual(reply);
    });
  }

  test('a wrong password, in the same words as an unknown address', async ({ server, owner }) => {
    const reply = await sendJson(server, 'POST', '/session/token', { email: owner.email, password: 'wrong' });
    expect(reply).toEqual(WRONG_PASSWORD);
  });

  test('more attempts than anyone mistypes', async ({ server, owner }) => {
    const attempt = (password: string) => sendJson(server, 'POST', '/session/token', { email: owner.email, password });
    let reply: { code: number };
    do reply = await attempt('wrong');
    while (reply.code === 40080);
    expect(reply).toEqual(failure(429, 'Too many requests'));
    expect(await attempt(owner.password)).toEqual(failure(429, 'Too many requests'));
  });
});

test.describe('tokens that are none', () => {
  for (const [method, path, refused] of [
    ['POST', '/session/token/refresh', NO_PAIR],
    ['DELETE', '/session/token', NO_TOKEN],
  ] as const) {
    test(`${method} ${path}`, async ({ server, owner }) => {
      const { access, refresh } = await signIn(server, owner);
      const [head, payload] = refresh.split('.');
      for (const token of ['garbage', 'a.b.c', access, owner.key, `${head}.${payload}.AAAA`, `${btoa('{"alg":"none"}')}.${payload}.`]) {
        expect(await sendJson(server, method, path, { refresh_token: token })).toEqual(refused);
      }
      for (const body of [{}, { refresh_token: '' }, { refresh_token: 5 }, []]) {
        expect(await sendJson(server, method, path, body)).toEqual(PARAMETER_ERROR);
      }
      expect(await call(server, method, path)).toEqual(PARAMETER_ERROR);
      expect((await call(server, 'GET', '/user/me', { headers: bearer(access) })).code).toBe(0);
    });
  }
});

test('a refresh token is refused as an access token on every address, public ones as well', async ({ server, owner }) => {
  const { id, refresh } = await signIn(server, owner);
  const headers = bearer(refresh);
  const reads = ['/user/me', `/user/info/${id}`, `/user/avatar/${id}`, '/site/ping', `/session/prepare?email=${owner.email}`];
  for (const path of reads) expect(await call(server, 'GET', path, { headers })).toEqual(WRONG_TOKEN_TYPE);
  const { email, password } = owner;
  expect(await sendJson(server, 'POST', '/session/token', { email, password }, headers)).toEqual(WRONG_TOKEN_TYPE);
});

test('a token that is wrong counts as none on public addresses', async ({ server, owner }) => {
  const { id } = await signIn(server, owner);
  for (const token of ['garbage', 'x'.repeat(32)]) {
    for (const path of [`/user/info/${id}`, '/site/ping']) {
      expect((await call(server, 'GET', path, { headers: bearer(token) })).code).toBe(0);
    }
    expect(await call(server, 'GET', '/user/me', { headers: bearer(token) })).toEqual(LOGIN_REQUIRED);
  }
});

limitedTest('guesses at tokens are counted', async ({ server, from }) => {
  const guessed = () => call(server, 'GET', '/user/me', { headers: { ...bearer('x'.repeat(32)), ...from() } });
  for (let time = 1; time <= LIMIT; time += 1) expect(await guessed()).toMatchObject({ code: 401 });
  expect(await guessed()).toEqual(failure(429, 'Too many requests'));
});

test('GET /session/oauth/userinfo – the claims of OpenID Connect, whose picture is the present one', async ({ server, owner }) => {
  const { id, access } = await signIn(server, owner);
  for (const prefix of PREFIXES) {
    const path = `${prefix}/session/oauth/userinfo`;
    const picture = `${server.baseURL}/api/v4/user/avatar/${id}`;
    expect(await call(server, 'GET', path, { headers: bearer(access) })).toEqual({
      sub: id,
      name: owner.name,
      picture,
      email: owner.email,
    });
    await expectPicture(picture, [200, 30, 90]);
    expect(await call(server, 'GET', path)).toEqual(LOGIN_REQUIRED);
  }
});
