import type { IdempotencyRecords } from '@/lib/accounts/idempotency-ports';
import { compositeKey, requirePerson, stored, type Tables } from './tables';

/** Age in milliseconds at which a claim without a reply counts as left by a server that died. */
const ABANDONED_MS = 5 * 60 * 1000;

export function idempotencyRecords(tables: Tables): IdempotencyRecords {
  const { replies } = tables;

  function deleteExpired(userId: number, notBefore: Date): void {
    const abandoned = new Date(Date.now() - ABANDONED_MS);
    for (const [at, row] of replies) {
      if (row.userId !== userId) continue;
      if (row.createdAt < notBefore || (!row.reply && row.createdAt < abandoned)) replies.delete(at);
    }
  }

  return {
    async claimIdempotencyKey(userId, key, request, notBefore) {
      deleteExpired(userId, notBefore);
      const at = stored(compositeKey(userId, key));
      const row = replies.get(at);
      if (row) return row.request !== request ? 'mismatch' : row.reply ? structuredClone(row.reply) : 'in-progress';
      requirePerson(tables, userId);
      replies.set(at, { userId, key, request: stored(request), reply: null, createdAt: new Date() });
      return 'claimed';
    },
    async storeResponse(userId, key, reply) {
      const row = replies.get(compositeKey(userId, key));
      if (!row) throw new Error(`Person ${userId} has not claimed the key ${key}`);
      row.reply = stored(reply);
    },
    async releaseIdempotencyKey(userId, key) {
      replies.delete(compositeKey(userId, key));
    },
  };
}
