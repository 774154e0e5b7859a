import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sharp } from '@/lib/imaging/sharp';
import { createTestApp, type TestPerson } from '@/testing/app';
import { expectColour, OLD_COLOUR, openOwner, tiny } from '@/testing/in-process/pictures';
import { md5, PICTURE_HEADERS, sha256, shownAt } from '@/testing/in-process/shown';

const app = await createTestApp();

describe("GET /avatar/{hash} – the person's picture", () => {
  let owner: TestPerson;
  beforeAll(async () => {
    owner = await openOwner(app);
  });

  it.each<[title: string, path: (email: string) => string]>([
    ['{md5}', md5],
    ['{sha256}', sha256],
    ['{MD5}', (email) => md5(email).toUpperCase()],
    ['{SHA256}.PNG', (email) => `${sha256(email).toUpperCase()}.PNG`],
    ['{md5}.jpg', (email) => `${md5(email)}.jpg`],
    ['{md5}.unheard', (email) => `${md5(email)}.unheard`],
    ['{sha256}?d=404', (email) => `${sha256(email)}?d=404`],
    ['{sha256}?d=identicon&f=n', (email) => `${sha256(email)}?d=identicon&f=n`],
    ['{md5, percent-encoded}', (email) => md5(email).replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`)],
    ['{md5}?r=g', (email) => `${md5(email)}?r=g`],
    ['{md5}?r=pg', (email) => `${md5(email)}?r=pg`],
    ['{md5}?r=r', (email) => `${md5(email)}?r=r`],
    ['{md5}?r=x', (email) => `${md5(email)}?r=x`],
    ['{md5}?r=nonsense', (email) => `${md5(email)}?r=nonsense`],
    ['{md5}?gravatarredirect=y&gravatarproxy=n', (email) => `${md5(email)}?gravatarredirect=y&gravatarproxy=n`],
  ])('GET /avatar/%s', async (_title, path) => {
    await expectColour(app, `/avatar/${path(owner.email)}`, OLD_COLOUR);
  });

  it.each([
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
  ])('GET /avatar/{md5}%s with Accept: %s – %s', async (extension, accept, type) => {
    const response = await app.ask('GET', `/avatar/${md5(owner.email)}${extension}?s=16`, { headers: { Accept: accept } });
    expect(Object.fromEntries(response.headers)).toEqual({
      ...PICTURE_HEADERS,
      'content-type': type,
      'content-length': expect.any(String),
      ...(extension === '' && { vary: 'Accept' }),
    });
    const { format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(`image/${format}`.replace('heif', 'avif')).toBe(type);
  });

  it('HEAD /avatar/{hash} – the headers without a body', async () => {
    const path = `/avatar/${md5(owner.email)}`;
    const [head, get] = [await app.ask('HEAD', path), await app.ask('GET', path)];
    expect(head.status).toBe(200);
    expect((await head.arrayBuffer()).byteLength).toBe(0);
    const anyId = { 'x-request-id': expect.any(String) };
    expect(Object.fromEntries(head.headers)).toEqual({ ...Object.fromEntries(get.headers), ...anyId });
  });
});

describe('GET /avatar/{hash} after a change', () => {
  let owner: TestPerson;
  beforeEach(async () => {
    owner = await openOwner(app);
  });

  it('sends 304 until the picture changes, then the new one', async () => {
    const path = `/avatar/${sha256(owner.email)}?s=77`;
    const first = await app.ask('GET', path);
    const known = { 'If-None-Match': `"other", ${first.headers.get('etag')}` };
    const again = await app.ask('GET', path, { headers: known });
    expect({ status: again.status, body: await again.text() }).toEqual({ status: 304, body: '' });
    expect(Object.fromEntries(again.headers)).toEqual({ ...PICTURE_HEADERS, etag: first.headers.get('etag'), vary: 'Accept' });
    for (const other of ['?s=78', '.png?s=77']) {
      expect((await app.ask('GET', path.replace('?s=77', other), { headers: known })).status).toBe(200);
    }
    await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body: await tiny('png', [0, 200, 0]) });
    expect((await app.ask('GET', path, { headers: known })).status).toBe(200);
    await expectColour(app, path, [0, 200, 0]);
  });

  it('sends the same generated avatar as the pages if there is no picture', async () => {
    const same = async ({ id, email }: TestPerson) => {
      const generated = await shownAt(app, `/u/${id}/avatar?s=100`, { Accept: 'image/png' });
      const byHash = await shownAt(app, `/avatar/${md5(email)}.png?s=100`);
      expect(byHash.pixels.equals(generated.pixels)).toBe(true);
      expect((await shownAt(app, `/avatar/${sha256(email)}.png?s=100`)).bytes.equals(byHash.bytes)).toBe(true);
      return byHash.pixels;
    };
    const one = await same(await app.open());
    await app.ask('DELETE', '/api/me/avatar', { headers: owner.auth });
    expect((await same(owner)).equals(one)).toBe(false);
  });
});

it('GET /avatar/{40 or 33 digits} – not a hash, so 401 as for a Zulip user', async () => {
  for (const who of ['a'.repeat(40), 'a'.repeat(33), 'g'.repeat(32)]) {
    expect((await app.ask('GET', `/avatar/${who}`)).status).toBe(401);
  }
});

it('OPTIONS /avatar/{hash} – the supported values of d', async () => {
  const response = await app.ask('OPTIONS', `/avatar/${md5('')}`);
  expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status: 200, allow: 'GET, HEAD, OPTIONS' });
  const words = '404 mp mm mystery identicon monsterid wavatar retro robohash pagan mmng initials color blank';
  expect((await response.text()).trim().split('\n')).toEqual(words.split(' '));
});
