import type { Principal } from '@/lib/accounts/ports';
import { publicNameOf } from '@/lib/accounts/profile/public-name';
import type { AvatarState } from '@/lib/avatars/ports';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { success } from './answers';
import { findPerson } from './find-person';
import { MAX_LISTED_PEOPLE } from './limits';
import { ignoredParameters, NO_FIELDS, parameter } from './parameters';
import { apiCall } from './shared';
import { avatarUrl } from './urls';

/** Zulip's numbers for roles. */
const ROLES = { admin: 200, member: 400 } as const;

/** Parameters of these calls. `user_ids` is accepted and has no effect. */
const KNOWN = ['client_gravatar', 'include_custom_profile_fields', 'user_ids'];

/** `GET /api/v1/users/me` */
export const getOwnUser = defineEndpoint({
  ...apiCall,
  nodeAdapter: true,
  parse: (request) => ({ ignored: ignoredParameters(request, NO_FIELDS) }),
  core: async ({ ignored }, { principal, services }) => ({ state: await services.avatars.own(principal), ignored }),
  present({ state, ignored }, _request, { services }) {
    const row = userRow(state, { viewerId: state.person.id, clientGravatar: false, services });
    return success({ ...row, profile_data: {}, max_message_id: -1 }, ignored);
  },
});

/** `GET /api/v1/users/{id or e-mail}` */
export const getUser = defineEndpoint({
  ...apiCall,
  nodeAdapter: true,
  parse: (request, { params }) => ({ who: params.id ?? '', ...wishes(request) }),
  core: async ({ who, ...wishes }, { services }) => ({ state: await findPerson(who, services), ...wishes }),
  present: ({ state, clientGravatar, profileData, ignored }, _request, { principal, services }) =>
    success({ user: { ...userRow(state, { viewerId: viewerId(principal), clientGravatar, services }), ...profileData } }, ignored),
});

/** `GET /api/v1/users` */
export const listUsers = defineEndpoint({
  ...apiCall,
  parse: wishes,
  core: async (wishes, { services }) => ({ states: await services.avatars.states(MAX_LISTED_PEOPLE), ...wishes }),
  present({ states, clientGravatar, profileData, ignored }, _request, { principal, services }) {
    const view = { viewerId: viewerId(principal), clientGravatar, services };
    const members = states.map((state) => ({ ...userRow(state, view), ...profileData }));
    return success({ members }, ignored);
  },
});

function wishes(request: Request) {
  return {
    // Without the parameter, Zulip assumes that the client computes Gravatar URLs itself.
    clientGravatar: parameter(request, NO_FIELDS, 'client_gravatar') !== 'false',
    // There are no custom fields, but clients that request them expect the object.
    profileData: parameter(request, NO_FIELDS, 'include_custom_profile_fields') === 'true' ? { profile_data: {} } : {},
    ignored: ignoredParameters(request, NO_FIELDS, KNOWN),
  };
}

/** The person who sees their own private fields in the response; null if their key lacks the scope to read them. */
function viewerId({ userId, scopes }: Principal): number | null {
  return scopes.includes('avatar:read') ? userId : null;
}

/**
 * A user object of Zulip. Other people see a placeholder instead of the e-mail address. Clients cannot compute a Gravatar URL from a
 * placeholder, so `avatar_url` is null only in the viewer's own row.
 */
export function userRow(state: AvatarState, view: { viewerId: number | null; clientGravatar: boolean; services: Services }) {
  const { id, email, role, createdAt, disabledAt } = state.person;
  const own = id === view.viewerId;
  return {
    email: own ? email : placeholderEmail(id, view.services),
    user_id: id,
    avatar_version: state.version,
    avatar_url: own && view.clientGravatar && state.source === 'gravatar' ? null : avatarUrl(state, view.services),
    is_admin: role === 'admin',
    is_owner: false,
    is_guest: false,
    role: ROLES[role],
    is_bot: false,
    full_name: publicNameOf(state.person),
    timezone: '',
    is_active: disabledAt === null,
    date_joined: createdAt.toISOString().replace('Z', '+00:00'),
    delivery_email: own ? email : null,
  };
}

function placeholderEmail(id: number, { baseUrl }: Services): string {
  return `user${id}@${new URL(baseUrl).hostname}`;
}
