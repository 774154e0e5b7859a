import type { Identity } from '@/lib/accounts/identities/ports';
import { idFrom } from '@/lib/http/body/fields';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { native, PRIVATE, requireOwner } from '../parts';
import type { IdentityResource } from './identity-schemas';

const IDENTITIES_ARE_MANAGED = 'Identities can be managed';

const ownerOnly = { ...native, access: 'person', allowPassword: true } as const;

/** `GET /api/me/identities` */
export const listIdentities = defineEndpoint({
  ...ownerOnly,
  parse: (_request, { principal }) => requireOwner(principal, IDENTITIES_ARE_MANAGED).userId,
  core: (userId, { services }) => services.accounts.identities.list(userId),
  present: (identities, _request, { services }) =>
    Response.json(
      identities.map((identity) => identityResource(identity, services.oidc)),
      { headers: PRIVATE },
    ),
});

/** `DELETE /api/me/identities/{id}`, if a password is left to sign in with. */
export const deleteIdentity = defineEndpoint({
  ...ownerOnly,
  parse: (_request, { principal, params }) => ({
    userId: requireOwner(principal, IDENTITIES_ARE_MANAGED).userId,
    id: idFrom(params),
  }),
  core: ({ userId, id }, { services }) => services.accounts.identities.remove(userId, id),
  present: () => new Response(null, { status: 204 }),
});

export function identityResource({ id, issuer, createdAt, lastUsedAt }: Identity, oidc: Services['oidc']): IdentityResource {
  return {
    id,
    issuer,
    name: oidc?.settings.issuer === issuer ? oidc.settings.name : null,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
