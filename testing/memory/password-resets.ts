import type { ResetRecords } from '@/lib/accounts/password-resets/ports';
import { addressRow } from './addresses';
import { endSessions } from './end-sessions';
import { takeLink } from './links';
import { requirePasswordVersion, stored, type Tables } from './tables';

export function resetRecords(tables: Tables): ResetRecords {
  return {
    async resetPassword(linkSha256, { passwordHash, now }) {
      const { userId = null } = tables.links.get(linkSha256) ?? {};
      if (userId !== null) requirePasswordVersion(tables, userId, undefined);
      const link = takeLink(tables, linkSha256, 'reset-password', now);
      const row = link?.userId == null ? undefined : tables.people.get(link.userId);
      if (!row) return null;
      Object.assign(row, { passwordHash: stored(passwordHash), passwordVersion: row.passwordVersion + 1 });
      endSignIns(tables, row.id, null);
      const address = addressRow(tables, link?.email ?? '', 'any');
      if (address?.userId === row.id && address.proof === 'assumed') {
        for (const own of tables.addresses.values()) if (own.userId === row.id && own.proof === 'link') own.proof = 'assumed';
        address.proof = 'link';
        for (const [id, identity] of tables.identities) if (identity.userId === row.id) tables.identities.delete(id);
        for (const [id, key] of tables.keys) if (key.userId === row.id) tables.keys.delete(id);
      }
      return { id: row.id, email: row.email };
    },
  };
}

export function endSignIns(tables: Tables, userId: number, keep: string | null): void {
  endSessions(tables, userId, keep);
  for (const [sha256, link] of tables.links) if (link.userId === userId && link.purpose !== 'sign-up') tables.links.delete(sha256);
}
