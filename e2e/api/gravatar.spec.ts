import sharp from 'sharp';
import { expect, expectPicture, plain, test } from './fixtures';
import { difference, headersOf, md5, PICTURE_HEADERS, sha256, shownAt } from './gravatar-wire';

/** What the fixture uploads. */
const OLD = [200, 30, 90] as const;

test.describe('GET /avatar/{hash} – the person’s picture', () => {
  const hashes: [title: string, path: (email: string) => string][] = [
    ['{md5}', md5],
    ['{sha256}', sha256],
    ['{MD5}', (email) => md5(email).toUpperCase()],
    ['{SHA256}.PNG', (email) => `${sha256(email).toUpperCase()}.PNG`],
    ['{md5}.jpg', (email) => `${md5(email)}.jpg`],
    ['{md5}.unheard', (email) => `${md5(email)}.unheard`],
    ['{sha256}?d=404', (email) => `${sha256(email)}?d=404`],
    ['{sha256}?d=identicon&f=n', (email) => `${sha256(email)}?d=identicon&f=n`],
    ['{md5, percent-encoded}', (email) => md5(email).replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`)],
    ...['g', 'pg', 'r', 'x', 'nonsense'].map((r): [string, (email: string) => string] => [
      `{md5}?r=${r}`,
      (email) => `${md5(email)}?r=${r}`,
    ]),
    ['{md5}?gravatarredirect=y&gravatarproxy=n', (email) => `${md5(email)}?gravatarredirect=y&gravatarproxy=n`],
  ];
  for (const [title, path] of hashes) {
    test(`GET /avatar/${title}`, async ({ server, owner }) => {
      await expectPicture(`${server.baseURL}/avatar/${path(owner.email)}`, [...OLD]);
    });
  }

  const sizes: [query: string, side: number][] = [
    ['', 80],
    ['?s=1', 1],
    ['?s=100', 100],
    ['?s=200', 200],
    ['?size=333', 333],
    ['?s=2048', 2048],
    ['?s=5000', 2048],
    ['?s=0', 80],
    ['?s=-1', 80],
    ['?s=big', 80],
    ['?s=64&size=48', 48],
  ];
  for (const [query, side] of sizes) {
    test(`GET /avatar/{sha256}${query} – ${side} px`, async ({ server, owner }) => {
      // The upload has 300 pixels: what is asked for comes nevertheless.
      for (const extension of ['', '.png', '.webp']) {
        const url = `${server.baseURL}/avatar/${sha256(owner.email)}${extension}${query}`;
        const { width, height, pixels } = await shownAt(url);
        expect({ width, height }).toEqual({ width: side, height: side });
        expect(difference(pixels, Buffer.alloc(pixels.byteLength, Buffer.from([...OLD, 255])))).toBeLessThan(8);
      }
    });
  }

  const formats: [extension: string, accept: string, type: string][] = [
    ['.png', 'image/avif', 'image/png'],
    ['.jpg', 'image/avif', 'image/jpeg'],
    ['.jpeg', '*/*', 'image/jpeg'],
    ['.webp', '*/*', 'image/webp'],
    ['.avif', '*/*', 'image/avif'],
    ['.gif', 'image/gif', 'image/png'],
    ['.constructor', '*/*', 'image/png'],
    ['', 'image/avif,image/webp,*/*;q=0.8', 'image/avif'],
    ['', 'image/webp,*/*', 'image/webp'],
    ['', 'image/png', 'image/png'],
    ['', '*/*', 'image/jpeg'],
  ];
  for (const [extension, accept, type] of formats) {
    test(`GET /avatar/{md5}${extension} with Accept: ${accept} – ${type}`, async ({ server, owner }) => {
      const url = `${server.baseURL}/avatar/${md5(owner.email)}${extension}?s=100`;
      const response = await fetch(url, { headers: { Accept: accept } });
      expect(headersOf(response)).toEqual({
        ...PICTURE_HEADERS,
        'content-type': type,
        'content-length': expect.any(String),
        ...(extension === '' && { vary: 'Accept' }),
      });
      const { format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
      expect(`image/${format}`.replace('heif', 'avif')).toBe(type);
    });
  }
});

test('HEAD /avatar/{hash} – the headers alone', async ({ server, owner }) => {
  const url = `${server.baseURL}/avatar/${md5(owner.email)}`;
  const [head, get] = [await fetch(url, { method: 'HEAD' }), await fetch(url)];
  expect(head.status).toBe(200);
  expect((await head.arrayBuffer()).byteLength).toBe(0);
  const anyId = { 'x-request-id': expect.any(String) };
  expect(headersOf(head)).toEqual({ ...headersOf(get), ...anyId });
});

test('GET /avatar/{hash} – 304 until the picture changes, then the new one at once', async ({ server, owner }) => {
  const url = `${server.baseURL}/avatar/${sha256(owner.email)}?s=77`;
  const first = await fetch(url);
  const known = { 'If-None-Match': `"other", ${first.headers.get('etag')}` };
  const again = await fetch(url, { headers: known });
  expect({ status: again.status, body: await again.text() }).toEqual({ status: 304, body: '' });
  expect(headersOf(again)).toEqual({ ...PICTURE_HEADERS, etag: first.headers.get('etag'), vary: 'Accept' });
  for (const other of ['?s=78', '.png?s=77']) {
    expect((await fetch(url.replace('?s=77', other), { headers: known })).status).toBe(200);
  }
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await plain('png', [0, 200, 0]) });
  expect((await fetch(url, { headers: known })).status).toBe(200);
  await expectPicture(url, [0, 200, 0]);
});

test('GET /avatar/{hash} – the generated picture when there is no other, the one that all pages show', async ({
  server,
  person,
  owner,
}) => {
  const same = async ({ id, email }: { id: number; email: string }) => {
    const generated = await shownAt(`${server.baseURL}/u/${id}/avatar?s=100`, { Accept: 'image/png' });
    const byHash = await shownAt(`${server.baseURL}/avatar/${md5(email)}.png?s=100`);
    expect(byHash.pixels.equals(generated.pixels)).toBe(true);
    expect((await shownAt(`${server.baseURL}/avatar/${sha256(email)}.png?s=100`)).bytes.equals(byHash.bytes)).toBe(true);
    return byHash.pixels;
  };
  const one = await same(person);
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'DELETE', headers: owner.auth });
  expect((await same(owner)).equals(one)).toBe(false);
});

test('GET /avatar/{40 or 33 digits} – is no hash', async ({ server }) => {
  for (const who of ['a'.repeat(40), 'a'.repeat(33), `${'g'.repeat(32)}`]) {
    expect((await fetch(`${server.baseURL}/avatar/${who}`)).status).toBe(401);
  }
});

test('OPTIONS /avatar/{hash} – the words that d knows', async ({ server }) => {
  const response = await fetch(`${server.baseURL}/avatar/${md5('')}`, { method: 'OPTIONS' });
  expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status: 200, allow: 'GET, HEAD, OPTIONS' });
  const words = '404 mp mm mystery identicon monsterid wavatar retro robohash pagan mmng initials color blank';
  expect((await response.text()).trim().split('\n')).toEqual(words.split(' '));
});
