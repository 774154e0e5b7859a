import { createHash } from 'node:crypto';
import { openAccount, signInCookie, type TestPerson } from '../people';
import { discard, startServer } from '../server';
import { expect, test } from './fixtures';
import { basic, basicOf, error, PICTURE_PATH, whole } from './zulip-wire';

const NO_SUCH_USER = { status: 400, body: error('No such user', 'BAD_REQUEST') };
const PICTURE = expect.stringMatching(PICTURE_PATH);

const gravatar = (email: string) =>
  `https://secure.gravatar.com/avatar/${createHash('md5').update(email).digest('hex')}?d=identicon&version=1`;

/** A person as clients know one; `seen` is what they see of themselves, or others of them. */
function row(person: TestPerson, seen: { own: boolean; version?: number; url?: unknown }) {
  return {
    email: seen.own ? person.email : `user${person.id}@localhost`,
    user_id: person.id,
    avatar_version: seen.version ?? 1,
    avatar_url: seen.url === undefined ? PICTURE : seen.url,
    is_admin: expect.any(Boolean),
    is_owner: false,
    is_guest: false,
    role: expect.any(Number),
    is_bot: false,
    full_name: person.name,
    timezone: '',
    is_active: true,
    date_joined: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
    delivery_email: seen.own ? person.email : null,
  };
}

test.describe('GET /api/v1/users', () => {
  test('/me – oneself, in one flat object', async ({ server, owner }) => {
    const response = await fetch(`${server.baseURL}/api/v1/users/me?foo=1`, { headers: basic(owner) });
    expect(response.headers.get('x-ratelimit-limit')).toBe('100000');
    expect(Number(response.headers.get('x-ratelimit-remaining'))).toBeLessThan(100_000);
    expect(Number(response.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
    expect(await whole(response)).toEqual({
      status: 200,
      body: {
        result: 'success',
        msg: '',
        ...row(owner, { own: true, version: 2 }),
        profile_data: {},
        max_message_id: -1,
        ignored_parameters_unsupported: ['foo'],
      },
    });
  });

  test('/{id or e-mail} – others without their address', async ({ server, owner, person }) => {
    const see = async (who: string | number) =>
      whole(await fetch(`${server.baseURL}/api/v1/users/${who}?client_gravatar=true`, { headers: basic(person) }));
    const seen = { status: 200, body: { result: 'success', msg: '', user: row(owner, { own: false, version: 2 }) } };
    expect(await see(owner.id)).toEqual(seen);
    expect(await see(owner.email.toUpperCase())).toEqual(seen);
    expect(await see(encodeURIComponent(owner.email))).toEqual(seen);
    expect(await see(`user${owner.id}@localhost`)).toEqual(seen);
    expect(await see(person.id)).toEqual({ status: 200, body: { result: 'success', msg: '', user: row(person, { own: true }) } });
  });

  for (const who of ['0', '999999', '99999999999999999999', 'nobody@example.org', 'user0@localhost', 'nobody']) {
    test(`/${who} → 400 No such user`, async ({ server, person }) => {
      expect(await whole(await fetch(`${server.baseURL}/api/v1/users/${who}`, { headers: basic(person) }))).toEqual(NO_SUCH_USER);
    });
  }

  test('everyone', async ({ server, owner, person }) => {
    const { status, body } = await whole(await fetch(`${server.baseURL}/api/v1/users`, { headers: basic(person) }));
    const { members, ...rest } = body as { members: { user_id: number }[] };
    expect({ status, rest }).toEqual({ status: 200, rest: { result: 'success', msg: '' } });
    expect(members.find(({ user_id }) => user_id === owner.id)).toEqual(row(owner, { own: false, version: 2 }));
    expect(members.find(({ user_id }) => user_id === person.id)).toEqual(row(person, { own: true }));
  });

  for (const path of ['/api/v1/users', '/api/v1/users/me', '/api/v1/users/1']) {
    test(`POST ${path} → 405; without a key → 401`, async ({ server }) => {
      const posted = await fetch(server.baseURL + path, { method: 'POST', body: 'x' });
      expect(posted.headers.get('allow')).toBe('GET');
      expect(await whole(posted)).toEqual({
        status: 405,
        body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: ['GET'] },
      });
      expect(await whole(await fetch(server.baseURL + path))).toEqual({
        status: 401,
        body: error('Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
      });
    });
  }
});

test.describe('GET /avatar/{id or e-mail}', () => {
  const lead = async (url: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { redirect: 'manual', headers });
    return { status: response.status, location: response.headers.get('location'), cache: response.headers.get('cache-control') };
  };
  const to = (location: unknown) => ({ status: 302, location, cache: 'max-age=0, no-cache, no-store, must-revalidate, private' });

  test('leads to the picture, with the query of the request', async ({ server, owner, person }) => {
    const { avatar_url } = await (await fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic(owner) })).json();
    for (const who of [owner.id, owner.email, encodeURIComponent(owner.email.toUpperCase())]) {
      const url = `${server.baseURL}/avatar/${who}`;
      expect(await lead(url, basic(person))).toEqual(to(avatar_url));
      expect(await lead(`${url}?foo=bar&s=1`, basic(person))).toEqual(to(`${avatar_url}?foo=bar&s=1`));
      expect(await lead(`${url}/medium?foo=bar`, basic(person))).toEqual(to(`${avatar_url.replace('.png', '-medium.png')}?foo=bar`));
    }
    expect((await fetch(`${server.baseURL}/avatar/${owner.id}?foo=bar`, { headers: basic(person) })).status).toBe(200);
  });

  test('a session will do, and a key in the query, which goes no further', async ({ server, owner, person }) => {
    const url = `${server.baseURL}/avatar/${owner.id}`;
    expect(await lead(url, { Cookie: await signInCookie(server.baseURL, person) })).toEqual(to(PICTURE));
    expect(await lead(`${url}?api_key=${person.key}`)).toEqual(to(PICTURE));
    const encoded = `${server.baseURL}/avatar/nobody@example.org?%61pi_key=${person.key}&foo=bar`;
    expect(await lead(encoded)).toEqual(to(`${gravatar('nobody@example.org')}&foo=bar`));
    expect(await lead(`${url}?foo=%zz`, basic(person))).toMatchObject({ status: 302 });
  });

  for (const suffix of ['', '/medium']) {
    test(`an address that nobody has leads to its Gravatar${suffix}`, async ({ server, person }) => {
      const found = await lead(`${server.baseURL}/avatar/nonexistent_user@zulip.com${suffix}?foo=bar`, basic(person));
      const size = suffix && '&s=500';
      expect(found).toEqual(to(`https://secure.gravatar.com/avatar/444258b521f152129eb0c162996e572d?d=identicon${size}&version=1&foo=bar`));
    });
    test(`a number that nobody has leads to a picture of nobody${suffix}`, async ({ server, person }) => {
      const found = await lead(`${server.baseURL}/avatar/999999${suffix}?foo=bar`, basic(person));
      expect(found).toEqual(to('/static/images/unknown-user-avatar.png?foo=bar'));
      const picture = await fetch(server.baseURL + found.location);
      expect({ status: picture.status, type: picture.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
    });
  }

  const strangers: { name: string; query: string; headers?: Record<string, string>; body: object; challenge: string | null }[] = [
    {
      name: 'nobody',
      query: '',
      body: error('Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
      challenge: 'Session realm="zulip"',
    },
    { name: 'a malformed key in the query', query: '?api_key=x', body: error('Malformed API key', 'INVALID_API_KEY'), challenge: null },
    {
      name: 'an unknown key in the query',
      query: `?api_key=${'x'.repeat(32)}`,
      body: error('Invalid API key', 'INVALID_API_KEY'),
      challenge: null,
    },
    {
      name: 'an unknown key in the header',
      query: '',
      headers: basicOf(`a@example.org:${'x'.repeat(32)}`),
      body: error('Invalid API key', 'UNAUTHORIZED'),
      challenge: 'Basic realm="zulip"',
    },
  ];
  for (const { name, query, headers = {}, body, challenge } of strangers) {
    test(`asked by ${name} → 401 ${JSON.stringify(body)}`, async ({ server }) => {
      for (const path of ['/avatar/1', '/avatar/1/medium', '/avatar/a@example.org']) {
        const response = await fetch(server.baseURL + path + query, { headers });
        expect(response.headers.get('www-authenticate')).toBe(challenge);
        expect(await whole(response)).toEqual({ status: 401, body });
      }
    });
  }

  test('POST → 405; /avatar/ → 404; a hash is not a person', async ({ server, person }) => {
    expect(await whole(await fetch(`${server.baseURL}/avatar/1`, { method: 'POST' }))).toEqual({
      status: 405,
      body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: ['GET'] },
    });
    expect((await fetch(`${server.baseURL}/avatar/`)).status).toBe(404);
    const hash = await fetch(`${server.baseURL}/avatar/${'0'.repeat(32)}.png`, { headers: basic(person) });
    expect({ status: hash.status, type: hash.headers.get('content-type') }).toEqual({ status: 404, type: 'application/problem+json' });
  });
});

test.describe('POST /api/v1/fetch_api_key', () => {
  const PATH = '/api/v1/fetch_api_key';
  const post = async (url: string, fields: Record<string, string>, encoding: 'urlencoded' | 'multipart' = 'urlencoded') => {
    const body = encoding === 'urlencoded' ? new URLSearchParams(fields) : new FormData();
    if (body instanceof FormData) for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return whole(await fetch(url, { method: 'POST', body }));
  };

  for (const encoding of ['urlencoded', 'multipart'] as const) {
    test(`${encoding} – a password for a key, and each device gets its own`, async ({ server, person }) => {
      const sign = () => post(server.baseURL + PATH, { username: ` ${person.email.toUpperCase()}`, password: person.password }, encoding);
      const answer = await sign();
      const api_key = expect.stringMatching(/^[A-Za-z0-9]{32}$/);
      expect(answer).toEqual({ status: 200, body: { result: 'success', msg: '', api_key, email: person.email, user_id: person.id } });
      const keys = [answer, await sign()].map(({ body }) => (body as { api_key: string }).api_key);
      expect(new Set(keys).size).toBe(2);
      for (const key of keys) {
        expect((await fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic({ ...person, key }) })).status).toBe(200);
      }
    });
  }

  const wrong = { status: 401, body: error('Your username or password is incorrect', 'AUTHENTICATION_FAILED') };
  const missing = (name: string) => ({
    status: 400,
    body: { ...error(`Missing '${name}' argument`, 'REQUEST_VARIABLE_MISSING'), var_name: name },
  });
  const refused: { name: string; fields: (person: TestPerson) => Record<string, string>; answer: object }[] = [
    { name: 'a wrong password', fields: ({ email }) => ({ username: email, password: 'wrong' }), answer: wrong },
    { name: 'an unknown address', fields: ({ password }) => ({ username: 'x@example.org', password }), answer: wrong },
    { name: 'a password without end', fields: ({ email }) => ({ username: email, password: 'x'.repeat(201) }), answer: wrong },
    { name: 'no password', fields: ({ email }) => ({ username: email }), answer: missing('password') },
    { name: 'no username', fields: ({ password }) => ({ password }), answer: missing('username') },
    { name: 'nothing', fields: () => ({}), answer: missing('username') },
  ];
  for (const { name, fields, answer } of refused) {
    test(`${name} → ${JSON.stringify(answer)}`, async ({ server, person }) => {
      expect(await post(server.baseURL + PATH, fields(person))).toEqual(answer);
    });
  }

  test('attempts are bounded → 429 with the seconds to wait, as a header and in the body', async ({ server, person }) => {
    const guess = () => post(server.baseURL + PATH, { username: person.email, password: 'wrong' });
    // Opening the account was an attempt as well.
    for (let attempt = 2; attempt <= 10; attempt += 1) expect(await guess()).toEqual(wrong);
    const body = new URLSearchParams({ username: person.email, password: person.password });
    const response = await fetch(server.baseURL + PATH, { method: 'POST', body });
    const { status, body: said } = await whole(response);
    expect({ status, said }).toEqual({
      status: 429,
      said: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
    });
    expect(response.headers.get('retry-after')).toBe(String((said as { 'retry-after': number })['retry-after']));
    expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
  });

  test('at the bound on keys, the oldest one of a Zulip client makes room', async ({ server, person }) => {
    const fetchKey = async () => {
      const { body } = await post(server.baseURL + PATH, { username: person.email, password: person.password });
      return (body as { api_key: string }).api_key;
    };
    const works = async (key: string) => (await fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic({ ...person, key }) })).ok;
    const [first, second] = [await fetchKey(), await fetchKey()];
    const headers = { Cookie: await signInCookie(server.baseURL, person), Origin: server.baseURL, 'Content-Type': 'application/json' };
    const make = () => fetch(`${server.baseURL}/api/keys`, { method: 'POST', headers, body: '{"label":"other"}' });
    while ((await make()).ok);
    const third = await fetchKey();
    expect(await Promise.all([person.key, first, second, third].map(works))).toEqual([true, false, true, true]);
  });
});

test('POST /api/v1/users/me/api_key/regenerate – the old key dies at once, and the new one may do the same', async ({ server, person }) => {
  const regenerate = async (key: string) =>
    whole(await fetch(`${server.baseURL}/api/v1/users/me/api_key/regenerate`, { method: 'POST', headers: basic({ ...person, key }) }));
  const answer = await regenerate(person.key);
  expect(answer).toEqual({ status: 200, body: { result: 'success', msg: '', api_key: expect.stringMatching(/^[A-Za-z0-9]{32}$/) } });
  expect(await regenerate(person.key)).toEqual({ status: 401, body: error('Invalid API key', 'UNAUTHORIZED') });
  const { api_key: key } = answer.body as { api_key: string };
  const removed = await fetch(`${server.baseURL}/api/v1/users/me/avatar`, { method: 'DELETE', headers: basic({ ...person, key }) });
  expect(removed.status).toBe(200);
});

test.describe('GET /api/v1/server_settings', () => {
  for (const [name, headers, incompatible] of [
    ['nobody', {}, false],
    ['a Basic header, right or wrong', basicOf('a:b'), false],
    ['a program that calls itself ZulipInvalid', { 'User-Agent': 'ZulipInvalid/1.0' }, true],
  ] as const) {
    test(`asked by ${name}`, async ({ server }) => {
      expect(await whole(await fetch(`${server.baseURL}/api/v1/server_settings`, { headers }))).toEqual({
        status: 200,
        body: {
          result: 'success',
          msg: '',
          authentication_methods: {
            password: true,
            dev: false,
            email: true,
            ldap: false,
            remoteuser: false,
            github: false,
            azuread: false,
            gitlab: false,
            google: false,
            apple: false,
            saml: false,
            'openid connect': false,
          },
          zulip_version: '12.0',
          zulip_merge_base: '12.0',
          zulip_feature_level: 443,
          push_notifications_enabled: false,
          is_incompatible: incompatible,
          email_auth_enabled: true,
          require_email_format_usernames: true,
          realm_uri: server.baseURL,
          realm_url: server.baseURL,
          realm_name: 'Likeness',
          realm_icon: '/icon.svg',
          realm_description: '',
          realm_web_public_access_enabled: false,
          external_authentication_methods: [],
        },
      });
    });
  }
});

test.describe('POST /api/v1/register', () => {
  const base = {
    result: 'success',
    msg: '',
    queue_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    last_event_id: -1,
    zulip_version: '12.0',
    zulip_merge_base: '12.0',
    zulip_feature_level: 443,
  };
  const realm = { max_avatar_file_size_mib: 5, realm_avatar_changes_disabled: false, server_avatar_changes_disabled: false };
  const self = ({ id, email, name }: TestPerson) => ({
    user_id: id,
    email,
    delivery_email: email,
    full_name: name,
    is_admin: expect.any(Boolean),
    is_owner: false,
    is_guest: false,
    avatar_source: 'U',
    avatar_url: PICTURE,
    avatar_url_medium: expect.stringMatching(/-medium\.png$/),
  });
  const post = async (baseURL: string, person: TestPerson, fields: Record<string, string>) =>
    whole(await fetch(`${baseURL}/api/v1/register`, { method: 'POST', headers: basic(person), body: new URLSearchParams(fields) }));

  test('what pictures may be, and one’s own', async ({ server, owner }) => {
    const ask = (fields: Record<string, string>) => post(server.baseURL, owner, fields);
    expect(await ask({ fetch_event_types: '["realm"]', foo: '1' })).toEqual({
      status: 200,
      body: { ...base, ...realm, ignored_parameters_unsupported: ['foo'] },
    });
    expect(await ask({ fetch_event_types: '["realm_user"]' })).toEqual({ status: 200, body: { ...base, ...self(owner) } });
    expect(await ask({ event_types: '["message"]' })).toEqual({ status: 200, body: base });
    expect(await ask({})).toEqual({ status: 200, body: { ...base, ...realm, ...self(owner) } });
  });

  for (const [value, msg] of [
    ['realm', 'fetch_event_types is not valid JSON'],
    ['{}', 'fetch_event_types is not a list'],
    ['[1]', 'fetch_event_types is not a list of strings'],
  ] as const) {
    test(`fetch_event_types=${value} → 400 ${msg}`, async ({ server, person }) => {
      expect(await post(server.baseURL, person, { fetch_event_types: value })).toEqual({ status: 400, body: error(msg, 'BAD_REQUEST') });
    });
  }
});

test('more calls in a minute than allowed → 429 with the seconds to wait, as a float', async () => {
  const server = await startServer({ RATE_LIMIT_USER_PER_MINUTE: '2' });
  const person = await openAccount(server.baseURL);
  const ask = () => fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic(person) });
  while ((await ask()).ok);
  const response = await ask();
  const { status, body } = await whole(response);
  expect({ status, body }).toEqual({
    status: 429,
    body: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
  });
  expect(response.headers.get('retry-after')).toBe(String((body as { 'retry-after': number })['retry-after']));
  expect(response.headers.get('x-ratelimit-limit')).toBe('2');
  expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
  await discard(server);
});
