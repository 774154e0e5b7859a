import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import sharp from 'sharp';
import { openAccount, signInCookie } from '../client/people';
import { rawRequest } from '../client/raw';
import { sent } from '../client/request';
import { plain } from '../pictures/one-colour';
import { withServer } from '../server/own-server';
import { expect, test } from '../server/upload-fixtures';

const HASH = '0'.repeat(32);

/** Spellings of the address of Next.js's image optimizer. */
const OPTIMIZER = [
  '/_next/image',
  '//_next/image',
  '/%5Fnext/image',
  '/api/../_next/image',
  '/api/auth/%2e%2e/%2e%2e/_next/image',
  '/_next//image',
];

const CSP = /^default-src 'none'; script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self' 'nonce-/;

test('pictures are not to be had through the optimizer of Next.js, however it is asked, and none is kept', {
  tag: ['@main', '@server'],
}, async ({ server }) => {
  for (const path of OPTIMIZER) {
    for (const headers of [{}, { RSC: '1' }, { 'X-Nextjs-Data': '1' }, { 'X-Middleware-Rewrite': '/_next/image' }] as Record<
      string,
      string
    >[]) {
      const address = `${path}?w=3840&q=75&url=${encodeURIComponent(`/avatar/${HASH}`)}`;
      expect({ path, status: (await sent(server, address, 'GET', headers)).status }).toEqual({ path, status: 404 });
      expect({ path, status: (await sent(server, address, 'POST', headers)).status }).toEqual({ path, status: 404 });
    }
  }
  expect(existsSync('.next/cache/images')).toBe(false);
});

test('every page and every failure of one comes with policies, and each with a nonce of its own', { tag: ['@main', '@server'] }, async ({
  server,
}) => {
  const nonces = new Set<string>();
  const paths = [
    '/',
    '/sign-in',
    '/sign-up',
    '/docs/native',
    '/no/such/page',
    '/_next/image',
    '/icon.svg',
    '/_next/static/nothing.js',
    '/static/nothing.png',
  ];
  for (const path of paths) {
    for (const method of ['GET', 'TRACE']) {
      const { headers, text } = await sent(server, path, method);
      const policy = String(headers['content-security-policy']);
      expect({ path, policy }).toEqual({ path, policy: expect.stringMatching(CSP) });
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers['permissions-policy']).toContain('camera=(self)');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['strict-transport-security']).toBeUndefined();
      const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
      nonces.add(nonce);
      const scripts = text.match(/<script[^>]*>/g) ?? [];
      expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    }
  }
  expect(nonces.size).toBe(2 * paths.length);
});

/** Lines of the start for the person who runs the server. */
const OF_THE_START =
  /^(?:Likeness is running|Mail is not sent|E-mail addresses are not verified|There is no administrator yet| {2}https:\/\/\S+\/setup\?code=)/;

test('a server that is reached over https tells browsers to stay there, and keeps e-mail addresses out of its log', {
  tag: '@server',
}, async () => {
  await withServer({ BASE_URL: 'https://pictures.example.org', LOG_LEVEL: 'debug' }, async (server) => {
    for (const path of ['/sign-in', '/nothing', '/api/limits', `/avatar/${HASH}`, '/api/me', '/icon.svg']) {
      const { headers } = await sent(server, path);
      expect({ path, hsts: headers['strict-transport-security'] }).toEqual({ path, hsts: 'max-age=31536000' });
    }
    const paths = ['/avatar/ada@example.org', '/avatar/ada%40example.org/medium?to=ada@example.org', '/api/v1/users/ada%2540example.org'];
    for (const path of [...paths, '/api/users/ada@example.org/avatar']) await sent(server, path);
    // Junk that browsers keep sending, which next-auth would explain at length each time.
    for (const junk of ['junk', 'a.b.c.d.e', '%', '[object Object]']) {
      const Cookie = `__Secure-next-auth.session-token=${junk}; __Secure-next-auth.callback-url=http://[`;
      expect((await sent(server, '/api/auth/session', 'GET', { Cookie })).text).toBe('{}');
      expect((await sent(server, '/sign-in', 'GET', { Cookie })).status).toBe(200);
    }
    const [, ...lines] = server
      .output()
      .trim()
      .split(/^Pictures, secret.*$/m)
      .join('')
      .split('\n');
    const isOurs = (line: string) => line.startsWith('{') || line === '' || line.includes('next.config.mjs') || OF_THE_START.test(line);
    expect(lines.filter((line) => !isOurs(line))).toEqual([]);
    expect(server.output()).toContain('"path":"/avatar/[e-mail]"');
    expect(server.output()).not.toMatch(/ada(?:@|%)/);
  });
});

test('a page of another name that leads to this server can do nothing with a session, and is told what helps', async ({ server }) => {
  const person = await openAccount(server.baseURL);
  const Cookie = await signInCookie(server.baseURL, person);
  const mybox = { Host: 'mybox:3000', Origin: 'http://mybox:3000', 'Sec-Fetch-Site': 'same-origin' };
  const words =
    /^Expected a request from http:\/\/localhost:\d+; got one from http:\/\/mybox:3000\. If that is the address of this server, set BASE_URL to it\.$/;
  for (const [method, path] of [
    ['DELETE', '/api/me/avatar'],
    ['POST', '/api/keys'],
    ['POST', '/json/users/me/avatar'],
    ['POST', '/api/accounts'],
    ['POST', '/api/auth/callback/credentials'],
    ['POST', '/api/auth/signout'],
  ] as const) {
    const { status, text } = await sent(server, path, method, { ...mybox, Cookie });
    expect({ path, status }).toEqual({ path, status: 403 });
    if (path.startsWith('/api/auth')) expect(JSON.parse(text).detail).toMatch(words);
  }
  const { port } = server;
  const ours = { Host: `127.0.0.1:${port}`, Origin: `http://127.0.0.1:${port}`, Cookie };
  expect((await sent(server, '/api/me/avatar', 'DELETE', ours)).status).toBe(204);
});

test('requests in absolute form are served, and none is led to itself', { tag: '@server' }, async ({ server }) => {
  const ask = async (head: string) => (await rawRequest(server.port, [`${head}\r\nConnection: close\r\n\r\n`], 'open')).answer;
  expect(await ask('GET http://pictures.example/sign-in HTTP/1.1\r\nHost: x')).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask('GET http://pictures.example/api/limits HTTP/1.1\r\nHost: x')).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask(`GET http://pictures.example/avatar/${HASH} HTTP/1.1\r\nHost: x`)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask(`GET //avatar//${HASH} HTTP/1.1\r\nHost: x`)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask('GET / HTTP/1.1\r\nHost: a\r\nHost: b')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await ask('OPTIONS * HTTP/1.1\r\nHost: a')).toMatch(/^HTTP\/1\.1 204 /);
  expect(await ask('CONNECT a:1 HTTP/1.1\r\nHost: a:1')).toMatch(/^HTTP\/1\.1 405 /);
  expect(await ask('FROB / HTTP/1.1\r\nHost: a')).toMatch(/^HTTP\/1\.1 501 /);
});

test('a client that asks for a tunnel, and neither reads nor closes, is cut off', async ({ server }) => {
  const socket = connect({ port: server.port, host: 'localhost', allowHalfOpen: true }).on('error', () => {});
  socket.write('CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nbytes for the tunnel');
  const isTruncated = () => {
    socket.write('x');
    return socket.destroyed;
  };
  await expect.poll(isTruncated).toBe(true);
});

test('a picture is found at the addresses that old clients make', { tag: '@main' }, async ({ server }) => {
  const query = 'size=64&default=identicon&rating=PG';
  const same = async (path: string) => Buffer.from(await (await fetch(server.baseURL + path)).arrayBuffer());
  const expected = await same(`/avatar/${HASH.replace('0', 'a')}?${query}`);
  expect(await sharp(expected).metadata()).toMatchObject({ width: 64, height: 64 });
  const id = `gravatar_id=${HASH.replace('0', 'A')}`;
  for (const path of [
    `/avatar.php?${id}&${query}`,
    `/avatar?${id}&${query}`,
    `/avatar/?${id}&${query}`,
    `/avatar/${HASH.replace('0', 'A')}/?${query}`,
  ]) {
    expect((await same(path)).equals(expected), path).toBe(true);
  }
  const wordPress = await same('/avatar/?d=mm&s=%2080');
  expect(wordPress.equals(await same(`/avatar/${HASH}?d=mm&s=80`))).toBe(true);
});

test('compressed and plain answers have tags of their own, and either names the state', { tag: '@server' }, async ({ server, owner }) => {
  const path = '/api/me/avatar';
  const state = `a${owner.id}v2`;
  const tagOf = async (encoding: string, more: Record<string, string> = {}) => {
    const { status, headers } = await sent(server, path, 'GET', { ...owner.auth, 'Accept-Encoding': encoding, ...more });
    return [status, headers['content-encoding'], headers.etag];
  };
  // Next.js compresses, and this address is read without it.
  expect(await tagOf('gzip')).toEqual([200, undefined, `"${state}"`]);
  expect(await tagOf('gzip', { 'If-None-Match': `"x", "${state}-gzip"` })).toEqual([304, undefined, `"${state}"`]);
  // A date loses to a tag.
  const Old = 'Mon, 01 Jan 2001 00:00:00 GMT';
  expect(await tagOf('identity', { 'If-None-Match': `"${state}"`, 'If-Modified-Since': Old })).toEqual([304, undefined, `"${state}"`]);
  const file = '/static/images/unknown-user-avatar.png';
  const { etag = '' } = (await sent(server, file)).headers;
  expect((await sent(server, file, 'GET', { 'If-None-Match': etag, 'If-Modified-Since': Old })).status).toBe(304);
  expect((await sent(server, file, 'GET', { 'If-None-Match': '"x"', 'If-Modified-Since': new Date().toUTCString() })).status).toBe(200);
  const put = async (headers: Record<string, string>) => {
    const answer = await fetch(server.baseURL + path, {
      method: 'PUT',
      headers: { ...owner.auth, 'Accept-Encoding': 'gzip', ...headers },
      body: await plain('png', [1, 2, 3]),
    });
    return [answer.status, answer.headers.get('content-encoding'), answer.headers.get('etag')];
  };
  const single = { 'If-Match': `"a${owner.id}v1", "${state}-gzip"`, 'Idempotency-Key': 'one' };
  const saved = [200, 'gzip', `"a${owner.id}v3-gzip"`];
  expect([await put(single), await put(single)]).toEqual([saved, saved]);
  expect(await tagOf('identity')).toEqual([200, undefined, `"a${owner.id}v3"`]);
});

test('a form that is posted before its script is there shows the page again, and a server action nothing', { tag: '@main' }, async ({
  server,
}) => {
  const posted = await sent(server, '/sign-in?callbackUrl=/settings/keys', 'POST', { 'Next-Action': 'a'.repeat(42) });
  const { origin, pathname, searchParams } = new URL(posted.headers.location ?? '', server.baseURL);
  expect([posted.status, origin + pathname, [...searchParams]]).toEqual([
    303,
    `${server.baseURL}/sign-in`,
    [['callbackUrl', '/settings/keys']],
  ]);
  for (const path of ['/', '/settings/picture']) {
    const { status, headers } = await sent(server, path, 'POST', { 'Next-Action': 'a'.repeat(42) });
    expect({ path, status, allow: headers.allow }).toEqual({ path, status: 405, allow: 'GET, HEAD, OPTIONS' });
  }
});
