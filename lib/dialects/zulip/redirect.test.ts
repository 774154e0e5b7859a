import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';
import { basicOf, error, NOT_LOGGED_IN, PICTURE_PATH, whole } from '@/testing/zulip';

const PICTURE = expect.stringMatching(PICTURE_PATH);
const GRAVATAR = 'https://gravatar.example.org';

const app = await createTestApp({ gravatarUrl: GRAVATAR });
let owner: TestPerson;
let person: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
  person = await app.open();
});

describe('GET /avatar/{id or e-mail}', () => {
  const redirectOf = async (path: string, headers: Record<string, string> = {}) => {
    const response = await app.ask('GET', path, { headers });
    expect(Date.parse(response.headers.get('expires') ?? '')).toBeLessThanOrEqual(Date.now());
    return { status: response.status, location: response.headers.get('location'), cache: response.headers.get('cache-control') };
  };
  const redirectTo = (location: unknown) => ({ status: 302, location, cache: 'max-age=0, no-cache, no-store, must-revalidate, private' });

  it('redirects to the picture, with the query of the request', async () => {
    const { avatar_url } = await (await app.ask('GET', '/api/v1/users/me', { headers: owner.basic })).json();
    for (const who of [owner.id, owner.email, encodeURIComponent(owner.email.toUpperCase())]) {
      const path = `/avatar/${who}`;
      expect(await redirectOf(path, person.basic)).toEqual(redirectTo(avatar_url));
      expect(await redirectOf(`${path}?foo=bar&s=1`, person.basic)).toEqual(redirectTo(`${avatar_url}?foo=bar&s=1`));
      expect(await redirectOf(`${path}/medium?foo=bar`, person.basic)).toEqual(
        redirectTo(`${avatar_url.replace('.png', '-medium.png')}?foo=bar`),
      );
    }
    expect((await app.ask('GET', `${avatar_url}?foo=bar`)).status).toBe(200);
  });

  it('accepts a session, and a key in the query, which it does not pass on', async () => {
    const path = `/avatar/${owner.id}`;
    expect(await redirectOf(path, { Cookie: person.session.Cookie })).toEqual(redirectTo(PICTURE));
    expect(await redirectOf(`${path}?api_key=${person.key}`)).toEqual(redirectTo(PICTURE));
    const gravatar = `${GRAVATAR}/avatar/${createHash('md5').update('nobody@example.org').digest('hex')}?d=identicon&version=1`;
    expect(await redirectOf(`/avatar/nobody@example.org?%61pi_key=${person.key}&foo=bar`)).toEqual(redirectTo(`${gravatar}&foo=bar`));
    expect(await redirectOf(`${path}?foo=%zz`, person.basic)).toMatchObject({ status: 302 });
  });

  it.each(['', '/medium'])('redirects from an unknown e-mail address to its Gravatar: "%s"', async (suffix) => {
    const size = suffix && '&s=500';
    const location = `${GRAVATAR}/avatar/444258b521f152129eb0c162996e572d?d=identicon${size}&version=1&foo=bar`;
    expect(await redirectOf(`/avatar/nonexistent_user@zulip.com${suffix}?foo=bar`, person.basic)).toEqual(redirectTo(location));
  });

  it.each(['', '/medium'])('redirects from an unknown number to the picture of an unknown user: "%s"', async (suffix) => {
    const location = '/static/images/unknown-user-avatar.png?foo=bar';
    expect(await redirectOf(`/avatar/999999${suffix}?foo=bar`, person.basic)).toEqual(redirectTo(location));
  });

  const SESSION = 'Session realm="zulip"';
  const strangers: { name: string; query: string; headers?: Record<string, string>; body: object; challenge: string | null }[] = [
    { name: 'no credentials', query: '', body: NOT_LOGGED_IN, challenge: SESSION },
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
  it.each(strangers.map((row) => [row.name, row.body, row] as const))('with %s → 401 %j', async (_name, body, row) => {
    const { query, headers = {}, challenge } = row;
    for (const path of ['/avatar/1', '/avatar/1/medium', '/avatar/a@example.org']) {
      const response = await app.ask('GET', path + query, { headers });
      expect(response.headers.get('www-authenticate')).toBe(challenge);
      expect(await whole(response)).toEqual({ status: 401, body });
    }
  });

  it('leaves /avatar/ and hashes to Gravatar’s API', async () => {
    expect((await app.ask('GET', '/avatar/')).headers.get('content-type')).toMatch(/^image\//);
    const hash = await app.ask('GET', `/avatar/${'0'.repeat(32)}.png`, { headers: person.basic });
    expect({ status: hash.status, type: hash.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
  });
});
