import type { IdempotencyRecords } from '@/lib/accounts/idempotency-ports';
import type { Db } from '../client';
import { isUniqueViolation } from './addresses/addresses';

/** Age at which an unfinished claim counts as abandoned, in milliseconds: no request takes this long, so its server has crashed. */
const ABANDONED_MS = 5 * 60 * 1000;

export function idempotencyRecords(db: Db): IdempotencyRecords {
  const at = (userId: number, key: string) => ({ userId_key: { userId, key } });
  return {
    async claimIdempotencyKey(userId, key, request, notBefore) {
      const abandoned = new Date(Date.now() - ABANDONED_MS);
      await db.idempotentReply.deleteMany({
        where: { userId, OR: [{ createdAt: { lt: notBefore } }, { status: null, createdAt: { lt: abandoned } }] },
      });
      try {
        await db.idempotentReply.create({ data: { userId, key, request }, select: { key: true } });
        return 'claimed';
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
      }
      const row = await db.idempotentReply.findUnique({
        where: at(userId, key),
        select: { request: true, status: true, headers: true, body: true },
      });
      if (!row) return 'in-progress';
      if (row.request !== request) return 'mismatch';
      if (row.status === null || row.body === null) return 'in-progress';
      return { status: row.status, headers: row.headers as Record<string, string>, body: row.body };
    },
    async storeResponse(userId, key, reply) {
      await db.idempotentReply.update({ where: at(userId, key), data: reply, select: { key: true } });
    },
    async releaseIdempotencyKey(userId, key) {
      await db.idempotentReply.deleteMany({ where: { userId, key } });
    },
  };
}
