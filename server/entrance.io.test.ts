import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { router } from '@/lib/routes';
import { refuseTunnel } from './client-errors.mjs';
import { admit } from './entrance.mjs';
import { AppResponse } from './response.mjs';

/** A request as it arrives behind the entrance. */
interface Seen {
  kind: string;
  method: string;
  url: string;
  host: string;
  originalMethod: string;
  steering: string[];
}

const server = createServer({ ServerResponse: AppResponse }, (request, response) => {
  const kind = admit(request, response, { isRoute: router.isRoute });
  if (kind === null) return;
  if (typeof kind !== 'string') throw new Error(`Expected the kind of address, got ${kind}`);
  const { method = '', url = '', headers } = request;
  const steering = Object.keys(headers).filter((name) => /^(?:next-|x-middleware|x-invoke|x-nextjs)/.test(name));
  const seen = { kind, method, url, host: headers.host ?? '', originalMethod: String(headers['x-original-method'] ?? ''), steering };
  response.end(JSON.stringify(seen));
});
server.on('connect', refuseTunnel);

let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** @returns the request behind the entrance, or the response of the entrance itself */
async function ask(path: string, method = 'GET', headers: Record<string, string> = {}) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send({ port, path, method, headers }, resolve).on('error', reject).end();
  });
  let body = '';
  for await (const chunk of response) body += chunk;
  const { statusCode: status = 0, headers: sent } = response;
  return {
    status,
    allow: sent.allow,
    location: sent.location,
    body: (body && JSON.parse(body)) as Partial<Seen & { code: string; detail: string }>,
  };
}

/** The response of the entrance itself to an unknown path. */
async function ask404(path: string, headers: Record<string, string>) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const [type, caching] = [response.headers.get('content-type'), response.headers.get('cache-control')];
  return { answer: { status: response.status, type, caching, text: await response.text() } };
}

/** The response to bytes that no HTTP client would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('close', () => resolve(answer));
  });
}

describe('a path that Next.js would serve and no page uses', () => {
  it.each([
    '/_next/image?w=3840&q=75&url=/avatar/0123456789abcdef0123456789abcdef',
    '//_next/image?w=64&q=75&url=/icon.svg',
    '/_next//image?w=64&q=75&url=/icon.svg',
    '/%5Fnext/image?w=64&q=75&url=/icon.svg',
    '/_next/%69mage?w=64&q=75&url=/icon.svg',
    '/api/../_next/image?w=64&q=75&url=/icon.svg',
    '/api/%2e%2e/_next/image?w=64&q=75&url=/icon.svg',
    '/_next/static/../image?w=64&q=75&url=/icon.svg',
    '/\\_next\\image?w=64&q=75&url=/icon.svg',
    '/sign-in/_next/image?w=64&q=75&url=/icon.svg',
    '/_next/data/build/index.json',
    '/_next/webpack-hmr',
    '/_next/mcp',
    '/_next/',
    '/__nextjs_original-stack-frames',
    '/__nextjs_font/geist-latin.woff2',
    '/_error',
    '/_not-found',
    '/404',
    '/500',
    '/index',
    '/settings/nothing',
    '/settings/people/x',
    '/.env',
  ])('%s is the page for what does not exist, whatever it is', async (path) => {
    const { body } = await ask(path);
    expect({ kind: body.kind, url: body.url }).toEqual({ kind: 'page', url: '/_not-found' });
    for (const method of ['POST', 'PUT', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const { status, body: problem } = await ask(path, method, { 'next-action': 'x', rsc: '1' });
      expect({ method, status, code: problem.code }).toEqual({ method, status: 404, code: 'not_found' });
    }
  });
});

describe('a page', () => {
  it.each(['/', '/sign-out', '/sign-out/', '/settings', '/settings/people/12', '/settings/keys?_rsc=1', '/settings/people?q=x'])(
    '%s is for reading',
    async (path) => {
      for (const method of ['GET', 'HEAD']) expect((await ask(path, method)).status).toBe(200);
      expect(await ask(path, 'OPTIONS')).toMatchObject({ status: 204, allow: 'GET, HEAD, OPTIONS' });
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY', 'LOCK']) {
        const { status, allow, body } = await ask(path, method, { 'next-action': 'x' });
        expect({ method, status, allow, code: body.code, detail: body.detail }).toEqual({
          method,
          status: 405,
          allow: 'GET, HEAD, OPTIONS',
          code: 'method_not_allowed',
          detail: `Expected GET, HEAD, OPTIONS; got ${method}.`,
        });
      }
    },
  );

  it('whose form is posted before its script has loaded is shown again', async () => {
    for (const path of ['/sign-in?callbackUrl=/settings/keys', '/sign-up', '/setup?code=x']) {
      const { status, location } = await ask(path, 'POST', { 'next-action': 'x' });
      expect({ status, location }).toEqual({ status: 303, location: path });
    }
    expect(await ask('/sign-in', 'DELETE')).toMatchObject({ status: 405, allow: 'GET, HEAD, POST, OPTIONS' });
  });

  it('is let through, for each page that exists', async () => {
    const files = readdirSync('app', { recursive: true, encoding: 'utf8' });
    const addresses = (name: string) =>
      files
        .filter((file) => `/${file}`.endsWith(`/${name}`))
        .map((file) => `/${file.replace(/\([^)]*\)\/?/g, '').replace(/\/?[^/]*$/, '')}`);
    const pages = addresses('page.tsx').map((path) => path.replace('[api]', 'native'));
    expect(pages).toHaveLength(24);
    for (const path of pages) expect((await ask(path)).body).toMatchObject({ kind: 'page', url: path });
  });
});

describe('a route of an API', () => {
  it.each(['TRACE', 'PROPFIND', 'QUERY', 'LOCK', 'PURGE'])('receives %s as OPTIONS with its name in a header', async (method) => {
    for (const path of ['/api/me', '/v1/me', '/user/me', '/avatar/1', '/media/x/y', '/json/users/me/avatar', '/healthz']) {
      expect((await ask(path, method)).body).toMatchObject({ kind: 'api', method: 'OPTIONS', originalMethod: method, url: path });
    }
  });

  it('receives its own methods unchanged, and no method that a client claims in a header', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect((await ask('/api/me', method, { 'X-Original-Method': 'LOCK' })).body).toMatchObject({
        kind: 'api',
        method,
        originalMethod: '',
      });
    }
  });

  it('matches with empty and dot segments, without a redirect', async () => {
    for (const path of ['//api//me', '/x/../api/me', '/api/./me', '/%2e/api/me']) expect((await ask(path)).body.url).toBe('/api/me');
    expect((await ask('/avatar/ada%40example.org?d=http://x//y/../z')).body.url).toBe('/avatar/ada%40example.org?d=http://x//y/../z');
  });
});

it('a file allows GET, HEAD and OPTIONS only', async () => {
  for (const path of ['/icon.svg', '/_next/static/chunks/a.js', '/static/images/unknown-user-avatar.png']) {
    expect((await ask(path)).body).toMatchObject({ kind: 'file', url: path });
    expect(await ask(path, 'POST')).toMatchObject({ status: 405, allow: 'GET, HEAD, OPTIONS' });
  }
});

it('a navigation by the client of Next.js to an unknown path gets the page', async () => {
  const { body } = await ask('/settings/nothing?_rsc=1', 'GET', { rsc: '1', 'next-router-state-tree': 'x', 'next-url': '/' });
  expect({ kind: body.kind, url: body.url, steering: body.steering }).toEqual({
    kind: 'page',
    url: '/_not-found',
    steering: ['next-url'],
  });
});

it.each(['image', 'script', 'style', 'font'])('an unknown path gets no page if Sec-Fetch-Dest is %s', async (destination) => {
  const headers = { 'Sec-Fetch-Dest': destination };
  const { answer } = await ask404('/favicon.ico', headers);
  expect(answer).toEqual({
    status: 404,
    type: 'text/plain; charset=utf-8',
    caching: 'private, no-cache, no-store, max-age=0, must-revalidate',
    text: 'Not Found',
  });
});

it.each(['document', 'iframe', 'empty'])('an unknown path gets the page if Sec-Fetch-Dest is %s', async (destination) => {
  expect((await ask('/favicon.ico', 'GET', { 'Sec-Fetch-Dest': destination })).body).toMatchObject({ kind: 'page', url: '/_not-found' });
});

it('headers that control Next.js from outside do not reach it', async () => {
  const headers = { 'x-middleware-subrequest': 'a', 'x-invoke-path': '/b', 'x-nextjs-data': '1', 'Next-Action': 'x', 'next-url': '/' };
  expect((await ask('/', 'GET', headers)).body.steering).toEqual(['next-url']);
});

describe('a request target', () => {
  it.each([
    ['GET http://pictures.example/sign-in HTTP/1.1\r\nHost: other', { url: '/sign-in', host: 'pictures.example' }],
    ['GET HTTP://pictures.example:8080?x=1 HTTP/1.1\r\nHost: other', { url: '/?x=1', host: 'pictures.example:8080' }],
    ['GET https://[::1]:3000/api/me HTTP/1.1\r\nHost: other', { url: '/api/me', host: '[::1]:3000' }],
    ['GET http://other//_next/image HTTP/1.1\r\nHost: other', { url: '/_not-found', host: 'other' }],
  ])('in absolute form is served: %s', async (head, expected) => {
    const answer = await raw(`${head}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).toMatchObject(expected);
  });

  it.each([
    ['GET / HTTP/1.1\r\nHost: a\r\nHost: b', 'Expected one Host header; got 2.'],
    ['GET / HTTP/1.1\r\nHost: a\r\nhost: a', 'Expected one Host header; got 2.'],
    ['GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: b', 'Expected one Host header; got 2.'],
    ['GET / HTTP/1.1\r\nHost: a/b', 'Expected Host to be a name or an address, with or without a port.'],
    ['GET / HTTP/1.1\r\nHost: ada@evil.example', 'Expected Host to be a name or an address, with or without a port.'],
    ['GET / HTTP/1.1\r\nHost: a:99999', 'Expected Host to be a name or an address, with or without a port.'],
    ['GET * HTTP/1.1\r\nHost: a', 'Expected a path; got * with GET.'],
    ['GET ftp://a/b HTTP/1.1\r\nHost: a', 'Expected a path, or an address such as http://host/path, as the request target.'],
    ['GET http:///b HTTP/1.1\r\nHost: a', 'Expected a path, or an address such as http://host/path, as the request target.'],
  ])('that is none is refused: %s', async (head, detail) => {
    const answer = await raw(`${head}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).toMatchObject({ code: 'invalid_request', detail });
  });

  it('of the whole server lists the methods of all routes', async () => {
    const answer = await raw('OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 204 [\s\S]*\r\nAllow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n/);
  });

  it('of another server gets the 404 page', async () => {
    const answer = await raw('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\nAllow: GET, HEAD, OPTIONS\r\n[\s\S]*"code":"method_not_allowed"/);
  });
});
