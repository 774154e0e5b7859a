import type { Principal } from '@/lib/accounts/ports';
import type { Session } from '@/lib/accounts/sessions/ports';
import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { native, PRIVATE, requireOwner, requirePassword, wrongField } from '../parts';
import { passwordChange, type SessionResource } from './account-schemas';

const SESSIONS_ARE_MANAGED = 'Sessions can be managed';

/** `GET /api/me/sessions` */
export const listSessions = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal }) => requireOwner(principal, SESSIONS_ARE_MANAGED),
  core: (principal, { services }) => listedSessions(principal, services),
  present: (sessions: SessionResource[]) => Response.json(sessions, { headers: PRIVATE }),
});

/** `DELETE /api/me/sessions/{id}` */
export const endSession = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal, params }) => ({ ...requireOwner(principal, SESSIONS_ARE_MANAGED), id: params.id ?? '' }),
  core: ({ userId, id }, { services }) => services.accounts.sessions.end(userId, id),
  present: () => new Response(null, { status: 204 }),
});

/** `DELETE /api/me/sessions`: all but the one of the request. */
export const endOtherSessions = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal }) => requireOwner(principal, SESSIONS_ARE_MANAGED),
  core: ({ userId, sessionId }, { services }) => services.accounts.sessions.endOthers(userId, sessionId ?? null),
  present: () => new Response(null, { status: 204 }),
});

/** `PUT /api/me/password` */
export const changePassword = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: async (_request, { principal, body }) => ({
    principal: requireOwner(principal, 'The password can be changed'),
    fields: parseFields(passwordChange, await readJson(body)),
  }),
  async core({ principal, fields: { currentPassword, newPassword } }, context) {
    const { services } = context;
    const person = await requirePassword(principal, currentPassword, 'currentPassword', context);
    const isChanged = await services.accounts.changePassword(person, newPassword, principal.sessionId ?? null);
    if (!isChanged) throw wrongField('currentPassword', 'Wrong password.', 'wrong_password');
    services.passwordResets.announceChange(person);
  },
  present: () => new Response(null, { status: 204 }),
});

/** The sessions of a person, for their owner. */
export async function listedSessions({ userId, sessionId }: Principal, { accounts }: Services): Promise<SessionResource[]> {
  const [sessions, { describeDevice }] = await Promise.all([accounts.sessions.list(userId), import('./device')]);
  return sessions.map((session) => sessionResource(session, sessionId, describeDevice));
}

export function sessionResource(
  { id, issuer, userAgent, address, createdAt, lastSeenAt }: Session,
  current: Principal['sessionId'],
  describeDevice: (userAgent: string) => string | null,
): SessionResource {
  return {
    id,
    issuer,
    device: userAgent === null ? null : describeDevice(userAgent),
    address,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    current: id === current,
  };
}
