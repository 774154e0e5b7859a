import type { Change } from './change';
import { deleteRenditions, originalPath } from './paths';
import type { Permission } from './permission';
import type { Avatar, AvatarRecords, AvatarState, Storage } from './ports';

/**
 * Shows the generated picture again. Does nothing if it is shown already; a moderation also ends that addresses show another one. The objects of versions that a moderation withdraws are deleted
 * afterwards: no record names them any more, so that the sweeper deletes what is left.
 */
export type Remove = (change: Change) => Promise<AvatarState>;

export interface RemoveParts {
  permission: Permission;
  records: Pick<AvatarRecords, 'point' | 'history' | 'liveOriginals' | 'liveRenditions'>;
  storage: Storage;
  report: (error: unknown) => void;
}

export function createRemove({ permission, records, storage, report }: RemoveParts): Remove {
  async function deleteObjects(userId: number, before: readonly Avatar[]): Promise<void> {
    const kept = new Set((await records.history(userId)).map(({ id }) => id));
    const gone = before.filter(({ id }) => !kept.has(id));
    const live = await records.liveOriginals(gone.map(({ originalKey }) => originalKey));
    const dead = new Set(gone.map(({ originalKey }) => originalKey).filter((key) => !live.has(key)));
    await Promise.all([storage.delete([...dead].map(originalPath)), ...gone.map(({ key }) => deleteRenditions(storage, key))]);
  }

  return async (change) => {
    const { userId, expectedVersion, moderation } = change;
    const state = await permission.allowedState(change);
    const before = moderation ? await records.history(userId) : [];
    const isShowingMore = async () => (await records.liveRenditions(before.map(({ key }) => key))).size > 0;
    if (state.source === 'none' && !(moderation && (await isShowingMore()))) return state;
    const removed = await records.point(userId, null, expectedVersion, 'none', moderation);
    // The picture is removed, whatever fails from here on.
    if (moderation?.withdraws) await deleteObjects(userId, before).catch(report);
    return removed;
  };
}
