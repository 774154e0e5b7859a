import { describe, expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { whole } from '@/testing/zulip';

/** Every path of this API, with its methods in the order of `allowed_methods`. */
const ADDRESSES: [path: string, allowed: string[]][] = [
  ['/api/v1/users/me/avatar', ['POST', 'DELETE']],
  ['/json/users/me/avatar', ['POST', 'DELETE']],
  [`/user_avatars/1/${'0'.repeat(40)}.png`, ['GET', 'HEAD']],
  ['/avatar/1', ['GET', 'HEAD']],
  ['/avatar/ada@example.org', ['GET', 'HEAD']],
  ['/avatar/1/medium', ['GET', 'HEAD']],
  ['/api/v1/users/me', ['GET', 'HEAD']],
  ['/api/v1/users/1', ['GET', 'HEAD']],
  ['/api/v1/users', ['GET', 'HEAD']],
  ['/api/v1/fetch_api_key', ['POST']],
  ['/api/v1/users/me/api_key/regenerate', ['POST']],
  ['/api/v1/server_settings', ['GET', 'HEAD']],
  ['/api/v1/register', ['POST']],
];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY', 'LOCK'];

const app = await createTestApp();

describe.each(ADDRESSES)('%s', (path, allowed) => {
  it(`supports ${allowed.join(' and ')}; any other method is 405, even without credentials`, async () => {
    for (const method of METHODS.filter((method) => !allowed.includes(method))) {
      const response = await app.ask(method, path, ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) ? { body: 'x' } : {});
      expect(response.headers.get('allow'), method).toBe(allowed.join(', '));
      expect(response.headers.get('content-type'), method).toBe('application/json');
      expect({ method, ...(await whole(response)) }).toEqual({
        method,
        status: 405,
        body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: allowed },
      });
    }
    if (!allowed.includes('HEAD')) {
      const head = await app.ask('HEAD', path);
      expect({ status: head.status, allow: head.headers.get('allow') }).toEqual({ status: 405, allow: allowed.join(', ') });
    }
  });

  it('OPTIONS → 204 and its methods, sorted', async () => {
    const response = await app.ask('OPTIONS', path);
    expect({ status: response.status, allow: response.headers.get('allow'), body: await response.text() }).toEqual({
      status: 204,
      allow: [...allowed].sort().join(', '),
      body: '',
    });
  });
});
