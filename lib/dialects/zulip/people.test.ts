import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';
import { error, NOT_LOGGED_IN, PICTURE_PATH, whole } from '@/testing/zulip';

const NO_SUCH_USER = { status: 400, body: error('No such user', 'BAD_REQUEST') };
const PICTURE = expect.stringMatching(PICTURE_PATH);
const GRAVATAR = 'https://gravatar.example.org';

const app = await createTestApp({ userPerMinute: 100_000, addressPerMinute: 100_000, gravatarUrl: GRAVATAR });
let owner: TestPerson;
let person: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
  person = await app.open({ name: 'Grace Hopper' });
});

const see = async (path: string, viewer: TestPerson) => whole(await app.ask('GET', path, { headers: viewer.basic }));

/** A user object; `seen.own` if the viewer is this user. */
function row({ id, email, name }: TestPerson, seen: { own: boolean; version?: number }) {
  return {
    email: seen.own ? email : `user${id}@pictures.example.org`,
    user_id: id,
    avatar_version: seen.version ?? 1,
    avatar_url: PICTURE,
    is_admin: false,
    is_owner: false,
    is_guest: false,
    role: 400,
    is_bot: false,
    full_name: name,
    timezone: '',
    is_active: true,
    date_joined: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
    delivery_email: seen.own ? email : null,
  };
}

async function memberRow(path: string, viewer: TestPerson, { id }: TestPerson) {
  const { members } = (await see(path, viewer)).body as { members: { user_id: number }[] };
  return members.find(({ user_id }) => user_id === id);
}

describe('GET /api/v1/users', () => {
  it('/me – the signed-in person, as one flat object', async () => {
    const response = await app.ask('GET', '/api/v1/users/me?foo=1', { headers: owner.basic });
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

  it('/{id or e-mail} – others without their e-mail address', async () => {
    const seen = { status: 200, body: { result: 'success', msg: '', user: row(owner, { own: false, version: 2 }) } };
    const names = [owner.id, owner.email.toUpperCase(), encodeURIComponent(owner.email), `user${owner.id}@pictures.example.org`];
    for (const name of names) expect(await see(`/api/v1/users/${name}?client_gravatar=true`, person)).toEqual(seen);
    const own = { status: 200, body: { result: 'success', msg: '', user: row(person, { own: true }) } };
    expect(await see(`/api/v1/users/${person.id}?client_gravatar=true`, person)).toEqual(own);
  });

  it.each(['0', '999999', '99999999999999999999', 'nobody@example.org', 'user0@pictures.example.org', 'nobody'])(
    '/%s → 400 No such user',
    async (who) => {
      expect(await see(`/api/v1/users/${who}`, person)).toEqual(NO_SUCH_USER);
    },
  );

  it('lists all people', async () => {
    const { status, body } = await see('/api/v1/users', person);
    const { members, ...rest } = body as { members: object[] };
    expect({ status, rest }).toEqual({ status: 200, rest: { result: 'success', msg: '' } });
    expect(members).toContainEqual(row(owner, { own: false, version: 2 }));
    expect(members).toContainEqual(row(person, { own: true }));
    expect(members).toContainEqual({ ...row(app.admin(), { own: false }), is_admin: true, role: 200 });
  });

  it.each(['/api/v1/users', '/api/v1/users/me', '/api/v1/users/1'])('%s without a key → 401', async (path) => {
    expect(await whole(await app.ask('GET', path))).toEqual({ status: 401, body: NOT_LOGGED_IN });
  });
});

it('GET /api/v1/users?include_custom_profile_fields=true – adds empty profile data to each user', async () => {
  const query = '?include_custom_profile_fields=true';
  const seen = { ...row(owner, { own: false, version: 2 }), profile_data: {} };
  expect((await see(`/api/v1/users/${owner.id}${query}`, person)).body).toEqual({ result: 'success', msg: '', user: seen });
  expect(await memberRow(`/api/v1/users${query}`, person, owner)).toEqual(seen);
});

describe('client_gravatar', () => {
  it.each([
    ['', 'is left to the client', true],
    ['?client_gravatar=true', 'is left to the client', true],
    ['?client_gravatar=false', 'is sent', false],
  ])('"%s" – one’s own Gravatar address %s, those of others are sent', async (query, _what, isLeft) => {
    const ada = await app.open();
    await app.ask('PUT', '/user/setting/avatar', { headers: ada.auth });
    const address = `${GRAVATAR}/avatar/${createHash('md5').update(ada.email).digest('hex')}?d=identicon&version=2`;
    for (const [viewer, avatar_url] of [
      [ada, isLeft ? null : address],
      [owner, address],
    ] as const) {
      expect((await see(`/api/v1/users/${ada.id}${query}`, viewer)).body).toMatchObject({ user: { avatar_url } });
      expect(await memberRow(`/api/v1/users${query}`, viewer, ada)).toMatchObject({ avatar_url });
    }
    // `/users/me` always sends it.
    expect((await see(`/api/v1/users/me${query}`, ada)).body).toMatchObject({ avatar_url: address });
  });
});

it('more calls in a minute than allowed → 429 with the seconds to wait, as a float', async () => {
  const limited = await createTestApp({ userPerMinute: 5, addressPerMinute: 5 });
  const { basic: headers } = await limited.open();
  const ask = () => limited.ask('GET', '/api/v1/users/me', { headers });
  for (let call = 1; call <= 5; call += 1) expect((await ask()).status).toBe(200);
  const response = await ask();
  const { status, body } = await whole(response);
  expect({ status, body }).toEqual({
    status: 429,
    body: { ...error('API usage exceeded rate limit', 'RATE_LIMIT_HIT'), 'retry-after': expect.any(Number) },
  });
  expect(response.headers.get('retry-after')).toBe(String((body as { 'retry-after': number })['retry-after']));
  expect(response.headers.get('x-ratelimit-limit')).toBe('5');
  expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
});
