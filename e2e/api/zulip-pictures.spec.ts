import { createHash } from 'node:crypto';
import { signInCookie } from '../people';
import { NO_GRAVATAR } from '../server';
import { expect, form, plain, test } from './fixtures';
import { basic, basicOf, error, PICTURE_PATH, whole } from './zulip-wire';

const PATH = '/api/v1/users/me/avatar';
const PICTURE = expect.stringMatching(PICTURE_PATH);

const gravatar = (email: string) => `${NO_GRAVATAR}/avatar/${createHash('md5').update(email).digest('hex')}?d=identicon&version=1`;

test.describe('/user_avatars', () => {
  const missing = [`/user_avatars/1/${'0'.repeat(40)}.png`, `/user_avatars/2/${'0'.repeat(40)}.png`, '/user_avatars/1/x.gif'];
  for (const path of missing) {
    test(`GET ${path} → 404 as a page`, async ({ server }) => {
      const response = await fetch(server.baseURL + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toBe('<p>File not found</p>');
    });
  }

  test('a picture is kept for ever, and an address from before leads to the present one', async ({ server, owner }) => {
    const set = async () => {
      const body = form({ file: await plain('png', [5, 5, 5]) });
      const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: basic(owner), body });
      return (await response.json()).avatar_url as string;
    };
    const before = await set();
    const shown = await fetch(server.baseURL + before);
    expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    const etag = shown.headers.get('etag') ?? '';
    expect((await fetch(server.baseURL + before, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const now = await set();
    const old = () => fetch(server.baseURL + before, { redirect: 'manual' });
    // The old picture is swept after the answer, and until then it is still there.
    await expect.poll(async () => (await old()).status).toBe(302);
    expect((await old()).headers.get('location')).toBe(now);
    const head = await fetch(server.baseURL + now, { method: 'HEAD' });
    expect({ status: head.status, type: head.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
  });
});

test.describe('GET /avatar/{id or e-mail}', () => {
  const lead = async (url: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { redirect: 'manual', headers });
    expect(Date.parse(response.headers.get('expires') ?? '')).toBeLessThanOrEqual(Date.now());
    return { status: response.status, location: response.headers.get('location'), cache: response.headers.get('cache-control') };
  };
  const to = (location: unknown) => ({ status: 302, location, cache: 'max-age=0, no-cache, no-store, must-revalidate, private' });

  test('leads to the picture, with the query of the request', async ({ server, owner, person }) => {
    const { avatar_url } = await (await fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic(owner) })).json();
    for (const who of [owner.id, owner.email, encodeURIComponent(owner.email.toUpperCase())]) {
      const url = `${server.baseURL}/avatar/${who}`;
      expect(await lead(url, basic(person))).toEqual(to(avatar_url));
      expect(await lead(`${url}?foo=bar&s=1`, basic(person))).toEqual(to(`${avatar_url}?foo=bar&s=1`));
      expect(await lead(`${url}/medium?foo=bar`, basic(person))).toEqual(to(`${avatar_url.replace('.png', '-medium.png')}?foo=bar`));
    }
    expect((await fetch(`${server.baseURL}/avatar/${owner.id}?foo=bar`, { headers: basic(person) })).status).toBe(200);
  });

  test('a session will do, and a key in the query, which goes no further', async ({ server, owner, person }) => {
    const url = `${server.baseURL}/avatar/${owner.id}`;
    expect(await lead(url, { Cookie: await signInCookie(server.baseURL, person) })).toEqual(to(PICTURE));
    expect(await lead(`${url}?api_key=${person.key}`)).toEqual(to(PICTURE));
    const encoded = `${server.baseURL}/avatar/nobody@example.org?%61pi_key=${person.key}&foo=bar`;
    expect(await lead(encoded)).toEqual(to(`${gravatar('nobody@example.org')}&foo=bar`));
    expect(await lead(`${url}?foo=%zz`, basic(person))).toMatchObject({ status: 302 });
  });

  for (const suffix of ['', '/medium']) {
    test(`an address that nobody has leads to its Gravatar${suffix}`, async ({ server, person }) => {
      const found = await lead(`${server.baseURL}/avatar/nonexistent_user@zulip.com${suffix}?foo=bar`, basic(person));
      const size = suffix && '&s=500';
      expect(found).toEqual(to(`${NO_GRAVATAR}/avatar/444258b521f152129eb0c162996e572d?d=identicon${size}&version=1&foo=bar`));
    });
    test(`a number that nobody has leads to a picture of nobody${suffix}`, async ({ server, person }) => {
      const found = await lead(`${server.baseURL}/avatar/999999${suffix}?foo=bar`, basic(person));
      expect(found).toEqual(to('/static/images/unknown-user-avatar.png?foo=bar'));
      const picture = await fetch(server.baseURL + found.location);
      expect({ status: picture.status, type: picture.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
    });
  }

  const strangers: { name: string; query: string; headers?: Record<string, string>; body: object; challenge: string | null }[] = [
    {
      name: 'nobody',
      query: '',
      body: error('Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
      challenge: 'Session realm="zulip"',
    },
    { name: 'a malformed key in the query', query: '?api_key=x', body: error('Malformed API key', 'INVALID_API_KEY'), challenge: null },
    {
      name: 'an unknown key in the query',
      query: `?api_key=${'x'.repeat(32)}`,
      body: error('Invalid API key', 'INVALID_API_KEY'),
      challenge: null,
    },
    {
      name: 'an unknown key in the header',
      query: '',
      headers: basicOf(`a@example.org:${'x'.repeat(32)}`),
      body: error('Invalid API key', 'UNAUTHORIZED'),
      challenge: 'Basic realm="zulip"',
    },
  ];
  for (const { name, query, headers = {}, body, challenge } of strangers) {
    test(`asked by ${name} → 401 ${JSON.stringify(body)}`, async ({ server }) => {
      for (const path of ['/avatar/1', '/avatar/1/medium', '/avatar/a@example.org']) {
        const response = await fetch(server.baseURL + path + query, { headers });
        expect(response.headers.get('www-authenticate')).toBe(challenge);
        expect(await whole(response)).toEqual({ status: 401, body });
      }
    });
  }

  test('/avatar/ is Gravatar’s, and so is a hash, which is not a person', async ({ server, person }) => {
    expect((await fetch(`${server.baseURL}/avatar/`)).headers.get('content-type')).toMatch(/^image\//);
    const hash = await fetch(`${server.baseURL}/avatar/${'0'.repeat(32)}.png`, { headers: basic(person) });
    expect({ status: hash.status, type: hash.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
  });
});
