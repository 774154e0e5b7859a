import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { expectColour, OLD_COLOUR, openOwner } from '@/testing/in-process/pictures';
import { md5, OTHER_UNKNOWN_HASH, PICTURE_HEADERS, sha256, shownAt, UNKNOWN_HASH } from '@/testing/in-process/shown';

const app = await createTestApp();
const silhouette = await shownAt(app, `/avatar/${UNKNOWN_HASH}?d=mp`);

it('GET /avatar/{unknown} – the silhouette, even for unknown values of d', async () => {
  const { bytes } = silhouette;
  const queries = ['', '?d=', '?d=mm', '?d=MP', '?default=mystery', '?d=unheard-of', '?d=toString', '?d=404&default=mp', '?f=y'];
  for (const query of queries) {
    expect((await shownAt(app, `/avatar/${OTHER_UNKNOWN_HASH}${query}`)).bytes.equals(bytes), query).toBe(true);
  }
  const response = await app.ask('GET', `/avatar/${UNKNOWN_HASH}`);
  const headers = { ...PICTURE_HEADERS, 'content-type': 'image/png', 'content-length': String(bytes.byteLength), vary: 'Accept' };
  expect(Object.fromEntries(response.headers)).toEqual(headers);
  const known = { 'If-None-Match': response.headers.get('etag') ?? '' };
  expect((await app.ask('GET', `/avatar/${UNKNOWN_HASH}`, { headers: known })).status).toBe(304);
});

it('GET /avatar/{unknown}?d=404 – 404 without a body, which caches store for a minute', async () => {
  for (const method of ['GET', 'HEAD']) {
    const response = await app.ask(method, `/avatar/${UNKNOWN_HASH}?d=404&s=200`);
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 404, body: '' });
    expect(Object.fromEntries(response.headers)).toEqual({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
      'x-request-id': expect.any(String),
    });
  }
});

it('GET /avatar/{unknown}?d={url} – 302 to a public picture, without its query', async () => {
  const url = encodeURIComponent('https://example.org/faces/Default.PNG?size=80#top');
  for (const name of ['d', 'default']) {
    const response = await app.ask('GET', `/avatar/${UNKNOWN_HASH}.jpg?${name}=${url}&s=10`);
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 302, body: '' });
    expect(Object.fromEntries(response.headers)).toEqual({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
      location: 'https://example.org/faces/Default.PNG',
      'x-request-id': expect.any(String),
    });
  }
});

it.each([
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
])('GET /avatar/{unknown}?d=%s – the silhouette', async (url) => {
  const shown = await shownAt(app, `/avatar/${UNKNOWN_HASH}?d=${encodeURIComponent(url)}`);
  expect(shown.bytes.equals(silhouette.bytes)).toBe(true);
});

it('GET /avatar/{hash}?d= – for people without a picture; with f=y for everyone', async () => {
  const [owner, person] = [await openOwner(app), await app.open()];
  const [picture, none] = [sha256(owner.email), sha256(person.email)];
  const drawing = async (hash: string, query: string) => (await shownAt(app, `/avatar/${hash}?${query}`)).pixels;
  await expectColour(app, `/avatar/${picture}?d=retro`, OLD_COLOUR);
  for (const query of ['d=retro&f=y', 'default=retro&forcedefault=y', 'd=404&default=retro&f=n&forcedefault=yes']) {
    expect((await drawing(picture, query)).equals(await drawing(picture, 'd=retro&f=y'))).toBe(true);
  }
  expect((await drawing(picture, 'f=y')).equals(silhouette.pixels)).toBe(true);
  expect((await app.ask('GET', `/avatar/${picture}?d=404&f=y`)).status).toBe(404);
  expect((await app.ask('GET', `/avatar/${none}?d=404`)).status).toBe(404);
  expect((await drawing(none, 'd=mp')).equals(silhouette.pixels)).toBe(true);
  // People with an account have a name: this one is Ada Lovelace.
  expect((await drawing(none, 'd=initials')).equals(await drawing(none, 'd=initials&initials=AL'))).toBe(true);
  expect((await drawing(md5(person.email), 'd=unheard-of')).equals(silhouette.pixels)).toBe(false);
});
