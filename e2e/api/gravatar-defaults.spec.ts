import { expect, expectPicture, test } from './fixtures';
import { difference, headersOf, md5, NOBODY, NOBODY_ELSE, PICTURE_HEADERS, sha256, shownAt } from './gravatar-wire';

const each = ['identicon', 'monsterid', 'wavatar', 'retro', 'robohash', 'pagan', 'mmng', 'initials', 'color'];
const styles = ['mp', 'blank', ...each];

for (const style of styles) {
  test(`GET /avatar/{unknown}?d=${style} – the same bytes for the same hash`, async ({ server }) => {
    const at = (hash: string, query = '') => shownAt(`${server.baseURL}/avatar/${hash}?d=${style}${query}`);
    const drawing = await at(NOBODY);
    expect(drawing).toMatchObject({ type: 'image/png', format: 'png', width: 80, height: 80 });
    expect((await at(NOBODY.toUpperCase(), '&r=x')).bytes.equals(drawing.bytes)).toBe(true);
    expect((await at(NOBODY_ELSE)).pixels.equals(drawing.pixels)).toBe(!each.includes(style));
    const others = await Promise.all(
      styles.filter((other) => other !== style).map((other) => shownAt(`${server.baseURL}/avatar/${NOBODY}?d=${other}`)),
    );
    const lookAlikes = others.filter(({ pixels }) => pixels.equals(drawing.pixels));
    // Without a name, there is nothing but a silhouette to show.
    expect(lookAlikes).toHaveLength(['mmng', 'initials'].includes(style) ? 1 : 0);
    expect(await at(NOBODY, '&s=512')).toMatchObject({ width: 512, height: 512 });
  });

  test(`GET /avatar/{unknown}.{ext}?d=${style}&s=100 – looks the same in every format`, async ({ server }) => {
    const at = (extension: string, accept = '*/*') =>
      shownAt(`${server.baseURL}/avatar/${NOBODY}${extension}?d=${style}&s=100`, { Accept: accept });
    const png = await at('.png');
    for (const [extension, accept, type] of [
      ['', 'image/avif,image/webp,*/*', 'image/webp'],
      ['', 'image/webp', 'image/webp'],
      ['', 'image/jpeg,image/png', 'image/png'],
      ['.gif', '*/*', 'image/png'],
      ['.webp', '*/*', 'image/webp'],
    ] as const) {
      const other = await at(extension, accept);
      expect(other.type).toBe(type);
      // Colours under what is wholly transparent are nobody's.
      expect(difference(other.pixels, png.pixels)).toBe(0);
    }
    const jpeg = style === 'blank' ? 'image/png' : 'image/jpeg';
    expect((await at('', 'image/jpeg')).type).toBe(jpeg);
    for (const [extension, type] of [
      ['.jpg', jpeg],
      ['.jpeg', jpeg],
      ['.avif', 'image/avif'],
    ] as const) {
      const { type: found, pixels, width } = await at(extension);
      expect({ found, width }).toEqual({ found: type, width: 100 });
      const mean = pixels.reduce((sum, value, index) => sum + Math.abs(value - (png.pixels[index] ?? 0)), 0) / pixels.byteLength;
      expect(mean).toBeLessThan(6);
    }
  });
}

test('GET /avatar/{unknown}?d=blank – nothing at all', async ({ server }) => {
  const { pixels } = await shownAt(`${server.baseURL}/avatar/${NOBODY}?d=blank&s=33`);
  expect(pixels.every((value) => value === 0)).toBe(true);
});

test('GET /avatar/{unknown}?d=color – one colour all over', async ({ server }) => {
  const { pixels } = await shownAt(`${server.baseURL}/avatar/${NOBODY}?d=color`);
  expect(pixels.equals(Buffer.alloc(pixels.byteLength, pixels.subarray(0, 4)))).toBe(true);
});

test('GET /avatar/{unknown} – the silhouette, also for words that nobody knows', async ({ server }) => {
  const { bytes } = await shownAt(`${server.baseURL}/avatar/${NOBODY}?d=mp`);
  const queries = ['', '?d=', '?d=mm', '?d=MP', '?default=mystery', '?d=unheard-of', '?d=toString', '?d=404&default=mp', '?f=y'];
  for (const query of queries) {
    expect((await shownAt(`${server.baseURL}/avatar/${NOBODY_ELSE}${query}`)).bytes.equals(bytes), query).toBe(true);
  }
  const response = await fetch(`${server.baseURL}/avatar/${NOBODY}`);
  const headers = { ...PICTURE_HEADERS, 'content-type': 'image/png', 'content-length': String(bytes.byteLength), vary: 'Accept' };
  expect(headersOf(response)).toEqual(headers);
  const known = { 'If-None-Match': response.headers.get('etag') ?? '' };
  expect((await fetch(`${server.baseURL}/avatar/${NOBODY}`, { headers: known })).status).toBe(304);
});

test('GET /avatar/{unknown}?d=initials – letters that were chosen, or those of a name', async ({ server }) => {
  const at = async (query: string) => (await shownAt(`${server.baseURL}/avatar/${NOBODY}?d=initials&${query}`)).pixels;
  const al = await at('initials=AL');
  for (const query of [
    'initials=al',
    'name=Ada+Lovelace',
    'name=ada%20king%20lovelace',
    'name=Eve&initials=AL',
    'initials=%E6%9D%8E&name=Ada%20L',
  ]) {
    expect((await at(query)).equals(al), query).toBe(true);
  }
  for (const query of ['name=Ada', 'initials=LA', 'name=%D0%98%D0%B2%D0%B0%D0%BD', 'name=%D9%85%D8%AD%D9%85%D8%AF']) {
    expect((await at(query)).equals(al), query).toBe(false);
  }
  const silhouette = (await shownAt(`${server.baseURL}/avatar/${NOBODY}?d=mmng`)).pixels;
  for (const query of ['', 'name=%E6%9D%8E%E5%B0%8F%E9%BE%99', 'name=%F0%9F%98%80', 'initials=%3C%26%3E', 'name=%00']) {
    expect((await at(query)).equals(silhouette), query).toBe(true);
  }
});

test('GET /avatar/{unknown}?d=404 – 404 without a body, which nobody keeps for long', async ({ server }) => {
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(`${server.baseURL}/avatar/${NOBODY}?d=404&s=200`, { method });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 404, body: '' });
    expect(headersOf(response)).toEqual({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
      'x-request-id': expect.any(String),
    });
  }
});

test('GET /avatar/{unknown}?d={url} – 302 to a public picture, without its query', async ({ server }) => {
  const url = encodeURIComponent('https://example.org/faces/Default.PNG?size=80#top');
  for (const name of ['d', 'default']) {
    const response = await fetch(`${server.baseURL}/avatar/${NOBODY}.jpg?${name}=${url}&s=10`, { redirect: 'manual' });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 302, body: '' });
    expect(headersOf(response)).toEqual({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
      location: 'https://example.org/faces/Default.PNG',
      'x-request-id': expect.any(String),
    });
  }
});

const refused = [
  'http://localhost/a.png',
  'http://127.0.0.1/a.png',
  'http://2130706433/a.png',
  'http://[::ffff:10.0.0.1]/a.png',
  'http://169.254.169.254/latest.png',
  'http://printer.local/a.png',
  'https://example.org:8443/a.png',
  'https://ada:secret@example.org/a.png',
  'https://example.org/a.svg',
  'https://example.org/a',
  '//example.org/a.png',
  '/media/a.png',
  'javascript:alert(1)//a.png',
  'data:image/png,a.png',
];
for (const url of refused) {
  test(`GET /avatar/{unknown}?d=${url} – the silhouette`, async ({ server }) => {
    const { bytes } = await shownAt(`${server.baseURL}/avatar/${NOBODY}?d=mp`);
    expect((await shownAt(`${server.baseURL}/avatar/${NOBODY}?d=${encodeURIComponent(url)}`)).bytes.equals(bytes)).toBe(true);
  });
}

test('GET /avatar/{hash}?d= – for those without a picture; with f=y for everyone', async ({ server, owner, person }) => {
  const [picture, none] = [sha256(owner.email), sha256(person.email)];
  const drawing = async (hash: string, query: string) => (await shownAt(`${server.baseURL}/avatar/${hash}?${query}`)).pixels;
  await expectPicture(`${server.baseURL}/avatar/${picture}?d=retro`, [200, 30, 90]);
  for (const query of ['d=retro&f=y', 'default=retro&forcedefault=y', 'd=404&default=retro&f=n&forcedefault=yes']) {
    expect((await drawing(picture, query)).equals(await drawing(picture, 'd=retro&f=y'))).toBe(true);
  }
  expect((await drawing(picture, 'f=y')).equals(await drawing(NOBODY, 'd=mp'))).toBe(true);
  expect((await fetch(`${server.baseURL}/avatar/${picture}?d=404&f=y`)).status).toBe(404);
  expect((await fetch(`${server.baseURL}/avatar/${none}?d=404`)).status).toBe(404);
  expect((await drawing(none, 'd=mp')).equals(await drawing(NOBODY, 'd=mp'))).toBe(true);
  // Whoever has an account has a name; that of the fixture is Ada Lovelace.
  expect((await drawing(none, 'd=initials')).equals(await drawing(none, 'd=initials&initials=AL'))).toBe(true);
  expect((await drawing(md5(person.email), 'd=unheard-of')).equals(await drawing(NOBODY, 'd=mp'))).toBe(false);
});

test('GET /avatar/{unknown} for four hundred hashes at once – drawn or 503, and people keep their pictures', async ({ server, owner }) => {
  const urls = Array.from({ length: 400 }, (_, at) => `${server.baseURL}/avatar/${md5(`${at}`)}?d=robohash&s=200`);
  const crowd = Promise.all(
    urls.map(async (url) => fetch(url).then(async (response) => [response, await response.arrayBuffer()] as const)),
  );
  await expectPicture(`${server.baseURL}/avatar/${md5(owner.email)}?s=128`, [200, 30, 90]);
  await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=128`, [200, 30, 90]);
  for (const [{ status, headers }] of await crowd) {
    expect([200, 503]).toContain(status);
    if (status === 503) expect(headers.get('retry-after')).toBe('2');
  }
  expect((await fetch(urls[0] ?? '')).status).toBe(200);
});
