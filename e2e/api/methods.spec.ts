import { expect, test } from './fixtures';
import { routes } from './routes';
import { sent } from './sent';

type Words = (call: { allowed: string[]; method: string }) => unknown;

const native: Words = ({ allowed, method }) => ({
  type: 'about:blank',
  title: 'Method not allowed',
  status: 405,
  detail: `Expected ${allowed.join(', ')}; got ${method}.`,
  code: 'method_not_allowed',
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  allowed,
});
const myCargoExtra: Words = () => ({ message: 'Method Not Allowed' });
const ulule: Words = () => [{ fieldNames: [], classification: 'ValueError', message: 'Method Not Allowed' }];
/** No body at all. */
const cloudreve: Words = () => undefined;

const READ = ['GET', 'HEAD', 'OPTIONS'];
const KEY = '0'.repeat(40);
const HASH = '0'.repeat(32);

/** Every address that is not Zulip's, with its verbs in the order in which a refusal names them. */
const ADDRESSES: { message: string; words: Words; type: string | null; of: Record<string, string[]> }[] = [
  {
    message: 'a problem with the code method_not_allowed',
    words: native,
    type: 'application/problem+json',
    of: {
      '/api/accounts': ['POST', 'OPTIONS'],
      '/api/me': READ,
      '/api/me/avatar': ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      '/api/me/avatar/gravatar': ['POST', 'PUT', 'OPTIONS'],
      '/api/me/avatar/original': READ,
      '/api/me/avatar/preview': ['POST', 'OPTIONS'],
      '/api/me/avatars': READ,
      '/api/me/avatars/1/restore': ['POST', 'OPTIONS'],
      '/api/keys': ['GET', 'HEAD', 'POST', 'OPTIONS'],
      '/api/keys/1': ['DELETE', 'OPTIONS'],
      '/api/limits': READ,
      '/api/policy': ['GET', 'HEAD', 'PATCH', 'OPTIONS'],
      '/api/users/1/avatar': READ,
      '/healthz': READ,
      '/api/auth/session': READ,
      '/api/auth/csrf': READ,
      '/api/auth/providers': READ,
      '/api/auth/callback/credentials': ['POST', 'OPTIONS'],
      '/api/auth/signout': ['POST', 'OPTIONS'],
      [`/media/${KEY}/256.webp`]: READ,
      '/u/1/avatar': READ,
      [`/avatar/${HASH}`]: READ,
      [`/avatar/${HASH}.jpg`]: READ,
      '/avatar': READ,
      '/avatar/': READ,
      '/avatar.php': READ,
    },
  },
  {
    message: '{"message":"Method Not Allowed"}',
    words: myCargoExtra,
    type: 'application/json',
    of: { '/api/v1/user/avatar': ['PATCH', 'OPTIONS'], '/api/v1/user/check': READ },
  },
  {
    message: '[{"fieldNames":[],"classification":"ValueError","message":"Method Not Allowed"}]',
    words: ulule,
    type: 'application/json',
    of: {
      '/v1/users/1': READ,
      '/v1/users/1/avatars': ['POST', 'OPTIONS'],
      '/v1/avatars/1': ['GET', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
      '/v1/me': READ,
      '/oauth2/token': ['POST', 'OPTIONS'],
      '/oauth2/token/': ['POST', 'OPTIONS'],
    },
  },
  {
    message: 'no body',
    words: cloudreve,
    type: null,
    of: {
      '/user/setting/avatar': ['PUT', 'OPTIONS'],
      '/api/v4/user/setting/avatar': ['PUT', 'OPTIONS'],
      '/user/avatar/1': READ,
      '/api/v4/user/avatar/1': READ,
      '/user/info/1': READ,
      '/user/me': READ,
      '/session/token': ['POST', 'DELETE', 'OPTIONS'],
      '/api/v4/session/token': ['POST', 'DELETE', 'OPTIONS'],
      '/session/token/refresh': ['POST', 'OPTIONS'],
      '/session/prepare': READ,
      '/session/oauth/userinfo': READ,
      '/site/ping': READ,
    },
  },
];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Which no address has; `fetch` would send not all of them. */
const OTHERS = ['TRACE', 'PROPFIND', 'QUERY', 'LOCK'];

/** They would be refused where somebody looked at them. */
const OF_NO_USE = { Authorization: 'Bearer of.no.use', Cookie: 'userToken=of.no.use' };

for (const { message, words, type, of } of ADDRESSES) {
  for (const [path, allowed] of Object.entries(of)) {
    test(`${path} – ${allowed.join(', ')}; any other verb → 405 with Allow, and ${message}`, async ({ server }) => {
      for (const method of METHODS.filter((method) => !allowed.includes(method))) {
        const body = ['GET', 'HEAD'].includes(method) ? null : '{"no":';
        const response = await fetch(server.baseURL + path, { method, headers: OF_NO_USE, body });
        const text = await response.text();
        expect({
          method,
          status: response.status,
          allow: response.headers.get('allow'),
          type: response.headers.get('content-type'),
          body: text === '' ? undefined : JSON.parse(text),
        }).toEqual({
          method,
          status: 405,
          allow: allowed.join(', '),
          type,
          body: method === 'HEAD' ? undefined : words({ allowed, method }),
        });
      }
    });
  }
}

test('TRACE, PROPFIND, QUERY and LOCK of each → 405 with Allow, in its words', async ({ server }) => {
  for (const { words, type, of } of ADDRESSES) {
    for (const [path, allowed] of Object.entries(of)) {
      for (const method of OTHERS) {
        const { status, headers, text } = await sent(server, path, method);
        expect({
          path,
          method,
          status,
          allow: headers.allow,
          type: headers['content-type'] ?? null,
          body: text && JSON.parse(text),
        }).toEqual({
          path,
          method,
          status: 405,
          allow: allowed.join(', '),
          type,
          body: words({ allowed, method }) ?? '',
        });
      }
    }
  }
});

test('OPTIONS of each → its verbs, sorted', async ({ server }) => {
  for (const [path, allowed] of ADDRESSES.flatMap(({ of }) => Object.entries(of))) {
    const response = await fetch(server.baseURL + path, { method: 'OPTIONS', headers: OF_NO_USE });
    const words = (response.headers.get('allow') ?? '').split(', ');
    // Libravatar's lists words in its body.
    const status = path.startsWith('/avatar') ? 200 : 204;
    expect({ path, status: response.status, words }).toEqual({ path, status, words: [...allowed].sort() });
  }
});

test('HEAD of an address with GET → what GET answers, without its body', async ({ server }) => {
  for (const [path, allowed] of ADDRESSES.flatMap(({ of }) => Object.entries(of)).filter(([, methods]) => methods.includes('GET'))) {
    const [get, head] = [await fetch(server.baseURL + path), await fetch(server.baseURL + path, { method: 'HEAD' })];
    await get.text();
    expect({ path, allowed, status: head.status, body: await head.text() }).toEqual({ path, allowed, status: get.status, body: '' });
  }
});

test('there is no address beside these, those of Zulip and the catch-alls', () => {
  const listed = ADDRESSES.flatMap(({ of }) => Object.keys(of));
  const others = routes().filter(({ dialect, isUnknown }) => dialect !== 'zulip' && !isUnknown);
  expect(others.length).toBeGreaterThan(30);
  const unlisted = others.filter(({ path }) => {
    const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
    return !listed.some((address) => pattern.test(address));
  });
  expect(unlisted).toEqual([]);
});
