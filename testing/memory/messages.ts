import type { MessageRecords } from '@/lib/mail/ports';
import { stored, type Tables } from './tables';

export function messageRecords({ messages }: Tables): MessageRecords {
  const newestFirst = () => [...messages.values()].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  return {
    async queueMessage(message) {
      const given = stored(message);
      if (messages.has(given.id)) throw new Error(`Unique: there is a message ${given.id}`);
      messages.set(given.id, { ...given, attempts: 0, nextAttemptAt: given.createdAt, sentAt: null, lastError: null });
    },
    async claimMessage(now, until) {
      const due = [...messages.values()].flatMap((row) =>
        row.nextAttemptAt && row.nextAttemptAt <= now ? [{ row, at: row.nextAttemptAt }] : [],
      );
      const first = due.sort((a, b) => a.at.getTime() - b.at.getTime())[0]?.row;
      if (!first) return null;
      Object.assign(first, { attempts: first.attempts + 1, nextAttemptAt: stored(until) });
      return stored(first);
    },
    async endAttempt(id, attempt, result) {
      const row = messages.get(stored(id));
      if (row?.attempts !== attempt) return;
      if ('sentAt' in result)
        Object.assign(row, { sentAt: stored(result.sentAt), nextAttemptAt: null, lastError: null, text: '', html: '' });
      else Object.assign(row, stored({ lastError: result.error, nextAttemptAt: result.nextAttemptAt }));
    },
    listMessages: async (limit) => stored(newestFirst().slice(0, limit)),
    messagesTo: async (emails) => stored(newestFirst().filter(({ to }) => emails.includes(to))),
    async summarizeMessages() {
      const newest = [...messages.values()].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
      const waiting = newest.filter(({ nextAttemptAt }) => nextAttemptAt !== null);
      return stored({
        waiting: waiting.length,
        oldestWaiting: waiting.at(-1)?.createdAt ?? null,
        givenUp: newest.filter(({ nextAttemptAt, sentAt }) => nextAttemptAt === null && sentAt === null).length,
        lastError: newest.find(({ lastError }) => lastError !== null)?.lastError ?? null,
      });
    },
    async deleteMessages(of) {
      const deleted = [...messages.values()].filter((row) => ('to' in of ? row.to === of.to : row.createdAt < of.createdBefore));
      for (const { id } of deleted) messages.delete(id);
      return deleted.length;
    },
  };
}
