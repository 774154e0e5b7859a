import type { TokenRecords } from '@/lib/avatars/accounts';
import type { Db } from './client';

export function tokenRecords(db: Db): TokenRecords {
  return {
    async openFamily(family) {
      // Families that can no longer be used say nothing; they go when their owner next signs in.
      await db.tokenFamily.deleteMany({ where: { userId: family.userId, expiresAt: { lt: new Date() } } });
      await db.tokenFamily.create({ data: family, select: { id: true } });
    },
    async rotate({ id, issuer, serial, expiresAt }) {
      const { count } = await db.tokenFamily.updateMany({
        where: { id, issuer, serial, revokedAt: null, expiresAt: { gt: new Date() } },
        data: { serial: { increment: 1 }, expiresAt },
      });
      if (count === 1) return true;
      // Either it is long dead, or somebody holds a copy of a token that was used already, and nobody knows who is who.
      await db.tokenFamily.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
      return false;
    },
    async isAlive(id, issuer) {
      const row = await db.tokenFamily.findFirst({
        where: { id, issuer, revokedAt: null, expiresAt: { gt: new Date() } },
        select: { id: true },
      });
      return row !== null;
    },
    async revokeFamily(id, issuer) {
      const { count } = await db.tokenFamily.updateMany({ where: { id, issuer, revokedAt: null }, data: { revokedAt: new Date() } });
      return count === 1;
    },
  };
}
