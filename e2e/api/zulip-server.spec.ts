import type { TestPerson } from '../people';
import { NO_GRAVATAR } from '../server';
import { expect, test } from './fixtures';
import { md5 } from './gravatar-wire';
import { basic, basicOf, error, PICTURE_PATH, useGravatar, whole } from './zulip-wire';

const PICTURE = expect.stringMatching(PICTURE_PATH);
const MEDIUM = expect.stringMatching(/^\/user_avatars\/1\/[0-9a-f]{40}-medium\.png$/);

test.describe('GET /api/v1/server_settings', () => {
  for (const [name, headers, incompatible] of [
    ['nobody', {}, false],
    ['a Basic header, right or wrong', basicOf('a:b'), false],
    ['a program that calls itself ZulipInvalid', { 'User-Agent': 'ZulipInvalid/1.0' }, true],
  ] as const) {
    test(`asked by ${name}`, async ({ server }) => {
      expect(await whole(await fetch(`${server.baseURL}/api/v1/server_settings`, { headers }))).toEqual({
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
          is_incompatible: incompatible,
          email_auth_enabled: true,
          require_email_format_usernames: true,
          realm_uri: server.baseURL,
          realm_url: server.baseURL,
          realm_name: 'Likeness',
          realm_icon: '/icon.svg',
          realm_description: '',
          realm_web_public_access_enabled: false,
          external_authentication_methods: [],
        },
      });
    });
  }
});

test.describe('POST /api/v1/register', () => {
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
    is_admin: expect.any(Boolean),
    is_owner: false,
    is_guest: false,
    avatar_source: 'U',
    avatar_url: PICTURE,
    avatar_url_medium: MEDIUM,
  });
  const post = async (baseURL: string, person: TestPerson, fields: Record<string, string>) =>
    whole(await fetch(`${baseURL}/api/v1/register`, { method: 'POST', headers: basic(person), body: new URLSearchParams(fields) }));

  test('what pictures may be, and one’s own', async ({ server, owner }) => {
    const ask = (fields: Record<string, string>) => post(server.baseURL, owner, fields);
    expect(await ask({ fetch_event_types: '["realm"]', foo: '1' })).toEqual({
      status: 200,
      body: { ...base, ...realm, ignored_parameters_unsupported: ['foo'] },
    });
    expect(await ask({ fetch_event_types: '["realm_user"]' })).toEqual({ status: 200, body: { ...base, ...self(owner) } });
    expect(await ask({ event_types: '["message"]' })).toEqual({ status: 200, body: base });
    expect(await ask({})).toEqual({ status: 200, body: { ...base, ...realm, ...self(owner) } });
  });

  for (const [source, become, urls] of [
    ['J', async () => {}, () => ({ avatar_url: PICTURE, avatar_url_medium: MEDIUM })],
    [
      'G',
      useGravatar,
      ({ email }: TestPerson) => {
        const url = `${NO_GRAVATAR}/avatar/${md5(email)}?d=identicon`;
        return { avatar_url: `${url}&version=2`, avatar_url_medium: `${url}&s=500&version=2` };
      },
    ],
  ] as const) {
    test(`avatar_source ${source} – with the address of its picture in both sizes, whatever client_gravatar says`, async ({
      server,
      person,
    }) => {
      await become(server, person);
      for (const client_gravatar of ['true', 'false']) {
        expect(await post(server.baseURL, person, { fetch_event_types: '["realm_user"]', client_gravatar })).toEqual({
          status: 200,
          body: { ...base, ...self(person), avatar_source: source, ...urls(person) },
        });
      }
    });
  }

  for (const [value, msg] of [
    ['realm', 'fetch_event_types is not valid JSON'],
    ['{}', 'fetch_event_types is not a list'],
    ['[1]', 'fetch_event_types is not a list of strings'],
  ] as const) {
    test(`fetch_event_types=${value} → 400 ${msg}`, async ({ server, person }) => {
      expect(await post(server.baseURL, person, { fetch_event_types: value })).toEqual({ status: 400, body: error(msg, 'BAD_REQUEST') });
    });
  }
});
