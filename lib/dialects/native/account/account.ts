import type { ApiKey } from '@/lib/accounts/ports';
import type { AvatarState } from '@/lib/avatars/ports';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { BytesResponse } from '@/lib/http/bytes-response';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import { presentLinkMailed } from '../addresses/verification';
import { anonymous, native, PRIVATE, refuseForeignPage, requireOwner } from '../parts';
import { avatarResource, personResource } from '../resource';
import { type CreatedKey, type KeyResource, type MeResource, newAccount, newKey, profileChange } from './account-schemas';

const KEYS_ARE_MANAGED = 'API keys can be managed';

/** `POST /api/accounts`. Where addresses are verified, it mails a link, which opens the account. */
export const createAccount = defineEndpoint({
  ...native,
  access: 'anyone',
  credentials: anonymous,
  parse: async (request, { body, services }) => {
    // A page of another site could otherwise open accounts from inside a private network.
    refuseForeignPage(request, services);
    return parseFields(newAccount, await readJson(body));
  },
  async core({ invite, ...account }, { services: { accounts, registration, verification } }) {
    const grants = await registration.admit({ email: account.email, invite });
    if (!verification.isRequired) return accounts.open({ ...account, ...grants });
    await verification.signUp({ ...account, ...grants });
    return null;
  },
  present: (person) => (person ? Response.json(personResource(person), { status: 201, headers: PRIVATE }) : presentLinkMailed()),
});

/** `GET /api/me` */
export const getMe = defineEndpoint({
  ...native,
  access: 'person',
  nodeAdapter: true,
  parse: () => null,
  core: (_command, { principal, services }) => services.avatars.ownShown(principal),
  present: presentMe,
});

/** `PATCH /api/me` */
export const patchMe = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: async (_request, { principal, body }) => ({
    principal: requireOwner(principal, 'The profile can be changed'),
    fields: parseFields(profileChange, await readJson(body)),
  }),
  async core({ principal, fields }, { services }) {
    const change = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    if (Object.keys(change).length > 0) await services.accounts.changeProfile(principal.userId, change);
    return services.avatars.own(principal);
  },
  present: presentMe,
});

/** `GET /api/keys` */
export const listKeys = defineEndpoint({
  ...native,
  access: 'person',
  parse: (_request, { principal }) => requireOwner(principal, KEYS_ARE_MANAGED).userId,
  core: (userId, { services }) => services.accounts.keys.list(userId),
  present: (keys) => Response.json(keys.map(keyResource), { headers: PRIVATE }),
});

/** `POST /api/keys`. Basic may carry the password, so that a script without a browser can create its first key. */
export const createKey = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: async (_request, { principal, body }) => {
    const { userId, passwordVersion } = requireOwner(principal, KEYS_ARE_MANAGED);
    return { userId, passwordVersion, fields: parseFields(newKey, (await readJson(body)) ?? {}) };
  },
  core: ({ userId, passwordVersion, fields }, { services }) => services.accounts.keys.create(userId, { ...fields, passwordVersion }),
  present({ secret, key }) {
    const created: CreatedKey = { ...keyResource(key), key: secret };
    return Response.json(created, { status: 201, headers: PRIVATE });
  },
});

/** `DELETE /api/keys/{id}` */
export const deleteKey = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal, params }) => ({
    userId: requireOwner(principal, KEYS_ARE_MANAGED).userId,
    keyId: idFrom(params),
  }),
  core: ({ userId, keyId }, { services }) => services.accounts.keys.revoke(userId, keyId),
  present: () => new Response(null, { status: 204 }),
});

function presentMe(state: AvatarState, _request: Request, { services }: Context): Response {
  const me: MeResource = { ...personResource(state.person), avatar: avatarResource(state, services.baseUrl, true) };
  return BytesResponse.json(me, { headers: PRIVATE });
}

export function keyResource({ id, label, lastFour, scopes, createdAt, lastUsedAt, expiresAt }: ApiKey): KeyResource {
  const dates = {
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
  return { id, label, lastFour, scopes, ...dates };
}
