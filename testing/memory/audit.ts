import type { AuditRecords } from '@/lib/audit/ports';
import { isAvatarError } from '@/lib/errors';
import { copyTables, restoreTables, stored, type Tables } from './tables';

export function auditRecords(tables: Tables): AuditRecords {
  const { audit } = tables;
  return {
    async inTransaction(task) {
      const before = copyTables(tables);
      try {
        return await task();
      } catch (error) {
        // Refusals come before anything has changed; a database that goes away takes back what came before.
        if (!isAvatarError(error) || error.code === 'database_unavailable') restoreTables(tables, before);
        throw error;
      }
    },
    async appendAudit(...entries) {
      for (const entry of entries) audit.push({ ...stored(entry), id: (audit.at(-1)?.id ?? 0) + 1, at: new Date() });
    },
    async listAudit({ actorId, subjectId, action, before }, { below, limit }) {
      const found = audit.filter(
        (entry) =>
          (actorId === undefined || (entry.actor === 'person' && entry.actorId === actorId)) &&
          (subjectId === undefined || entry.subjectId === subjectId) &&
          (action === undefined || entry.action === action) &&
          (before === undefined || entry.at < before) &&
          (below === undefined || entry.id < below),
      );
      return stored(found.reverse().slice(0, limit));
    },
    async deleteAuditBefore(date) {
      const old = audit.filter(({ at }) => at < date);
      for (const entry of old) audit.splice(audit.indexOf(entry), 1);
      return old.length;
    },
  };
}
