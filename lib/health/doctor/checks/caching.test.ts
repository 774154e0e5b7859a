import { expect, it } from 'vitest';
import { fakeWeb, verdictOf } from '@/testing/in-process/web';
import type { WebFailure, WebRequest, WebResponse } from '../web';
import { cachingCheck } from './caching';

const MEDIA = '/media/1/128.webp';
const CURRENT = '/u/1/avatar';
const PROXY_ADVICE = 'Let the proxy leave Cache-Control, ETag and Vary of responses as they are (docs/deploy.md).';
const HEADERS = { 'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable', etag: '"1"' };

/** A server behind a proxy that changes responses. */
function found(changed: (response: WebResponse, request: WebRequest) => Partial<WebResponse> | WebFailure = () => ({})) {
  const web = fakeWeb((request) => {
    const isKnown = request.headers?.['if-none-match'] === '"1"';
    const headers = request.path === CURRENT ? { ...HEADERS, 'cache-control': 'public, no-cache' } : HEADERS;
    const response = { status: isKnown ? 304 : 200, headers, text: '' };
    const change = changed(response, request);
    return typeof change === 'string' ? change : { ...response, ...change };
  });
  return verdictOf(cachingCheck({ web, picture: async () => ({ media: MEDIA, current: CURRENT }) }));
}

const withHeaders = (path: string, headers: Record<string, string>) => (response: WebResponse, request: WebRequest) =>
  request.path === path ? { headers: { ...response.headers, ...headers } } : {};

it('pictures that arrive as the server sends them are fine', async () => {
  expect(await found()).toMatchObject({ level: 'ok', detail: 'Browsers keep pictures, and see a new one at once.' });
});

it('a proxy that shortens the lifetime of pictures is a warning', async () => {
  expect(await found(withHeaders(MEDIA, { 'cache-control': 'public, max-age=3600' }))).toEqual({
    level: 'warning',
    detail: 'Browsers are not told that a picture address never changes, and ask again for each one.',
    advice: PROXY_ADVICE,
  });
});

it('a proxy that lets caches keep the current picture is a problem', async () => {
  expect(await found(withHeaders(CURRENT, { 'cache-control': 'public, max-age=86400' }))).toEqual({
    level: 'problem',
    detail: 'The address of the current picture of a person may be kept by caches: an old picture stays after a change.',
    advice: PROXY_ADVICE,
  });
});

it('a proxy that sets cookies with pictures is a warning', async () => {
  expect(await found(withHeaders(MEDIA, { 'set-cookie': 'lb=1' }))).toMatchObject({
    level: 'warning',
    advice: 'Let the proxy set no cookie on /media/.',
  });
});

it('a proxy that removes the ETag, or does not answer 304, is a warning', async () => {
  const withoutTag = ({ headers: { etag: _, ...headers } }: WebResponse) => ({ headers });
  expect(await found(withoutTag)).toMatchObject({
    level: 'warning',
    detail: 'The proxy removes the ETag of pictures, so that each is sent again whole.',
  });
  expect(await found(() => ({ status: 200 }))).toMatchObject({
    level: 'warning',
    detail: 'A picture that the browser has is sent again (status 200, expected 304).',
  });
});

it('another page at the address of a picture, or an error, is a problem', async () => {
  expect(await found(withHeaders(MEDIA, { 'content-type': 'text/html' }))).toMatchObject({
    level: 'problem',
    detail: 'The address of a picture is answered with something else.',
  });
  expect(await found((_response, { path }) => (path === CURRENT ? { status: 404 } : {}))).toMatchObject({
    level: 'problem',
    detail: 'A picture is answered with status 404.',
  });
  expect(await found((_response, { path }) => (path === MEDIA ? { status: 500 } : {}))).toMatchObject({
    level: 'problem',
    detail: 'A picture is answered with status 500.',
  });
});

it('a store that serves pictures itself is fine', async () => {
  const redirected = (_response: WebResponse, { path }: WebRequest) => (path === MEDIA ? { status: 302, headers: {} } : {});
  expect(await found(redirected)).toMatchObject({ level: 'ok', detail: 'Pictures are served by the store.' });
});

it('an address without an answer is left to the finding about it, and an installation without pictures is fine', async () => {
  expect(await found(() => 'refused')).toEqual({
    level: 'warning',
    detail: 'This was not checked. BASE_URL is not answered: the connection is refused.',
    advice: 'Solve the finding about BASE_URL first, then check again.',
  });
  const web = fakeWeb(() => 'refused');
  expect(await verdictOf(cachingCheck({ web, picture: async () => null }))).toMatchObject({
    level: 'ok',
    detail: 'There is no picture to check yet.',
  });
});
