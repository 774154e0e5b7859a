import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';
import { ADDRESS } from '@/testing/requests';
import { basicOf, error, PICTURE_PATH, whole } from '@/testing/zulip';

const PICTURE = expect.stringMatching(PICTURE_PATH);
const MEDIUM = expect.stringMatching(/^\/user_avatars\/1\/[0-9a-f]{40}-medium\.png$/);
const GRAVATAR = 'https://gravatar.example.org';

const app = await createTestApp({ gravatarUrl: GRAVATAR });

describe('GET /api/v1/server_settings', () => {
  it.each([
    ['without credentials', {}, false],
    ['with any Basic header', basicOf('a:b'), false],
    ['by a program that calls itself ZulipInvalid', { 'User-Agent': 'ZulipInvalid/1.0' }, true],
  ])('asked %s', async (_name, headers, is_incompatible) => {
    expect(await whole(await app.ask('GET', '/api/v1/server_settings', { headers }))).toEqual({
      status: 200,
      body: {
        result: 'success',
        msg: '',
        authentication_methods: {
          password: true,
          dev: false,
          email: true,
          ldap: false,
          remoteuser: false,
          github: false,
          azuread: false,
          gitlab: false,
          google: false,
          apple: false,
          saml: false,
          'openid connect': false,
        },
        zulip_version: '12.0',
        zulip_merge_base: '12.0',
        zulip_feature_level: 443,
        push_notifications_enabled: false,
        is_incompatible,
        email_auth_enabled: true,
        require_email_format_usernames: true,
        realm_uri: ADDRESS,
        realm_url: ADDRESS,
        realm_name: 'Likeness',
        realm_icon: '/icon.svg',
        realm_description: '',
        realm_web_public_access_enabled: false,
        external_authentication_methods: [],
      },
    });
  });
});

describe('POST /api/v1/register', () => {
  const base = {
    result: 'success',
    msg: '',
    queue_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    last_event_id: -1,
    zulip_version: '12.0',
    zulip_merge_base: '12.0',
    zulip_feature_level: 443,
  };
  const realm = { max_avatar_file_size_mib: 5, realm_avatar_changes_disabled: false, server_avatar_changes_disabled: false };
  const self = ({ id, email, name }: TestPerson) => ({
    user_id: id,
    email,
    delivery_email: email,
    full_name: name,
    is_admin: false,
    is_owner: false,
    is_guest: false,
    avatar_source: 'U',
    avatar_url: PICTURE,
    avatar_url_medium: MEDIUM,
  });
  const post = async ({ basic: headers }: TestPerson, fields: Record<string, string>) =>
    whole(await app.ask('POST', '/api/v1/register', { headers, body: new URLSearchParams(fields) }));

  let owner: TestPerson;
  beforeAll(async () => {
    owner = await openOwner(app);
  });

  it('returns the limits of uploads and the person’s own picture', async () => {
    expect(await post(owner, { fetch_event_types: '["realm"]', foo: '1' })).toEqual({
      status: 200,
      body: { ...base, ...realm, ignored_parameters_unsupported: ['foo'] },
    });
    expect(await post(owner, { fetch_event_types: '["realm_user"]' })).toEqual({ status: 200, body: { ...base, ...self(owner) } });
    expect(await post(owner, { event_types: '["message"]' })).toEqual({ status: 200, body: base });
    expect(await post(owner, {})).toEqual({ status: 200, body: { ...base, ...realm, ...self(owner) } });
  });

  it('identifies an administrator', async () => {
    const admin = { ...self(app.admin()), is_admin: true, avatar_source: 'J' };
    expect(await post(app.admin(), { fetch_event_types: '["realm_user"]' })).toEqual({ status: 200, body: { ...base, ...admin } });
  });

  const urlsOf = ({ email }: TestPerson) => {
    const url = `${GRAVATAR}/avatar/${createHash('md5').update(email).digest('hex')}?d=identicon`;
    return { avatar_url: `${url}&version=2`, avatar_url_medium: `${url}&s=500&version=2` };
  };
  it.each([
    ['J', async () => {}, () => ({ avatar_url: PICTURE, avatar_url_medium: MEDIUM })],
    ['G', async ({ auth }: TestPerson) => void (await app.ask('PUT', '/user/setting/avatar', { headers: auth })), urlsOf],
  ] as const)('avatar_source %s – has the address of its picture in both sizes, whatever client_gravatar says', async (...row) => {
    const [avatar_source, become, urls] = row;
    const person = await app.open();
    await become(person);
    for (const client_gravatar of ['true', 'false']) {
      expect(await post(person, { fetch_event_types: '["realm_user"]', client_gravatar })).toEqual({
        status: 200,
        body: { ...base, ...self(person), avatar_source, ...urls(person) },
      });
    }
  });

  it.each([
    ['realm', 'fetch_event_types is not valid JSON'],
    ['{}', 'fetch_event_types is not a list'],
    ['[1]', 'fetch_event_types is not a list of strings'],
  ])('fetch_event_types=%s → 400 %s', async (fetch_event_types, msg) => {
    expect(await post(owner, { fetch_event_types })).toEqual({ status: 400, body: error(msg, 'BAD_REQUEST') });
  });
});
