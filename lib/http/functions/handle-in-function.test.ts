import { describe, expect, it } from 'vitest';
import { ADDRESS_HEADER } from '../admission';
import { handleInFunction } from './handle-in-function';

const none = () => false;

/** Sends a request to a function, and returns the response and the request that reached the API. */
async function send(
  path: string,
  init: RequestInit = {},
  { baseUrl = 'http://localhost:3000', trustProxy = none as (address: string, hop: number) => boolean } = {},
) {
  let reached: Request | undefined;
  const handle = (request: Request) => {
    if (!path.startsWith('/api')) return null;
    reached = request;
    return Promise.resolve(new Response('an answer'));
  };
  const response = await handleInFunction(new Request(`http://localhost:3000${path}`, init), { env: { baseUrl, trustProxy }, handle });
  return { response, reached };
}

const trust = (address: string, _hop: number) => address === '10.0.0.1';

describe('a request to an API in a function', () => {
  it.each([
    ['192.0.2.7', none, '192.0.2.7'],
    ['198.51.100.1, 192.0.2.7', none, '192.0.2.7'],
    ['198.51.100.1, 10.0.0.1', trust, '198.51.100.1'],
    ['', none, 'platform'],
  ])('with X-Forwarded-For %j counts against the address that the platform names', async (forwarded, trustProxy, address) => {
    const headers = { 'X-Forwarded-For': forwarded, 'X-Client-Address': '203.0.113.1' };
    const { reached } = await send('/api/me', { headers }, { trustProxy });
    expect(reached?.headers.get(ADDRESS_HEADER)).toBe(address);
  });

  it('cannot pretend another method, or the request id of a proxy', async () => {
    const { reached } = await send('/api/me', { headers: { 'X-Original-Method': 'DELETE', 'X-Proxy-Request-Id': 'chosen-by-the-client' } });
    expect([reached?.method, reached?.headers.get('x-original-method'), reached?.headers.get('x-proxy-request-id')]).toEqual([
      'GET',
      null,
      null,
    ]);
  });

  it('keeps method, body and other headers', async () => {
    const { reached } = await send('/api/me/avatar', { method: 'PUT', body: 'a picture', headers: { 'Content-Type': 'image/png' } });
    expect([reached?.method, reached?.headers.get('content-type'), await reached?.text()]).toEqual(['PUT', 'image/png', 'a picture']);
  });

  it('tells browsers to stay with https, if that is the public address', async () => {
    const { response } = await send('/api/me', {}, { baseUrl: 'https://pictures.example.org' });
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect((await send('/api/me')).response.headers.get('strict-transport-security')).toBeNull();
  });
});

describe('a path that nothing has', () => {
  it('is a page for browsers, with a policy that lets nothing run', async () => {
    const { response } = await send('/nothing', { headers: { 'Sec-Fetch-Dest': 'document' } });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('<h1>Page not found</h1>');
  });

  it.each([
    ['of the browser', { 'Accept-Language': 'ar, en;q=0.5' }, '<html lang="ar" dir="rtl">', 'الصفحة غير موجودة'],
    ['that was chosen', { Cookie: 'likeness-language=de', 'Accept-Language': 'ar' }, '<html lang="de" dir="ltr">', 'Zur Startseite'],
    ['of no catalogue', { 'Accept-Language': 'tlh' }, '<html lang="en" dir="ltr">', 'Check the address for mistakes.'],
  ])('is a page in the language %s', async (_name, headers, root, text) => {
    const page = await (await send('/nothing', { headers })).response.text();
    expect([page.includes(root), page.includes(text)]).toEqual([true, true]);
  });

  it('is a short text for pictures and scripts', async () => {
    const { response } = await send('/nothing.png', { headers: { 'Sec-Fetch-Dest': 'image' } });
    expect([response.status, await response.text()]).toEqual([404, 'Not Found']);
  });

  it('is a problem for every other method', async () => {
    const { response } = await send('/nothing', { method: 'POST' });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(await response.json()).toMatchObject({ code: 'not_found', detail: 'Nothing exists at this path.' });
  });
});
