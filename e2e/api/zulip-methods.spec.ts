import { expect, test } from './fixtures';
import { sent } from './sent';
import { whole } from './zulip-wire';

/** Every address of Zulip's, with its verbs in the order in which a refusal lists them. */
const ADDRESSES: Record<string, string[]> = {
  '/api/v1/users/me/avatar': ['POST', 'DELETE'],
  '/json/users/me/avatar': ['POST', 'DELETE'],
  [`/user_avatars/1/${'0'.repeat(40)}.png`]: ['GET', 'HEAD'],
  '/avatar/1': ['GET', 'HEAD'],
  '/avatar/ada@example.org': ['GET', 'HEAD'],
  '/avatar/1/medium': ['GET', 'HEAD'],
  '/api/v1/users/me': ['GET', 'HEAD'],
  '/api/v1/users/1': ['GET', 'HEAD'],
  '/api/v1/users': ['GET', 'HEAD'],
  '/api/v1/fetch_api_key': ['POST'],
  '/api/v1/users/me/api_key/regenerate': ['POST'],
  '/api/v1/server_settings': ['GET', 'HEAD'],
  '/api/v1/register': ['POST'],
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

for (const [path, allowed] of Object.entries(ADDRESSES)) {
  test(`${path} – ${allowed.join(' and ')}; any other verb → 405, before anyone is asked who they are`, async ({ server }) => {
    for (const method of METHODS.filter((method) => !allowed.includes(method))) {
      const response = await fetch(server.baseURL + path, { method, ...(method !== 'GET' && { body: 'x' }) });
      expect(response.headers.get('allow'), method).toBe(allowed.join(', '));
      expect(response.headers.get('content-type'), method).toBe('application/json');
      expect({ method, ...(await whole(response)) }).toEqual({
        method,
        status: 405,
        body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: allowed },
      });
    }
    for (const method of ['TRACE', 'PROPFIND', 'QUERY', 'LOCK']) {
      const { status, headers, text } = await sent(server, path, method);
      expect({ method, status, allow: headers.allow, body: JSON.parse(text) }).toEqual({
        method,
        status: 405,
        allow: allowed.join(', '),
        body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: allowed },
      });
    }
    if (!allowed.includes('HEAD')) {
      const head = await fetch(server.baseURL + path, { method: 'HEAD' });
      expect({ status: head.status, allow: head.headers.get('allow') }).toEqual({ status: 405, allow: allowed.join(', ') });
    }
  });

  test(`OPTIONS ${path} → 204 with its verbs, sorted`, async ({ server }) => {
    const response = await fetch(server.baseURL + path, { method: 'OPTIONS' });
    expect({ status: response.status, allow: response.headers.get('allow'), body: await response.text() }).toEqual({
      status: 204,
      allow: [...allowed].sort().join(', '),
      body: '',
    });
  });
}
