import { expect, test } from '../server/upload-fixtures';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Any authentication would refuse it. */
const WRONG = { Authorization: 'Bearer of.no.use' };

const PROBLEM = {
  type: 'about:blank',
  title: 'Not found',
  status: 404,
  detail: 'Nothing exists at this path.',
  code: 'not_found',
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
};
const ULULE = [{ fieldNames: ['id'], classification: 'ValueError', message: 'Nothing exists at this path.' }];

/** A path below each root, and the roots themselves. */
const UNKNOWN: { path: string; type: string; body: unknown }[] = [
  ...['/v1', '/v1/', '/v1/nothing', '/v1/%00'].map((path) => ({ path, type: 'application/json', body: ULULE })),
  ...['/api', '/api/nothing', '/api/auth', '/api/v4/user/nothing', '/user/nothing', '/session'].map((path) => ({
    path,
    type: 'application/problem+json',
    body: PROBLEM,
  })),
];

test('unknown paths below the roots of the APIs – any method and any sender → 404 in the words of the API', { tag: '@main' }, async ({
  server,
}) => {
  for (const { path, type, body } of UNKNOWN) {
    for (const method of METHODS) {
      const sent = ['GET', 'OPTIONS'].includes(method) ? null : '{"no":';
      const response = await fetch(server.baseURL + path, { method, headers: WRONG, body: sent });
      const { status, headers } = response;
      expect({ path, method, status, type: headers.get('content-type'), body: await response.json() }).toEqual({
        path,
        method,
        status: 404,
        type,
        body,
      });
    }
    const head = await fetch(server.baseURL + path, { method: 'HEAD' });
    expect({ path, status: head.status, type: head.headers.get('content-type') }).toEqual({ path, status: 404, type });
  }
});

test('a page that does not exist → 404 with a page', { tag: '@main' }, async ({ server }) => {
  for (const path of ['/nothing', '/settings/nothing']) {
    const response = await fetch(server.baseURL + path);
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
      status: 404,
      type: 'text/html; charset=utf-8',
    });
    expect(await response.text()).toContain('<html');
  }
});
