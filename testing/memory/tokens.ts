import { REFRESH_REUSE_WINDOW_MS } from '@/lib/accounts/limits';
import type { TokenRecords } from '@/lib/accounts/ports';
import { requirePasswordVersion, requirePerson, stored, type Tables } from './tables';

export function tokenRecords(tables: Tables): TokenRecords {
  const { families } = tables;

  /** The family if it is of this issuer, not expired and not revoked. */
  function alive(id: string, issuer: string) {
    const row = families.get(stored(id));
    return row && row.issuer === issuer && !row.revokedAt && row.expiresAt > new Date() ? row : undefined;
  }

  return {
    async openFamily({ passwordVersion, ...family }) {
      const given = stored(family);
      requirePerson(tables, given.userId);
      requirePasswordVersion(tables, given.userId, passwordVersion);
      if (families.has(given.id)) throw new Error(`Unique: there is a token family ${given.id}`);
      const now = new Date();
      for (const [id, row] of families) if (row.userId === given.userId && row.expiresAt < now) families.delete(id);
      families.set(given.id, { ...given, serial: 1, createdAt: now, rotatedAt: null, revokedAt: null });
    },
    async rotate({ id, issuer, serial, expiresAt }) {
      const now = new Date();
      const row = alive(id, issuer);
      if (row?.serial === serial) {
        Object.assign(row, { serial: serial + 1, rotatedAt: now, expiresAt: stored(expiresAt) });
        return new Date(now);
      }
      const rotatedAt = row?.serial === serial + 1 ? row.rotatedAt : null;
      if (rotatedAt && now.getTime() - rotatedAt.getTime() < REFRESH_REUSE_WINDOW_MS) return new Date(rotatedAt);
      const family = families.get(id);
      if (family) family.revokedAt ??= now;
      return null;
    },
    async isAlive(id, issuer) {
      return alive(id, issuer) !== undefined;
    },
    async isDisabled(id) {
      const row = families.get(stored(id));
      const disabledAt = row && tables.people.get(row.userId)?.disabledAt;
      return disabledAt?.getTime() === row?.revokedAt?.getTime() && disabledAt !== undefined && disabledAt !== null;
    },
    async revokeFamily(id, issuer) {
      const row = families.get(stored(id));
      if (!row || row.issuer !== issuer || row.revokedAt) return null;
      row.revokedAt = new Date();
      return row.userId;
    },
  };
}
