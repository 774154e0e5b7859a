import type { AuditAction, AuditActor, AuditDetails, AuditRecords } from '@/lib/audit/ports';
import type { Db } from '../client';

export function auditRecords(db: Db): Omit<AuditRecords, 'inTransaction'> {
  return {
    async appendAudit(...entries) {
      await db.auditEntry.createMany({ data: entries.map(({ details, ...entry }) => ({ ...entry, details: { ...details } })) });
    },
    async listAudit({ before, ...filter }, { below, limit }) {
      const rows = await db.auditEntry.findMany({
        where: {
          ...filter,
          ...(filter.actorId !== undefined && { actor: 'person' }),
          ...(before && { at: { lt: before } }),
          ...(below !== undefined && { id: { lt: below } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
      // Only lib/audit writes these columns.
      return rows.map(({ actor, action, details, ...row }) => ({
        ...row,
        actor: actor as AuditActor,
        action: action as AuditAction,
        details: details as AuditDetails,
      }));
    },
    async deleteAuditBefore(date) {
      const { count } = await db.auditEntry.deleteMany({ where: { at: { lt: date } } });
      return count;
    },
  };
}
