import type { ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { internet, MAX_UPLOAD_BYTES, type SiteAnswer } from '@/testing/in-process/internet';
import { tiny } from '@/testing/in-process/pictures';

let png: Uint8Array<ArrayBuffer>;
beforeEach(async () => {
  png = await tiny('png', [20, 60, 220]);
});

describe('a picture at an address', () => {
  it('is returned with the type of its bytes, and nothing is stored', async () => {
    const { app, fetchFrom, requests } = await internet((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(png),
    );
    const response = await fetchFrom(' https://public.example/photos/Ad%C3%A9%20me.jpg?size=large#top ');
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "attachment; filename*=UTF-8''Ad%C3%A9%20me.png",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(png);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /photos/Ad%C3%A9%20me.jpg?size=large']);
    expect(requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', 'user-agent': 'Likeness' });
    for (const name of ['cookie', 'authorization', 'referer']) expect(requests[0]?.headers).not.toHaveProperty(name);
    expect(app.storage.calls).toEqual([]);
  });

  it('is found through redirects, up to five', async () => {
    const { fetchFrom, refusal } = await internet((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) return response.writeHead(200).end(png);
      response.writeHead(302, { Location: `http://other.example/${left - 1}` }).end('Moved');
    });
    expect((await fetchFrom('http://public.example/5')).status).toBe(200);
    expect(await refusal('http://public.example/6')).toMatchObject({ status: 502, code: 'address_unreachable', reason: 'redirects' });
  });

  it.each([
    ['without an extension', `/a${'😀'.repeat(200)}`, `a${'😀'.repeat(124)}.png`],
    ['with one', `/${'😀'.repeat(200)}.png`, `${'😀'.repeat(125)}.png`],
    ['with half a character', '/a%ED%A0%80b.png', 'a%ED%A0%80b.png'],
  ])('has a name without halves of characters, of a long one %s', async (_what, path, name) => {
    const { fetchFrom } = await internet((_request, response) => response.writeHead(200).end(png));
    const response = await fetchFrom(`https://public.example${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  });

  it('may be in a private network where the administrator allows its origin, which allows no other', async () => {
    const { fetchFrom, refusal, url } = await internet(
      (request, response) =>
        request.url === '/away' ? response.writeHead(302, { Location: 'http://10.0.0.5/' }).end() : response.writeHead(200).end(png),
      { trusted: ['SITE'] },
    );
    expect((await fetchFrom(`${url}/ada.png`)).status).toBe(200);
    expect(await refusal(`${url}/away`)).toMatchObject({ code: 'address_unreachable', reason: 'unreachable' });
    expect(await refusal('http://127.0.0.1/ada.png')).toMatchObject({ code: 'address_unreachable', reason: 'unreachable' });
  });
});

describe('no request is sent', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://inside.example/',
    'http://metadata.example/',
    'http://half.example/',
    'http://mapped.example/',
    'http://cgnat.example/',
    'http://nowhere.example/',
  ])('to %s, and the answer is that of a name that does not exist', async (address) => {
    const { refusal, requests, connected } = await internet(() => expect.unreachable());
    expect(await refusal(address)).toEqual({
      status: 502,
      code: 'address_unreachable',
      detail: 'No public site answers at this address.',
      reason: 'unreachable',
    });
    expect([requests, connected]).toEqual([[], []]);
  });

  it.each([
    ['ftp://public.example/a.png', 'Expected an address that begins with https:// or http://.'],
    ['file:///etc/passwd', 'Expected an address that begins with https:// or http://.'],
    ['data:image/png;base64,AAAA', 'Expected an address that begins with https:// or http://.'],
    ['gopher://public.example/', 'Expected an address that begins with https:// or http://.'],
    ['http://me:secret@public.example/', 'Expected an address without a user name and a password.'],
    ['http://public.example:22/', 'Expected an address without a port.'],
    ['https://public.example:80/', 'Expected an address without a port.'],
    ['a picture of me', 'Expected an address such as https://example.org/picture.jpg.'],
    ['', 'Expected an address such as https://example.org/picture.jpg.'],
    [17, 'Expected the address of a picture.'],
    [`https://public.example/${'a'.repeat(2048)}`, 'Expected at most 2048 characters.'],
  ])('to %s', async (address, problem) => {
    const { refusal, requests } = await internet(() => expect.unreachable());
    expect(await refusal(address)).toMatchObject({ status: 400, code: 'invalid_request', fields: { url: problem } });
    expect(requests).toEqual([]);
  });

  it.each([
    'http://127.0.0.1/',
    'http://169.254.169.254/',
    'http://[::1]/',
    'http://inside.example/',
    'http://public.example:22/',
    'file:///etc/passwd',
  ])('to %s by a redirect of a public site', async (location) => {
    const { refusal, requests } = await internet((_request, response) => response.writeHead(307, { Location: location }).end());
    expect(await refusal('http://public.example/')).toMatchObject({ status: 502, code: 'address_unreachable' });
    expect(requests).toHaveLength(1);
  });

  it('to a private address that a name has only from the second look-up on', async () => {
    const { refusal, requests, connected } = await internet((_request, response) =>
      response.writeHead(302, { Location: 'http://rebound.example/again' }).end(),
    );
    expect(await refusal('http://rebound.example/')).toMatchObject({ code: 'address_unreachable', reason: 'unreachable' });
    expect(connected).toEqual(['rebound.example']);
    expect(requests).toHaveLength(1);
  });
});

describe('an answer of another site is refused', () => {
  const page = { 'Content-Type': 'text/html; charset=utf-8' };
  it.each<[string, (response: ServerResponse) => unknown, object]>([
    [
      'that is a page',
      (response) => response.writeHead(200, page).end('<!doctype html><title>Me</title>'),
      { status: 415, code: 'unsupported_format', detail: expect.stringMatching(/^This is the address of a page, not of a picture\./) },
    ],
    [
      'that is a drawing with scripts',
      (response) => response.writeHead(200, { 'Content-Type': 'image/png' }).end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      { status: 415, code: 'unsupported_format' },
    ],
    ['that is empty', (response) => response.writeHead(200).end(), { status: 400, code: 'empty_file' }],
    [
      'that is missing',
      (response) => response.writeHead(404).end(),
      { detail: 'The other site has no picture at this address.', reason: 'status' },
    ],
    [
      'that is for others',
      (response) => response.writeHead(403).end(),
      { detail: 'The other site does not give this picture to us. It may be for signed-in people only.', reason: 'status' },
    ],
    [
      'that is an error',
      (response) => response.writeHead(500).end(),
      { detail: 'The other site answered with status 500. Expected a picture.' },
    ],
    ['that leads nowhere', (response) => response.writeHead(302).end(), { reason: 'redirects' }],
    [
      'that breaks off',
      (response) => void response.writeHead(200, { 'Content-Length': '900' }).write('x', () => response.destroy()),
      { reason: 'unreachable' },
    ],
    [
      'that announces too much',
      (response) => void response.writeHead(200, { 'Content-Length': String(MAX_UPLOAD_BYTES + 1) }).flushHeaders(),
      { status: 413, code: 'file_too_large' },
    ],
  ])('%s', async (_what, answer, expected) => {
    const { refusal } = await internet((_request, response) => answer(response));
    expect(await refusal('http://public.example/')).toMatchObject(expected);
  });

  it('that does not end, once the limit is reached', async () => {
    const { refusal } = await internet((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more).writeHead(200);
      more();
    });
    expect(await refusal('http://public.example/')).toMatchObject({ status: 413, code: 'file_too_large' });
  });

  it.each<[string, SiteAnswer]>([
    ['never begins', () => {}],
    ['never ends', (_request, response) => void response.writeHead(200).write('GIF89a')],
  ])('that %s, after the time limit', async (_what, answer) => {
    const { refusal } = await internet(answer, { timeoutMs: 150 });
    expect(await refusal('http://public.example/')).toMatchObject({ status: 502, code: 'address_unreachable', reason: 'timeout' });
  });
});
