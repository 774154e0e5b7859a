import { REFRESH_REUSE_WINDOW_MS } from '@/lib/accounts/limits';
import type { TokenRecords } from '@/lib/accounts/ports';
import type { Db } from '../client';
import { lockPerson } from './lock-person';

export function tokenRecords(db: Db): TokenRecords {
  return {
    openFamily: ({ passwordVersion, ...family }) =>
      db.$transaction(async (tx) => {
        await lockPerson(tx, family.userId, passwordVersion);
        // Expired families are useless; the owner's next sign-in deletes them.
        await tx.tokenFamily.deleteMany({ where: { userId: family.userId, expiresAt: { lt: new Date() } } });
        await tx.tokenFamily.create({ data: family, select: { id: true } });
      }),
    async rotate({ id, issuer, serial, expiresAt }) {
      const now = new Date();
      const alive = { id, issuer, revokedAt: null, expiresAt: { gt: now } };
      const { count } = await db.tokenFamily.updateMany({
        where: { ...alive, serial },
        data: { serial: { increment: 1 }, rotatedAt: now, expiresAt },
      });
      if (count === 1) return now;
      const windowStart = new Date(now.getTime() - REFRESH_REUSE_WINDOW_MS);
      const concurrent = await db.tokenFamily.findFirst({
        where: { ...alive, serial: serial + 1, rotatedAt: { gt: windowStart } },
        select: { rotatedAt: true },
      });
      if (concurrent) return concurrent.rotatedAt;
      // Reuse detection: either the family has ended, or the token was copied. The server cannot tell the holders apart, so both lose it.
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
    async isDisabled(id) {
      const rows = await db.$queryRaw<object[]>`
        SELECT 1 FROM "TokenFamily" JOIN "User" ON "User"."id" = "userId" WHERE "TokenFamily"."id" = ${id} AND "revokedAt" = "disabledAt"`;
      return rows.length > 0;
    },
    async revokeFamily(id, issuer) {
      const [revoked] = await db.tokenFamily.updateManyAndReturn({
        where: { id, issuer, revokedAt: null },
        data: { revokedAt: new Date() },
        select: { userId: true },
      });
      return revoked?.userId ?? null;
    },
  };
}
