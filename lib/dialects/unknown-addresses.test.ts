import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';

const app = await createTestApp();
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Credentials that any authentication would refuse. */
const WRONG = { Authorization: 'Bearer of.no.use' };

const ULULE = [{ fieldNames: ['id'], classification: 'ValueError', message: 'Nothing exists at this path.' }];

const PROBLEM = {
  type: 'about:blank',
  title: 'Not found',
  status: 404,
  detail: 'Nothing exists at this path.',
  code: 'not_found',
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
};

const UNKNOWN: { message: string; paths: string[]; type: string; body: unknown }[] = [
  {
    message: JSON.stringify(ULULE),
    paths: ['/v1', '/v1/', '/v1/nothing', '/v1/users', '/v1/users/', '/v1/users/1/avatars/2', '/v1/me/avatar?image=1', '/v1/%00'],
    type: 'application/json',
    body: ULULE,
  },
  {
    message: 'a problem with the code not_found',
    paths: [
      '/api',
      '/api/nothing',
      '/api/auth',
      '/api/me/nothing/at/all',
      '/api/v1/nothing',
      '/api/v1/user',
      '/api/v3/user/me',
      '/api/v4/nothing',
      '/api/v4/user/nothing',
      '/api/v4/site/ping/nothing',
      '/user/nothing',
      '/session',
    ],
    type: 'application/problem+json',
    body: PROBLEM,
  },
];

for (const { message, paths, type, body } of UNKNOWN) {
  for (const path of paths) {
    it(`${path} – any method and any credentials → 404 ${message}`, async () => {
      for (const method of METHODS) {
        const sent = ['GET', 'OPTIONS'].includes(method) ? undefined : '{"no":';
        const response = await app.ask(method, path, { headers: WRONG, body: sent });
        const { status, headers } = response;
        expect({ method, status, type: headers.get('content-type'), body: await response.json() }).toEqual({
          method,
          status: 404,
          type,
          body,
        });
      }
      const head = await app.ask('HEAD', path);
      expect({ status: head.status, type: head.headers.get('content-type') }).toEqual({ status: 404, type });
    });
  }
}

it('known paths below the same prefixes are served by their API', async () => {
  const json = async (path: string) => (await app.ask('GET', path)).json();
  expect(await json('/api/auth/session')).toEqual({});
  expect(await json('/api/auth/csrf')).toEqual({ csrfToken: expect.any(String) });
  expect(await json('/api/v4/site/ping')).toEqual(await json('/site/ping'));
  expect(await json('/api/v4/user/me')).toMatchObject({ code: 401, msg: 'Login required' });
  expect(await json('/api/v1/server_settings')).toMatchObject({ result: 'success' });
});
