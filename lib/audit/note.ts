import type { AuditAction, AuditDetails, AuditRecords } from './ports';
import type { SenderContext } from './sender';

export interface NoteParts {
  sender: Pick<SenderContext, 'current'>;
}

/** Appends an entry about what the sender of the current request has done. @throws the errors of the records */
export type Note = (action: AuditAction, subjectId: number | null, details?: AuditDetails) => Promise<void>;

export function createNote(records: Pick<AuditRecords, 'appendAudit'>, { sender }: NoteParts): Note {
  return async (action, subjectId, details = {}) => {
    const current = sender.current();
    // A sender without a sign-in acts for themselves: they sign up, sign in, or follow a link that was mailed to them.
    const person = { actor: 'person' as const, actorId: current?.userId ?? subjectId };
    const service = { actor: 'service-key' as const, actorId: current?.serviceKeyId ?? null };
    const task = { actor: 'system' as const, actorId: null };
    const command = { actor: 'command' as const, actorId: null };
    const request = current?.serviceKeyId === undefined ? person : service;
    const by = !current ? task : current.isCommand ? command : request;
    await records.appendAudit({ ...by, action, subjectId, address: current?.address ?? null, details });
  };
}
