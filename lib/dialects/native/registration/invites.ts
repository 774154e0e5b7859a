import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { native, PRIVATE, requireAdministrator, requireOwner } from '../parts';
import { inviteResource } from '../resource';
import { type CreatedInvite, newInvite } from './registration-schemas';

const INVITES_ARE_MANAGED = 'Invites can be managed';

const DAY_MS = 86_400_000;

/** `GET /api/invites` */
export const listInvites = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal }) => void requireAdministrator(requireOwner(principal, INVITES_ARE_MANAGED), INVITES_ARE_MANAGED),
  core: (_command, { services }) => services.registration.invites.list(),
  present: (invites) => Response.json(invites.map(inviteResource), { headers: PRIVATE }),
});

/** `POST /api/invites` */
export const createInvite = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: async (_request, { principal, body }) => {
    const { userId } = requireAdministrator(requireOwner(principal, INVITES_ARE_MANAGED), INVITES_ARE_MANAGED);
    const { expiresInDays, ...fields } = parseFields(newInvite, (await readJson(body)) ?? {});
    return { ...fields, createdBy: userId, expiresAt: new Date(Date.now() + expiresInDays * DAY_MS) };
  },
  core: (command, { services }) => services.registration.invites.create(command),
  present({ token, invite }, _request, { services }) {
    const created: CreatedInvite = { ...inviteResource(invite), url: `${services.baseUrl}/sign-up?invite=${token}` };
    return Response.json(created, { status: 201, headers: PRIVATE });
  },
});

/** `DELETE /api/invites/{id}` */
export const deleteInvite = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal, params }) => {
    requireAdministrator(requireOwner(principal, INVITES_ARE_MANAGED), INVITES_ARE_MANAGED);
    return idFrom(params);
  },
  core: (id, { services }) => services.registration.invites.revoke(id),
  present: () => new Response(null, { status: 204 }),
});
