import type { MessageRecords, QueuedMessage } from '@/lib/mail/ports';
import type { Db } from '../client';

export function messageRecords(db: Db): MessageRecords {
  return {
    async queueMessage(message) {
      await db.queuedMessage.create({ data: { ...message, nextAttemptAt: message.createdAt }, select: { id: true } });
    },
    async claimMessage(now, until) {
      const [claimed] = await db.$queryRaw<QueuedMessage[]>`
        UPDATE "QueuedMessage" SET "attempts" = "attempts" + 1, "nextAttemptAt" = ${until}
        WHERE "id" = (
          SELECT "id" FROM "QueuedMessage" WHERE "nextAttemptAt" <= ${now} ORDER BY "nextAttemptAt" LIMIT 1 FOR UPDATE SKIP LOCKED
        ) RETURNING *`;
      return claimed ?? null;
    },
    async endAttempt(id, attempts, result) {
      const data =
        'sentAt' in result
          ? { sentAt: result.sentAt, nextAttemptAt: null, lastError: null, text: '', html: '' }
          : { lastError: result.error, nextAttemptAt: result.nextAttemptAt };
      await db.queuedMessage.updateMany({ where: { id, attempts }, data });
    },
    listMessages: (limit) => db.queuedMessage.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: limit }),
    messagesTo: (emails) =>
      db.queuedMessage.findMany({ where: { to: { in: [...emails] } }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] }),
    async summarizeMessages() {
      const [waiting, givenUp, failed] = await Promise.all([
        db.queuedMessage.aggregate({ where: { nextAttemptAt: { not: null } }, _count: true, _min: { createdAt: true } }),
        db.queuedMessage.count({ where: { nextAttemptAt: null, sentAt: null } }),
        db.queuedMessage.findFirst({ where: { lastError: { not: null } }, orderBy: { createdAt: 'desc' }, select: { lastError: true } }),
      ]);
      return { waiting: waiting._count, oldestWaiting: waiting._min.createdAt, givenUp, lastError: failed?.lastError ?? null };
    },
    async deleteMessages(of) {
      const { count } = await db.queuedMessage.deleteMany({ where: 'to' in of ? of : { createdAt: { lt: of.createdBefore } } });
      return count;
    },
  };
}
