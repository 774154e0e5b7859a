import { randomUUID } from 'node:crypto';
import { publicNameOf } from '@/lib/accounts/profile/public-name';
import type { Restrictions } from '@/lib/avatars/moderation/ports';
import type { AvatarState, Policy } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { success } from './answers';
import { maxAvatarMebibytes } from './limits';
import { ignoredParameters, NO_FIELDS, parameter, readForm } from './parameters';
import { apiCall, countedForAnyone } from './shared';
import { avatarUrl } from './urls';

/** The emulated release. Clients check the feature level: since 443, a second DELETE of the picture succeeds. */
const VERSION = { zulip_version: '12.0', zulip_merge_base: '12.0', zulip_feature_level: 443 };

/** Passwords are the only method. */
const AUTHENTICATION_METHODS = {
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
};

/** `GET /api/v1/server_settings`: the first request of the Python client, which cannot start without the response. */
export const getServerSettings = defineEndpoint({
  ...countedForAnyone,
  nodeAdapter: true,
  parse: (request) => ({
    incompatible: /^ZulipInvalid\b/.test(request.headers.get('user-agent') ?? ''),
    ignored: ignoredParameters(request, NO_FIELDS),
  }),
  core: (asked) => asked,
  present: ({ incompatible, ignored }, _request, { services }) => success(serverSettings(services, incompatible), ignored),
});

function serverSettings({ baseUrl }: Services, incompatible: boolean) {
  return {
    authentication_methods: AUTHENTICATION_METHODS,
    ...VERSION,
    push_notifications_enabled: false,
    is_incompatible: incompatible,
    email_auth_enabled: true,
    require_email_format_usernames: true,
    realm_uri: baseUrl,
    realm_url: baseUrl,
    realm_name: 'Likeness',
    realm_icon: '/icon.svg',
    realm_description: '',
    realm_web_public_access_enabled: false,
    external_authentication_methods: [],
  };
}

/** Parameters that clients send and that have no effect here. */
const KNOWN = [
  'all_public_streams',
  'apply_markdown',
  'client_capabilities',
  'client_gravatar',
  'event_types',
  'fetch_event_types',
  'include_subscribers',
  'narrow',
  'presence_history_limit_days',
  'slim_presence',
];

/** `POST /api/v1/register`: the limits of uploads and the person's own picture. There are no events, so the queue stays empty. */
export const register = defineEndpoint({
  ...apiCall,
  writes: false,
  async parse(request, { body }) {
    const fields = await readForm(body);
    const types = eventTypes(request, fields, 'fetch_event_types') ?? eventTypes(request, fields, 'event_types');
    return { wants: (type: string) => types?.includes(type) ?? true, ignored: ignoredParameters(request, fields, KNOWN) };
  },
  core: async ({ wants, ignored }, { principal, services }) => ({
    ignored,
    realm: wants('realm') && realmData(await services.policies.policy(), await services.avatars.restrictions(principal.userId)),
    self: wants('realm_user') && selfData(await services.avatars.own(principal), services),
  }),
  present: ({ realm, self, ignored }) => success({ queue_id: randomUUID(), last_event_id: -1, ...VERSION, ...realm, ...self }, ignored),
});

/** Parses a JSON array of names; undefined if the parameter is absent. @throws AvatarError invalid_request */
function eventTypes(request: Request, fields: ReadonlyMap<string, string>, name: string): string[] | undefined {
  const text = parameter(request, fields, name);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AvatarError('invalid_request', `${name} is not valid JSON`, {}, { cause });
  }
  if (value === null) return undefined;
  if (!Array.isArray(value)) throw new AvatarError('invalid_request', `${name} is not a list`);
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw new AvatarError('invalid_request', `${name} is not a list of strings`);
    return item;
  });
}

function realmData(policy: Policy, { lockedUntil }: Restrictions) {
  return {
    max_avatar_file_size_mib: maxAvatarMebibytes(policy),
    realm_avatar_changes_disabled: policy.avatarChangesDisabled,
    // Clients disable changes by this one for administrators as well, whom a lock of their picture binds.
    server_avatar_changes_disabled: lockedUntil !== null && lockedUntil > new Date(),
  };
}

/** J is Zulip 12's code for a generated avatar. */
const AVATAR_SOURCES = { upload: 'U', directory: 'U', gravatar: 'G', none: 'J' } as const satisfies Record<AvatarState['source'], string>;

function selfData(state: AvatarState, services: Services) {
  const { id, email, role } = state.person;
  return {
    user_id: id,
    email,
    delivery_email: email,
    full_name: publicNameOf(state.person),
    is_admin: role === 'admin',
    is_owner: false,
    is_guest: false,
    avatar_source: AVATAR_SOURCES[state.source],
    avatar_url: avatarUrl(state, services),
    avatar_url_medium: avatarUrl(state, services, 'medium'),
  };
}
