import type { Moderation } from '@/lib/avatars/moderation/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import type { Note } from './note';
import type { AuditRecords } from './ports';

/** Makes a change of a picture, with its entry in the same transaction if another picture is shown since. */
export function createNotePicture(records: Pick<AvatarRecords, 'stateOf'> & Pick<AuditRecords, 'inTransaction' | 'listAudit'>, note: Note) {
  return async (userId: number, change: () => Promise<AvatarState>, { reason, blocks }: Partial<Moderation> = {}) => {
    const read = await records.stateOf(userId);
    return records.inTransaction(async () => {
      const after = await change();
      const isLatest = read?.version === after.version - 1;
      // Other requests have changed the picture in between. They are committed: this one has waited for the row of the person.
      const [latest] = isLatest ? [] : await records.listAudit({ subjectId: userId, action: 'picture-changed' }, { limit: 1 });
      const before = latest?.details ?? { newKey: read?.avatar?.key ?? null, source: read?.source };
      const [oldKey, newKey] = [before.newKey ?? null, after.avatar?.key ?? null];
      if (oldKey !== newKey || before.source !== after.source)
        await note('picture-changed', userId, {
          oldKey,
          newKey,
          source: after.source,
          ...(reason !== undefined && { reason }),
          ...(blocks && { blocks }),
        });
      return after;
    });
  };
}
