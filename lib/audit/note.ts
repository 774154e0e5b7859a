import type { AuditAction, AuditDetails, AuditRecords } from './ports';
import type { SenderContext } from './sender';

export interface NoteParts {
  sender: Pick<SenderContext, 'current'>;
  report: (error: unknown) => void;
}

/** Appends an entry about what the sender of the current request has done. */
export type Note = (action: AuditAction, subjectId: number | null, details?: AuditDetails) => Promise<void>;

export function createNote(records: Pick<AuditRecords, 'appendAudit'>, { sender, report }: NoteParts): Note {
  return async (action, subjectId, details = {}) => {
    const current = sender.current();
    // A sender without a sign-in acts for themselves: they sign up, sign in, or follow a link that was mailed to them.
    const actorId = current ? (current.userId ?? subjectId) : null;
    const actor = current ? 'person' : 'system';
    await records.appendAudit({ actor, actorId, action, subjectId, address: current?.address ?? null, details }).catch(report);
  };
}
