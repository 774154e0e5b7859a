import { headersOf, md5, sha256, shownAt } from '../client/gravatar';
import { expectPicture, plain } from '../pictures/one-colour';
import { AS_FUNCTIONS, NEXT_VARY } from '../server/functions';
import { expect, test } from '../server/upload-fixtures';

const UNKNOWN_HASH = md5('nobody@example.org');

test('GET /avatar/{hash} – the picture, 304 until it changes, then the new one at once', { tag: '@main' }, async ({ server, owner }) => {
  await expectPicture(`${server.baseURL}/avatar/${md5(owner.email)}`, [200, 30, 90]);
  const url = `${server.baseURL}/avatar/${sha256(owner.email)}?s=77`;
  expect(await shownAt(url)).toMatchObject({ type: 'image/jpeg', width: 77, height: 77 });
  const known = { 'If-None-Match': (await fetch(url)).headers.get('etag') ?? '' };
  expect((await fetch(url, { headers: known })).status).toBe(304);
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await plain('png', [0, 200, 0]) });
  expect((await fetch(url, { headers: known })).status).toBe(200);
  await expectPicture(url, [0, 200, 0]);
});

test('HEAD /avatar/{hash} – the headers alone', async ({ server, owner }) => {
  const url = `${server.baseURL}/avatar/${md5(owner.email)}`;
  const [head, get] = [await fetch(url, { method: 'HEAD' }), await fetch(url)];
  expect(head.status).toBe(200);
  expect((await head.arrayBuffer()).byteLength).toBe(0);
  const anyId = { 'x-request-id': expect.any(String) };
  expect(headersOf(head)).toEqual({ ...headersOf(get), ...anyId });
});

test('GET /avatar/{unknown}?d= – 404 without a body, 302 to a public picture, or a drawing', { tag: '@main' }, async ({ server }) => {
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(`${server.baseURL}/avatar/${UNKNOWN_HASH}?d=404&s=200`, { method });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 404, body: '' });
    expect(headersOf(response)).toEqual({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
      'x-request-id': expect.any(String),
      ...(AS_FUNCTIONS && { vary: NEXT_VARY }),
    });
  }
  const elsewhere = `${server.baseURL}/avatar/${UNKNOWN_HASH}?d=${encodeURIComponent('https://example.org/a.png')}`;
  const { status, headers } = await fetch(elsewhere, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([302, 'https://example.org/a.png']);
  const drawing = await shownAt(`${server.baseURL}/avatar/${UNKNOWN_HASH}?d=robohash`);
  expect(drawing).toMatchObject({ type: 'image/png', format: 'png', width: 80, height: 80 });
});

test('GET /avatar/{unknown} for four hundred hashes at once – drawn or 503, and people keep their pictures', { tag: '@server' }, async ({
  server,
  owner,
}) => {
  const urls = Array.from({ length: 400 }, (_, at) => `${server.baseURL}/avatar/${md5(`${at}`)}?d=robohash&s=200`);
  const crowd = Promise.all(
    urls.map(async (url) => fetch(url).then(async (response) => [response, await response.arrayBuffer()] as const)),
  );
  await expectPicture(`${server.baseURL}/avatar/${md5(owner.email)}?s=128`, [200, 30, 90]);
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=128`, [200, 30, 90]);
  for (const [{ status, headers }] of await crowd) {
    expect([200, 503]).toContain(status);
    // A drawing that is refused at once is told of the whole queue, one that waited in vain of what is left of it.
    if (status === 503) expect(['1', '2']).toContain(headers.get('retry-after'));
  }
  expect((await fetch(urls[0] ?? '')).status).toBe(200);
});
