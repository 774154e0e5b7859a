import type { AuditAction, AuditDetails, AuditRecords, NewAuditEntry } from './ports';
import type { SenderContext } from './sender';

export interface NoteParts {
  sender: Pick<SenderContext, 'current'>;
}

/** Appends an entry about what the sender of the current request has done. @throws the errors of the records */
export type Note = (action: AuditAction, subjectId: number | null, details?: AuditDetails) => Promise<void>;

/** Appends an entry for each person, in one write. @throws the errors of the records */
export type NoteEach = (action: AuditAction, people: readonly { subjectId: number; details: AuditDetails }[]) => Promise<void>;

export function createNote(records: Pick<AuditRecords, 'appendAudit'>, parts: NoteParts): Note {
  return (action, subjectId, details = {}) => records.appendAudit({ ...actorOf(parts, subjectId), action, subjectId, details });
}

export function createNoteEach(records: Pick<AuditRecords, 'appendAudit'>, parts: NoteParts): NoteEach {
  return async (action, people) => {
    const entries = people.map(({ subjectId, details }) => ({ ...actorOf(parts, subjectId), action, subjectId, details }));
    if (entries.length > 0) await records.appendAudit(...entries);
  };
}

function actorOf({ sender }: NoteParts, subjectId: number | null): Pick<NewAuditEntry, 'actor' | 'actorId' | 'address'> {
  const current = sender.current();
  if (!current) return { actor: 'system', actorId: null, address: null };
  const { address, isCommand, serviceKeyId, userId } = current;
  if (isCommand) return { actor: 'command', actorId: null, address };
  if (serviceKeyId !== undefined) return { actor: 'service-key', actorId: serviceKeyId, address };
  // A sender without a sign-in acts for themselves: they sign up, sign in, or follow a link that was mailed to them.
  return { actor: 'person', actorId: userId ?? subjectId, address };
}
