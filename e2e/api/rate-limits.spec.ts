import { openAccount, type TestPerson } from '../people';
import { bearer, failure, signIn } from './cloudreve';
import { expect, form, oldPicture, plain } from './fixtures';
import { FIVE_THEN_REFUSED, guess, guesses } from './guesses';
import { test } from './limited-fixtures';
import { withServer } from './own-server';
import { answered, basic, OPEN } from './ulule-fixtures';
import { cloudreve, zulip } from './uploads';
import { error, basic as withKey } from './zulip-wire';

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
  detail: expect.stringMatching(/^Too many requests\. Try again in \d+ seconds?\.$/),
  code: 'rate_limited',
  requestId: expect.any(String),
  limit: 5,
  remaining: 0,
  resetAt: expect.any(Number),
  retryAfterSeconds: expect.any(Number),
};
const TOO_MANY_ULULE = [
  { fieldNames: [], classification: 'ValueError', message: expect.stringMatching(/^Too many requests\. Try again in \d+ seconds?\.$/) },
];

test('RATE_LIMIT_USER_PER_MINUTE=5 – the sixth write of one person → 429 in each API, and others and reads go on', async ({
  server,
  newPerson,
}) => {
  const { baseURL } = server;
  // The first of the five: it made the key.
  const owner = await newPerson();
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
  expect(mine.headers.get('etag')).toBe(`"a${owner.id}v5-gzip"`);
  for (let read = 0; read < 10; read += 1) {
    expect((await fetch(`${baseURL}/v1/me`, { headers: owner.auth })).status).toBe(200);
  }
  expect((await put(await newPerson('Grace Hopper'))).status).toBe(200);
});

test('TRUST_PROXY=1 – wrong credentials are counted by the address that the proxy names; whoever has right ones goes on', async ({
  server,
  newPerson,
  from,
}) => {
  const owner = await newPerson();
  // What is before the last address was said by the client.
  const saying = (index: number) => ({ 'X-Forwarded-For': `198.51.100.${index}, ${from(2)['X-Forwarded-For']}` });
  expect(await guesses(server, 7, () => from(1))).toEqual(FIVE_THEN_REFUSED);
  expect(await guess(server, from(2))).toBe(401);
  expect(await guesses(server, 4, saying)).toEqual([401, 401, 401, 401]);
  expect(await guess(server, saying(9))).toBe(429);

  const behind = { ...owner.auth, ...from(1) };
  expect((await fetch(`${server.baseURL}/v1/me`, { headers: behind })).status).toBe(200);
  const put = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: behind, body: await oldPicture() });
  expect(put.status).toBe(200);
  const { url } = await put.json();
  for (let picture = 0; picture < 10; picture += 1) {
    for (const address of [url, `${server.baseURL}/u/${owner.id}/avatar`, `${server.baseURL}/v1/users/${owner.id}`]) {
      expect((await fetch(address, { headers: { ...from(1), ...OPEN } })).status).toBe(200);
    }
  }
});

test('without TRUST_PROXY – neither X-Forwarded-For nor x-client-address makes another address', async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '5' }, async (server) => {
    const pretending = (index: number) => ({ 'X-Forwarded-For': `203.0.113.${index}`, 'X-Client-Address': `198.51.100.${index}` });
    const { id, refresh } = await signIn(server, await openAccount(server.baseURL));
    // Another part of the server answers for pictures; these are the only credentials that are refused there.
    const picture = async (index: number) => {
      const response = await fetch(`${server.baseURL}/user/avatar/${id}`, { headers: { ...bearer(refresh), ...pretending(index) } });
      return (await response.json()).code;
    };
    expect(await picture(0)).toBe(40020);
    const statuses = await guesses(server, 7, pretending);
    expect([statuses.at(0), statuses.at(-1)]).toEqual([401, 429]);
    expect(await picture(8)).toBe(429);
  });
});

test('TRUST_PROXY=1 – an address counts once, whatever its port and however it is written', async ({ server, from }) => {
  const { 'X-Forwarded-For': address } = from(1);
  const ported = (index: number) => ({ 'X-Forwarded-For': `198.51.100.${index}, ${address}:${1000 + index}` });
  expect(await guesses(server, 7, ported)).toEqual(FIVE_THEN_REFUSED);
  const network = `2001:db8:${(address ?? '').split('.')[2]}`;
  const bracketed = (index: number) => ({ 'X-Forwarded-For': [`[${network}::${index}]:443`, `"[${network}::${index}]"`][index % 2] ?? '' });
  expect(await guesses(server, 7, bracketed)).toEqual(FIVE_THEN_REFUSED);
});

test('Zulip – credentials that cannot be read are counted as wrong ones are, and each answer says what is left', async ({
  server,
  from,
}) => {
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${server.baseURL}/api/v1/users/me`, { headers: { ...headers, ...from() } });
    return [response.status, response.headers.get('x-ratelimit-limit'), response.headers.get('x-ratelimit-remaining')];
  };
  expect(await ask({ Authorization: 'Bearer abc' })).toEqual([400, '5', '4']);
  expect(await ask({ Authorization: 'Basic !' })).toEqual([401, '5', '3']);
  expect(await ask({})).toEqual([401, '5', '2']);
  expect(await ask(basic('ada@example.org', 'x'.repeat(32)))).toEqual([401, '5', '1']);
  expect((await fetch(`${server.baseURL}/avatar/1?api_key=short`, { headers: from() })).status).toBe(401);
  expect(await ask({})).toEqual([429, '5', '0']);
  expect(await ask({ Authorization: 'Bearer abc' })).toEqual([429, '5', '0']);
});

test('RATE_LIMIT_IP_PER_MINUTE=5 – accounts opened from one address → 429 after five', async ({ server, from }) => {
  const open = () => fetch(`${server.baseURL}/api/accounts`, { method: 'POST', headers: from(), body: '{}' });
  for (let attempt = 0; attempt < 5; attempt += 1) expect((await open()).status).toBe(400);
  const refused = await open();
  expectRetryAfter(refused);
  expect(await answered(refused)).toEqual({ status: 429, body: TOO_MANY_PROBLEM });
});

test('RATE_LIMIT_USER_PER_MINUTE=5 – reads with a password, each of which costs a hash, are counted by person', async ({
  server,
  newPerson,
  from,
}) => {
  // The first of the five: it made the key.
  const { email, password, auth } = await newPerson();
  // Each from another address, whose own minute is not what is used up.
  let host = 0;
  const read = (headers: Record<string, string>) => {
    host += 1;
    return fetch(`${server.baseURL}/v1/me`, { headers: { ...headers, ...from(host) } });
  };
  for (let time = 2; time <= 5; time += 1) expect((await read(basic(email, password))).status).toBe(200);
  expect(await answered(await read(basic(email, password)))).toEqual({ status: 429, body: TOO_MANY_ULULE });
  expect((await read(auth)).status).toBe(200);
});
