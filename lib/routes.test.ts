import { describe, expect, it } from 'vitest';
import { createRouter } from './http/router';
import { ROUTES, router } from './routes';

const DIALECTS = Object.entries(ROUTES).map(([dialect, table]) => ({ dialect, alone: createRouter([table]) }));
const HASH = '0123456789abcdef0123456789ABCDEF';

/** The dialect that serves a path, and with which parameters; null if none does. */
function served(path: string, method = 'GET') {
  const found = router.find(method, path);
  const dialect = DIALECTS.find(({ alone }) => alone.find(method, path)?.endpoint === found?.endpoint)?.dialect;
  return found && [dialect, found.params];
}

describe('the routes of all dialects', () => {
  it('exist, each at its own path', () => {
    for (const route of router.routes) {
      // The first value that each parameter may have: gravatar's has to be a hash.
      const path = route.path.replace('{/*rest}', '/nothing').replace(':who', route.match(`/avatar/${HASH}`) ? HASH : '1');
      const sample = path.replaceAll(/:\w+/g, '1');
      expect([sample, router.routes.find(({ match }) => match(sample))?.path]).toEqual([sample, route.path]);
    }
    expect(router.routes.length).toBeGreaterThan(60);
  });

  it.each([
    [`/avatar/${HASH}`, 'gravatar', { who: HASH }],
    [`/avatar/${HASH}/`, 'gravatar', { who: HASH }],
    [`/avatar/${HASH}.jpg`, 'gravatar', { who: `${HASH}.jpg` }],
    [`/avatar/${HASH}%2EPNG`, 'gravatar', { who: `${HASH}.PNG` }],
    ['/avatar/12345678901234567890123456789012', 'gravatar', { who: '12345678901234567890123456789012' }],
    [`/avatar/${'a'.repeat(64)}`, 'gravatar', { who: 'a'.repeat(64) }],
    ['/avatar', 'gravatar', {}],
    ['/avatar/', 'gravatar', {}],
    ['/avatar.php', 'gravatar', {}],
    ['/avatar.php/', 'gravatar', {}],
    ['/avatar/12', 'zulip', { who: '12' }],
    ['/avatar/ada%40example.org', 'zulip', { who: 'ada@example.org' }],
    [`/avatar/${HASH}@example.org`, 'zulip', { who: `${HASH}@example.org` }],
    [`/avatar/${'a'.repeat(33)}`, 'zulip', { who: 'a'.repeat(33) }],
    [`/avatar/${'a'.repeat(40)}`, 'zulip', { who: 'a'.repeat(40) }],
    [`/avatar/${HASH}/medium`, 'zulip', { who: HASH }],
    ['/api/v1/users/me', 'zulip', {}],
    ['/api/v1/users/m%65', 'zulip', { id: 'me' }],
    ['/api/v1/user/check', 'mycargoextra', {}],
    ['/api/v1/nothing', 'native', {}],
    ['/api/v4/user/avatar/gyIo', 'cloudreve', { id: 'gyIo' }],
    ['/user/avatar/%67yIo', 'cloudreve', { id: 'gyIo' }],
    ['/oauth2/token/', 'ulule', {}],
  ])('%s is served by %s', (path, dialect, params) => {
    const [found, given] = served(path) ?? [];
    expect([found, given]).toMatchObject([dialect, params]);
  });

  it.each([
    '/',
    '/sign-in',
    '/avatars',
    '/avatarxphp',
    '/avatar.php/x',
    '/avatar/1/large',
    '/media/x',
    '/u/1',
    '/json',
    '/oauth2',
    '/API/me',
    '/v2',
  ])('%s is none', (path) => {
    expect([served(path), router.isRoute(path)]).toEqual([null, false]);
  });

  it('are behind Next.js only if clients read them rarely, or they are long: lists, which it compresses, and files', () => {
    const behindNext = router.routes.filter(({ allowed, endpointFor }) => allowed.includes('GET') && !endpointFor('GET').nodeAdapter);
    expect(behindNext.map(({ path }) => path)).toEqual([
      '/api/v1/users',
      '/api/auth/csrf',
      '/api/auth/session',
      '/api/auth/providers',
      '/api/auth/callback/oidc',
      '/api/invites',
      '/api/me/addresses',
      '/api/me/export',
      '/api/me/deletion',
      '/api/me/avatar/directory',
      '/api/me/avatar/links',
      '/api/me/avatar/moderation',
      '/api/me/avatar/original',
      '/api/me/identities',
      '/api/me/sessions',
      '/api/me/avatars',
      '/api/me/avatars/:id/original',
      '/api/me/avatars/:id/picture',
      '/api/audit',
      '/api/audit/export',
      '/api/blocked-files',
      '/api/cron/sweep',
      '/api/keys',
      '/api/outbox',
      '/api/people',
      '/api/people/:id',
      '/api/policy',
      '/api/service-keys',
      '/metrics',
    ]);
    expect(router.routes.filter(({ endpointFor }) => endpointFor('POST').nodeAdapter)).toEqual([]);
  });
});
