import type { TestPerson } from '../people';
import { NO_GRAVATAR } from '../server';
import { expect, test } from './fixtures';
import { md5 } from './gravatar-wire';
import { LIMIT, test as limitedTest } from './limited-fixtures';
import { basic, error, PICTURE_PATH, useGravatar, whole } from './zulip-wire';

const NO_SUCH_USER = { status: 400, body: error('No such user', 'BAD_REQUEST') };
const PICTURE = expect.stringMatching(PICTURE_PATH);

/** A person as clients know one; `seen` is what they see of themselves, or others of them. */
function row(person: TestPerson, seen: { own: boolean; version?: number; url?: unknown }) {
  return {
    email: seen.own ? person.email : `user${person.id}@localhost`,
    user_id: person.id,
    avatar_version: seen.version ?? 1,
    avatar_url: seen.url === undefined ? PICTURE : seen.url,
    is_admin: expect.any(Boolean),
    is_owner: false,
    is_guest: false,
    role: expect.any(Number),
    is_bot: false,
    full_name: person.name,
    timezone: '',
    is_active: true,
    date_joined: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
    delivery_email: seen.own ? person.email : null,
  };
}

test.describe('GET /api/v1/users', () => {
  test('/me – oneself, in one flat object', async ({ server, owner }) => {
    const response = await fetch(`${server.baseURL}/api/v1/users/me?foo=1`, { headers: basic(owner) });
    expect(response.headers.get('x-ratelimit-limit')).toBe('100000');
    expect(Number(response.headers.get('x-ratelimit-remaining'))).toBeLessThan(100_000);
    expect(Number(response.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
    expect(await whole(response)).toEqual({
      status: 200,
      body: {
        result: 'success',
        msg: '',
        ...row(owner, { own: true, version: 2 }),
        profile_data: {},
        max_message_id: -1,
        ignored_parameters_unsupported: ['foo'],
      },
    });
  });

  test('/{id or e-mail} – others without their address', async ({ server, owner, person }) => {
    const see = async (who: string | number) =>
      whole(await fetch(`${server.baseURL}/api/v1/users/${who}?client_gravatar=true`, { headers: basic(person) }));
    const seen = { status: 200, body: { result: 'success', msg: '', user: row(owner, { own: false, version: 2 }) } };
    expect(await see(owner.id)).toEqual(seen);
    expect(await see(owner.email.toUpperCase())).toEqual(seen);
    expect(await see(encodeURIComponent(owner.email))).toEqual(seen);
    expect(await see(`user${owner.id}@localhost`)).toEqual(seen);
    expect(await see(person.id)).toEqual({ status: 200, body: { result: 'success', msg: '', user: row(person, { own: true }) } });
  });

  for (const who of ['0', '999999', '99999999999999999999', 'nobody@example.org', 'user0@localhost', 'nobody']) {
    test(`/${who} → 400 No such user`, async ({ server, person }) => {
      expect(await whole(await fetch(`${server.baseURL}/api/v1/users/${who}`, { headers: basic(person) }))).toEqual(NO_SUCH_USER);
    });
  }

  test('everyone', async ({ server, owner, person }) => {
    const { status, body } = await whole(await fetch(`${server.baseURL}/api/v1/users`, { headers: basic(person) }));
    const { members, ...rest } = body as { members: { user_id: number }[] };
    expect({ status, rest }).toEqual({ status: 200, rest: { result: 'success', msg: '' } });
    expect(members.find(({ user_id }) => user_id === owner.id)).toEqual(row(owner, { own: false, version: 2 }));
    expect(members.find(({ user_id }) => user_id === person.id)).toEqual(row(person, { own: true }));
  });

  for (const path of ['/api/v1/users', '/api/v1/users/me', '/api/v1/users/1']) {
    test(`${path} without a key → 401`, async ({ server }) => {
      expect(await whole(await fetch(server.baseURL + path))).toEqual({
        status: 401,
        body: error('Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
      });
    });
  }
});

test('GET /api/v1/users?include_custom_profile_fields=true – each has profile data, and nobody any in it', async ({
  server,
  owner,
  person,
}) => {
  const query = '?include_custom_profile_fields=true';
  const seen = { ...row(owner, { own: false, version: 2 }), profile_data: {} };
  const see = async (path: string) => (await whole(await fetch(`${server.baseURL}${path}${query}`, { headers: basic(person) }))).body;
  expect(await see(`/api/v1/users/${owner.id}`)).toEqual({ result: 'success', msg: '', user: seen });
  const { members } = (await see('/api/v1/users')) as { members: { user_id: number }[] };
  expect(members.find(({ user_id }) => user_id === owner.id)).toEqual(seen);
});

test.describe('client_gravatar', () => {
  const gravatar = ({ email }: TestPerson) => `${NO_GRAVATAR}/avatar/${md5(email)}?d=identicon&version=2`;
  for (const [query, left] of [
    ['', true],
    ['?client_gravatar=true', true],
    ['?client_gravatar=false', false],
  ] as const) {
    const who = left ? 'is left to a client that makes it' : 'is said';
    test(`${query || 'not sent'} – one’s own Gravatar address ${who}, others’ are said`, async ({ server, owner, person }) => {
      await useGravatar(server, person);
      const seenBy = async (viewer: TestPerson, path: string) =>
        (await whole(await fetch(`${server.baseURL}${path}${query}`, { headers: basic(viewer) }))).body;
      const expected = { own: left ? null : gravatar(person), other: gravatar(person) };
      for (const [viewer, url] of [
        [person, expected.own],
        [owner, expected.other],
      ] as const) {
        expect(await seenBy(viewer, `/api/v1/users/${person.id}`)).toMatchObject({ user: { avatar_url: url } });
        const { members } = (await seenBy(viewer, '/api/v1/users')) as { members: { user_id: number }[] };
        expect(members.find(({ user_id }) => user_id === person.id)).toMatchObject({ avatar_url: url });
      }
      // Of oneself alone, it is always said.
      expect(await seenBy(person, '/api/v1/users/me')).toMatchObject({ avatar_url: gravatar(person) });
    });
  }
});

limitedTest('more calls in a minute than allowed → 429 with the seconds to wait, as a float', async ({ server, newPerson }) => {
  const person = await newPerson();
  const ask = () => fetch(`${server.baseURL}/api/v1/users/me`, { headers: basic(person) });
  while ((await ask()).ok);
  const response = await ask();
  const { status, body } = await whole(response);
  expect({ status, body }).toEqual({
    status: 429,
    body: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
  });
  expect(response.headers.get('retry-after')).toBe(String((body as { 'retry-after': number })['retry-after']));
  expect(response.headers.get('x-ratelimit-limit')).toBe(String(LIMIT));
  expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
});
