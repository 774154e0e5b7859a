import type { Principal } from '@/lib/accounts/ports';
import type { ErasureReport } from '@/lib/avatars/erasure/erase';
import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { native, PRIVATE, requireOwner, requirePassword } from '../parts';
import { accountDeletion, type DeletionReport, type DeletionResource } from './account-schemas';

const ACCOUNTS_ARE_DELETED = 'The account can be deleted';

/** `GET /api/me/deletion`: what would go, and when. */
export const getDeletion = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal }) => requireOwner(principal, ACCOUNTS_ARE_DELETED),
  core: (principal, { services }) => announcedDeletion(principal, services),
  present: (deletion) => Response.json(deletion, { headers: PRIVATE }),
});

/** The losses of a deletion, and when it is due. */
export async function announcedDeletion(principal: Principal, { erasures, avatars, accounts }: Services): Promise<DeletionResource> {
  const [deleteAt, versions, keys, sessions] = await Promise.all([
    erasures.due(principal.userId),
    avatars.history(principal),
    accounts.keys.list(principal.userId),
    accounts.sessions.list(principal.userId),
  ]);
  return { deleteAt: deleteAt?.toISOString() ?? null, versions: versions.length, keys: keys.length, sessions: sessions.length };
}

/** `DELETE /api/me`: at once, with a report, or after a time in which the person can change their mind. */
export const deleteMe = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: async (_request, { principal, body }) => ({
    principal: requireOwner(principal, ACCOUNTS_ARE_DELETED),
    fields: parseFields(accountDeletion, (await readJson(body)) ?? {}),
  }),
  async core({ principal, fields: { password, now } }, context) {
    const { erasures } = context.services;
    await requirePassword(principal, password, 'password', context);
    if (!now) return { deleteAt: await erasures.later(principal.userId), report: null };
    const report = await erasures.now(principal.userId);
    if (!report) throw new AvatarError('not_found', `User ${principal.userId} not found.`);
    return { deleteAt: null, report };
  },
  present: ({ deleteAt, report }) =>
    deleteAt ? Response.json({ deleteAt: deleteAt.toISOString() }, { status: 202, headers: PRIVATE }) : presentReport(report),
});

/** The report of an account that was deleted at once. */
export function presentReport(report: ErasureReport): Response {
  const written: DeletionReport = { deletedAt: new Date().toISOString(), ...report };
  return Response.json(written, { headers: PRIVATE });
}

/** `DELETE /api/me/deletion`: the account stays. */
export const cancelDeletion = defineEndpoint({
  ...native,
  access: 'person',
  allowPassword: true,
  parse: (_request, { principal }) => requireOwner(principal, ACCOUNTS_ARE_DELETED).userId,
  core: (userId, { services }) => services.erasures.cancel(userId),
  present: () => new Response(null, { status: 204 }),
});
