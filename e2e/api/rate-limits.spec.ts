import { openAccount, type TestPerson } from '../people';
import { discard, type Server, startServer } from '../server';
import { failure } from './cloudreve';
import { expect, form, oldPicture, plain, test } from './fixtures';
import { md5, sha256 } from './gravatar-wire';
import { answered, basic } from './ulule-fixtures';
import { cloudreve, zulip } from './uploads';
import { error, basic as withKey } from './zulip-wire';

// Most of these start a server, which takes a while on a busy machine.
test.describe.configure({ timeout: 120_000 });

/** Runs with a server of its own: counts of one minute must not be another test's. */
async function withServer(env: Record<string, string>, run: (server: Server) => Promise<void>): Promise<void> {
  const server = await startServer({ DATABASE_URL: '', ...env });
  try {
    await run(server);
  } finally {
    await discard(server);
  }
}

/** Seconds until the minute is over: a whole number, as HTTP has it. */
function expectRetryAfter(response: Response): void {
  const header = response.headers.get('retry-after') ?? '';
  expect(header).toMatch(/^\d+$/);
  expect(Number(header)).toBeGreaterThan(0);
  expect(Number(header)).toBeLessThanOrEqual(60);
}

const TOO_MANY_PROBLEM = {
  type: 'about:blank',
  title: 'Too many requests',
  status: 429,
  detail: expect.stringMatching(/^More than \d+ requests in a minute\. Try again in \d+ seconds\.$/),
  code: 'rate_limited',
  requestId: expect.any(String),
  limit: 5,
  remaining: 0,
  resetAt: expect.any(Number),
  retryAfterSeconds: expect.any(Number),
};
const TOO_MANY_ULULE = [{ fieldNames: [], classification: 'ValueError', message: expect.stringMatching(/^More than 5 requests/) }];

test('RATE_LIMIT_USER_PER_MINUTE=5 – the sixth write of one person → 429 in each API, and others and reads go on', async () => {
  await withServer({ RATE_LIMIT_USER_PER_MINUTE: '5' }, async (server) => {
    const { baseURL } = server;
    // The first of the five: it made the key.
    const owner = await openAccount(baseURL);
    const put = async (person: TestPerson) =>
      fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: await oldPicture() });
    for (let write = 2; write <= 5; write += 1) expect((await put(owner)).status).toBe(200);

    const problem = await put(owner);
    expect(problem.headers.get('content-type')).toBe('application/problem+json');
    expectRetryAfter(problem);
    expect(await answered(problem)).toEqual({ status: 429, body: TOO_MANY_PROBLEM });

    const myCargoExtra = await fetch(`${baseURL}/api/v1/user/avatar`, {
      method: 'PATCH',
      headers: owner.auth,
      body: form({ avatar: await plain('png', [0, 0, 0]) }),
    });
    expectRetryAfter(myCargoExtra);
    expect(await answered(myCargoExtra)).toEqual({ status: 429, body: { message: 'Too many requests' } });
    const check = await fetch(`${baseURL}/api/v1/user/check`, { headers: owner.auth });
    expectRetryAfter(check);
    expect(await answered(check)).toEqual({ status: 429, body: { message: 'Too many requests' } });

    const ulule = await fetch(`${baseURL}/v1/avatars/${owner.id}`, { method: 'DELETE', headers: owner.auth });
    expectRetryAfter(ulule);
    expect(await answered(ulule)).toEqual({ status: 429, body: TOO_MANY_ULULE });

    const native: [method: string, path: string][] = [
      ['PATCH', '/api/me/avatar'],
      ['DELETE', '/api/me/avatar'],
      ['PUT', '/api/me/avatar/gravatar'],
      ['POST', '/api/me/avatar/preview'],
      ['POST', '/api/me/avatars/1/restore'],
      ['POST', '/api/keys'],
      ['DELETE', '/api/keys/1'],
      ['PATCH', '/api/policy'],
    ];
    for (const [method, path] of native) {
      const response = await fetch(baseURL + path, { method, headers: owner.auth });
      expect(await answered(response), `${method} ${path}`).toEqual({ status: 429, body: TOO_MANY_PROBLEM });
    }

    const picture = await plain('png', [0, 0, 0]);
    const enveloped = await cloudreve.send(baseURL, owner, picture);
    expectRetryAfter(enveloped);
    expect(await answered(enveloped)).toEqual({ status: 200, body: failure(429, 'Too many requests') });

    for (const response of [
      await zulip.send(baseURL, owner, picture),
      await fetch(`${baseURL}/api/v1/users/me/avatar`, { method: 'DELETE', headers: withKey(owner) }),
      await fetch(`${baseURL}/api/v1/users/me/api_key/regenerate`, { method: 'POST', headers: withKey(owner) }),
      await fetch(`${baseURL}/api/v1/register`, { method: 'POST', headers: withKey(owner) }),
    ]) {
      expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(response.headers.get('x-ratelimit-limit')).toBe('5');
      expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
      expect(await answered(response)).toEqual({
        status: 429,
        body: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
      });
    }

    // Nothing of that was done: one version for each of the four.
    const mine = await fetch(`${baseURL}/api/me/avatar`, { headers: owner.auth });
    expect(mine.headers.get('etag')).toBe(`"a${owner.id}v5"`);
    for (let read = 0; read < 10; read += 1) {
      expect((await fetch(`${baseURL}/v1/me`, { headers: owner.auth })).status).toBe(200);
    }
    expect((await put(await openAccount(baseURL, 'Grace Hopper'))).status).toBe(200);
  });
});

/** A request with a token that nobody has, and the status that came. */
async function guess(server: Server, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${server.baseURL}/v1/me`, { headers: { Authorization: `Bearer ${'A'.repeat(32)}`, ...headers } });
  return response.status;
}

async function guesses(server: Server, count: number, headers: (index: number) => Record<string, string>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push(await guess(server, headers(index)));
  return statuses;
}

const FIVE_THEN_REFUSED = [401, 401, 401, 401, 401, 429, 429];

test('TRUST_PROXY=1 – wrong credentials are counted by the address that the proxy names; whoever has right ones goes on', async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '5', TRUST_PROXY: '1' }, async (server) => {
    const owner = await openAccount(server.baseURL);
    const from = (address: string) => ({ 'X-Forwarded-For': address });
    expect(await guesses(server, 7, () => from('203.0.113.1'))).toEqual(FIVE_THEN_REFUSED);
    expect(await guess(server, from('203.0.113.2'))).toBe(401);
    // What is before the last address was said by the client.
    expect(await guesses(server, 4, (index) => from(`198.51.100.${index}, 203.0.113.2`))).toEqual([401, 401, 401, 401]);
    expect(await guess(server, from('198.51.100.9, 203.0.113.2'))).toBe(429);

    const behind = { ...owner.auth, ...from('203.0.113.1') };
    expect((await fetch(`${server.baseURL}/v1/me`, { headers: behind })).status).toBe(200);
    const put = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: behind, body: await oldPicture() });
    expect(put.status).toBe(200);
    const { url } = await put.json();
    for (let picture = 0; picture < 10; picture += 1) {
      for (const address of [url, `${server.baseURL}/u/${owner.id}/avatar`, `${server.baseURL}/v1/users/${owner.id}`]) {
        expect((await fetch(address, { headers: from('203.0.113.1') })).status).toBe(200);
      }
    }
  });
});

test('pictures are never limited: not for who has used up a minute, nor for strangers', async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '5', RATE_LIMIT_USER_PER_MINUTE: '5' }, async (server) => {
    const { baseURL } = server;
    const owner = await openAccount(baseURL);
    const put = async () => fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await oldPicture() });
    const { url, key } = await (await put()).json();
    while ((await put()).ok);
    await guesses(server, 6, () => ({}));
    const { data } = await (await fetch(`${baseURL}/user/me`, { headers: owner.auth })).json();
    const addresses = [
      url,
      `${baseURL}/u/${owner.id}/avatar`,
      `${baseURL}/avatar/${md5(owner.email)}`,
      `${baseURL}/avatar/${sha256('nobody@example.org')}?d=identicon`,
      `${baseURL}/user/avatar/${data.id}`,
      `${baseURL}/api/v4/user/avatar/${data.id}?nocache=1`,
      `${baseURL}/user_avatars/1/${key}.png`,
      `${baseURL}/user_avatars/1/${key}-medium.png`,
    ];
    for (const address of addresses) {
      for (let time = 0; time < 10; time += 1) expect((await fetch(address)).status, address).toBe(200);
    }
    for (let time = 0; time < 10; time += 1) {
      const led = await fetch(`${baseURL}/avatar/${owner.id}`, { headers: withKey(owner), redirect: 'manual' });
      expect(led.status).toBe(302);
    }
    expect(await guess(server)).toBe(429);
  });
});

test('without TRUST_PROXY – neither X-Forwarded-For nor x-client-address makes another address', async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '5' }, async (server) => {
    const pretending = (index: number) => ({ 'X-Forwarded-For': `203.0.113.${index}`, 'X-Client-Address': `198.51.100.${index}` });
    expect(await guesses(server, 7, pretending)).toEqual(FIVE_THEN_REFUSED);
  });
});

test('RATE_LIMIT_IP_PER_MINUTE=5 – accounts opened from one address → 429 after five', async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '5' }, async (server) => {
    const open = () => fetch(`${server.baseURL}/api/accounts`, { method: 'POST', body: '{}' });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await open()).status).toBe(400);
    const refused = await open();
    expectRetryAfter(refused);
    expect(await answered(refused)).toEqual({ status: 429, body: TOO_MANY_PROBLEM });
  });
});

/** Each way to sign in with a password: the status, and whether it says that there were too many. */
const SIGN_INS: Record<string, (server: Server, email: string, password: string) => Promise<{ limited: boolean; ok: boolean }>> = {
  'next-auth': async ({ baseURL }, email, password) => {
    const csrf = await fetch(`${baseURL}/api/auth/csrf`);
    const cookies = csrf.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    const response = await fetch(`${baseURL}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookies.join('; ') },
      body: new URLSearchParams({ csrfToken: (await csrf.json()).csrfToken, email, password, json: 'true' }),
    });
    const { url } = await response.json();
    return { limited: new URL(url).searchParams.get('error') === 'rate_limited', ok: response.ok };
  },
  Basic: async ({ baseURL }, email, password) => {
    const response = await fetch(`${baseURL}/v1/me`, { headers: basic(email, password) });
    return { limited: response.status === 429, ok: response.ok };
  },
  'session/token': async ({ baseURL }, email, password) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${baseURL}/session/token`, { method: 'POST', headers, body: JSON.stringify({ email, password }) });
    const { code } = await response.json();
    return { limited: code === 429, ok: code === 0 };
  },
  fetch_api_key: async ({ baseURL }, username, password) => {
    const body = new URLSearchParams({ username, password });
    const response = await fetch(`${baseURL}/api/v1/fetch_api_key`, { method: 'POST', body });
    return { limited: response.status === 429, ok: response.ok };
  },
  'oauth2/token': async ({ baseURL }, username, password) => {
    const body = new URLSearchParams({ grant_type: 'password', username, password });
    const response = await fetch(`${baseURL}/oauth2/token/`, { method: 'POST', body });
    return { limited: response.status === 429, ok: response.ok };
  },
};

test('ten attempts to sign in to one account in a minute, over all five ways together', async ({ server }) => {
  // The first of the ten: the key was made with the password.
  const owner = await openAccount(server.baseURL);
  const ways = Object.values(SIGN_INS);
  for (let attempt = 2; attempt <= 10; attempt += 1) {
    const wrong = await ways[attempt % ways.length]?.(server, owner.email.toUpperCase(), 'wrong password');
    expect(wrong).toEqual({ limited: false, ok: false });
  }
  for (const [way, signIn] of Object.entries(SIGN_INS)) {
    expect({ way, ...(await signIn(server, owner.email, owner.password)) }).toEqual({ way, limited: true, ok: false });
  }
  // The key is no guess, and other accounts are not concerned.
  expect((await fetch(`${server.baseURL}/v1/me`, { headers: owner.auth })).status).toBe(200);
  const other = await openAccount(server.baseURL);
  for (const signIn of Object.values(SIGN_INS)) {
    expect(await signIn(server, other.email, other.password)).toEqual({ limited: false, ok: true });
  }
});
