import type { Principal } from '@/lib/accounts/ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import type { Policy } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { type Context, defineEndpoint } from '@/lib/http/endpoint';
import { native, PRIVATE, requireOwner } from './parts';
import { type PolicyResource, policyChange } from './schemas';

function present(policy: Policy, _request: Request, { services }: Pick<Context, 'services'>): Response {
  const resource: PolicyResource = { ...policy, fixed: services.registration.fixed };
  return Response.json(resource, { headers: PRIVATE });
}

/** `GET /api/policy` */
export const getPolicy = defineEndpoint({
  ...native,
  access: 'operator',
  serviceScope: 'policy:write',
  parse: requireAdmin,
  core: (_command, { services }) => services.policies.policy(),
  present,
});

/** `PATCH /api/policy`. Takes effect immediately in every API and process. */
export const patchPolicy = defineEndpoint({
  ...native,
  access: 'operator',
  serviceScope: 'policy:write',
  async parse(request, context) {
    requireAdmin(request, context);
    const change = parseFields(policyChange, await readJson(context.body));
    // As invites and people: a key for pictures must not decide who gets an account.
    if (change.registration !== undefined || change.registrationDomains !== undefined)
      requireOwner(context.principal, 'Who may open an account can be changed');
    return change;
  },
  core: (command, { services, principal }) =>
    services.policies.changePolicy(command, principal.via === 'service-key' ? null : principal.userId),
  present,
});

/** @throws AvatarError forbidden */
function requireAdmin(_request: Request, { principal }: Context<Principal | ServicePrincipal>): void {
  // Admission has checked the scope.
  if (principal.via === 'service-key') return;
  if (principal.role !== 'admin') throw new AvatarError('forbidden', 'Only administrators can read or change the policy.');
  if (!principal.scopes.includes('avatar:write'))
    throw new AvatarError('forbidden', 'This API key is read-only. Expected the scope avatar:write.');
}
