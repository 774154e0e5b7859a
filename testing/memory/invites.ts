import type { InviteRecords } from '@/lib/accounts/registration/ports';
import { AvatarError } from '@/lib/errors';
import { type InviteRow, requirePerson, stored, type Tables } from './tables';

export function inviteRecords(tables: Tables): InviteRecords {
  const { invites } = tables;
  return {
    async createInvite(invite) {
      requirePerson(tables, invite.createdBy);
      const row: InviteRow = { ...stored(invite), id: tables.nextId('invites'), uses: 0, createdAt: new Date() };
      invites.set(row.id, row);
      return toInvite(row);
    },
    async invites() {
      return [...invites.values()].map(toInvite).reverse();
    },
    async usableInvite(sha256, now) {
      const row = usable(tables, sha256, now);
      return row ? toInvite(row) : null;
    },
    async deleteInvitesBefore(date) {
      const expired = [...invites.values()].filter(({ expiresAt }) => expiresAt < date);
      for (const { id } of expired) invites.delete(id);
      return expired.length;
    },
    async deleteInvite(id) {
      return invites.delete(id);
    },
  };
}

/** @throws AvatarError invite_invalid */
export function requireInvite(tables: Tables, sha256: string): InviteRow {
  const row = usable(tables, sha256, new Date());
  if (!row) throw new AvatarError('invite_invalid', 'This invite was used or withdrawn a moment ago.');
  return row;
}

function usable({ invites, people }: Tables, sha256: string, now: Date): InviteRow | undefined {
  const isAdministrator = (id: number) => people.get(id)?.role === 'admin' && !people.get(id)?.disabledAt;
  return [...invites.values()].find(
    (row) => row.sha256 === sha256 && row.expiresAt > now && row.uses < row.maxUses && isAdministrator(row.createdBy),
  );
}

function toInvite({ sha256: _, ...invite }: InviteRow) {
  return structuredClone(invite);
}
