import { REFRESH_TOGETHER_MS } from '@/lib/accounts/limits';
import type { TokenRecords } from '@/lib/accounts/ports';
import type { Db } from './client';

export function tokenRecords(db: Db): TokenRecords {
  return {
    async openFamily(family) {
      // Families that can no longer be used say nothing; they go when their owner next signs in.
      await db.tokenFamily.deleteMany({ where: { userId: family.userId, expiresAt: { lt: new Date() } } });
      await db.tokenFamily.create({ data: family, select: { id: true } });
    },
    async rotate({ id, issuer, serial, expiresAt }) {
      const now = new Date();
      const alive = { id, issuer, revokedAt: null, expiresAt: { gt: now } };
      const { count } = await db.tokenFamily.updateMany({
        where: { ...alive, serial },
        data: { serial: { increment: 1 }, rotatedAt: now, expiresAt },
      });
      if (count === 1) return now;
      const justNow = new Date(now.getTime() - REFRESH_TOGETHER_MS);
      const together = await db.tokenFamily.findFirst({
        where: { ...alive, serial: serial + 1, rotatedAt: { gt: justNow } },
        select: { rotatedAt: true },
      });
      if (together) return together.rotatedAt;
      // Either it is long dead, or somebody holds a copy of a token that was used already, and nobody knows who is who.
      await db.tokenFamily.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
      return null;
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
