import { expect, it } from 'vitest';
import { basicAuth, createTestApp, type TestPerson } from '@/testing/app';
import { oldPicture, tiny } from '@/testing/in-process/pictures';
import { cloudreve, zulip } from '@/testing/in-process/uploads';
import { failure, formOf, wireOf } from '@/testing/in-process/wire';
import { error } from '@/testing/zulip';

const app = await createTestApp({ userPerMinute: 5, addressPerMinute: 5 });

/** Whole seconds until the end of the minute. */
function expectRetryAfter(response: Response): void {
  const header = response.headers.get('retry-after') ?? '';
  expect(header).toMatch(/^\d+$/);
  expect(Number(header)).toBeGreaterThan(0);
  expect(Number(header)).toBeLessThanOrEqual(60);
}

const SENTENCE = expect.stringMatching(/^Too many requests\. Try again in \d+ seconds?\.$/);
const TOO_MANY_PROBLEM = {
  type: 'about:blank',
  title: 'Too many requests',
  status: 429,
  detail: SENTENCE,
  code: 'rate_limited',
  requestId: expect.any(String),
  limit: 5,
  remaining: 0,
  resetAt: expect.any(Number),
  retryAfterSeconds: expect.any(Number),
};
const TOO_MANY_ULULE = [{ fieldNames: [], classification: 'ValueError', message: SENTENCE }];

it('the sixth write of a person in a minute → 429 in each API; other people and reads go on', async () => {
  const owner = await app.open();
  const put = async (person: TestPerson) => app.ask('PUT', '/api/me/avatar', { headers: person.auth, body: await oldPicture() });
  for (let write = 1; write <= 5; write += 1) expect((await put(owner)).status).toBe(200);

  const problem = await put(owner);
  expect(problem.headers.get('content-type')).toBe('application/problem+json');
  expectRetryAfter(problem);
  expect(await wireOf(problem)).toEqual({ status: 429, body: TOO_MANY_PROBLEM });

  const picture = await tiny('png', [0, 0, 0]);
  const myCargoExtra = await app.ask('PATCH', '/api/v1/user/avatar', { headers: owner.auth, body: formOf({ avatar: picture }) });
  expectRetryAfter(myCargoExtra);
  expect(await wireOf(myCargoExtra)).toEqual({ status: 429, body: { message: 'Too many requests' } });
  const check = await app.ask('GET', '/api/v1/user/check', { headers: owner.auth });
  expectRetryAfter(check);
  expect(await wireOf(check)).toEqual({ status: 429, body: { message: 'Too many requests' } });

  const ulule = await app.ask('DELETE', `/v1/avatars/${owner.id}`, { headers: owner.auth });
  expectRetryAfter(ulule);
  expect(await wireOf(ulule)).toEqual({ status: 429, body: TOO_MANY_ULULE });

  const native: [method: string, path: string][] = [
    ['PATCH', '/api/me/avatar'],
    ['DELETE', '/api/me/avatar'],
    ['PUT', '/api/me/avatar/gravatar'],
    ['POST', '/api/me/avatar/framing'],
    ['POST', '/api/me/avatar/preview'],
    ['POST', '/api/me/avatars/1/restore'],
    ['POST', '/api/keys'],
    ['DELETE', '/api/keys/1'],
    ['PATCH', '/api/policy'],
  ];
  for (const [method, path] of native) {
    const response = await app.ask(method, path, { headers: owner.auth });
    expect(await wireOf(response), `${method} ${path}`).toEqual({ status: 429, body: TOO_MANY_PROBLEM });
  }

  const enveloped = await cloudreve.send(app, owner, picture);
  expectRetryAfter(enveloped);
  expect(await wireOf(enveloped)).toEqual({ status: 200, body: failure(429, 'Too many requests') });

  for (const response of [
    await zulip.send(app, owner, picture),
    await app.ask('DELETE', '/api/v1/users/me/avatar', { headers: owner.basic }),
    await app.ask('POST', '/api/v1/users/me/api_key/regenerate', { headers: owner.basic }),
    await app.ask('POST', '/api/v1/register', { headers: owner.basic }),
  ]) {
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(response.headers.get('x-ratelimit-limit')).toBe('5');
    expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(await wireOf(response)).toEqual({
      status: 429,
      body: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
    });
  }

  // Each of the five writes created a version.
  const mine = await app.ask('GET', '/api/me/avatar', { headers: owner.auth });
  expect(mine.headers.get('etag')).toBe(`"a${owner.id}v6"`);
  for (let read = 0; read < 10; read += 1) {
    expect((await app.ask('GET', '/v1/me', { headers: owner.auth })).status).toBe(200);
  }
  expect((await put(await app.open())).status).toBe(200);
});

it('Zulip – malformed credentials count like wrong ones, and each response has the remaining requests', async () => {
  const from = '10.0.1.1';
  const ask = async (headers: Record<string, string>) => {
    const response = await app.ask('GET', '/api/v1/users/me', { headers, from });
    return [response.status, response.headers.get('x-ratelimit-limit'), response.headers.get('x-ratelimit-remaining')];
  };
  expect(await ask({ Authorization: 'Bearer abc' })).toEqual([400, '5', '4']);
  expect(await ask({ Authorization: 'Basic !' })).toEqual([401, '5', '3']);
  expect(await ask({})).toEqual([401, '5', '2']);
  expect(await ask(basicAuth('ada@example.org', 'x'.repeat(32)))).toEqual([401, '5', '1']);
  expect((await app.ask('GET', '/avatar/1?api_key=short', { from })).status).toBe(401);
  expect(await ask({})).toEqual([429, '5', '0']);
  expect(await ask({ Authorization: 'Bearer abc' })).toEqual([429, '5', '0']);
});

it('accounts opened from one address → 429 after five in a minute', async () => {
  const open = () => app.ask('POST', '/api/accounts', { body: '{}', from: '10.0.2.1' });
  for (let attempt = 0; attempt < 5; attempt += 1) expect((await open()).status).toBe(400);
  const refused = await open();
  expectRetryAfter(refused);
  expect(await wireOf(refused)).toEqual({ status: 429, body: TOO_MANY_PROBLEM });
});

it('reads with a password count against the person, since each costs a hash', async () => {
  const { passwordAuth, auth } = await app.open();
  // Each from another address, so that the limit of an address does not apply.
  let host = 0;
  const read = (headers: Record<string, string>) => {
    host += 1;
    return app.ask('GET', '/v1/me', { headers, from: `10.0.3.${host}` });
  };
  for (let time = 1; time <= 5; time += 1) expect((await read(passwordAuth)).status).toBe(200);
  expect(await wireOf(await read(passwordAuth))).toEqual({ status: 429, body: TOO_MANY_ULULE });
  expect((await read(auth)).status).toBe(200);
});
