import type { Change } from './change';
import type { Permission } from './permission';
import type { AvatarRecords, AvatarState } from './ports';

/** Shows the generated picture again. Does nothing if it is shown already. */
export type Remove = (change: Change) => Promise<AvatarState>;

export interface RemoveParts {
  permission: Permission;
  records: Pick<AvatarRecords, 'point'>;
}

export function createRemove({ permission, records }: RemoveParts): Remove {
  return async (change) => {
    const state = await permission.allowedState(change);
    if (state.source === 'none') return state;
    return records.point(change.userId, null, change.expectedVersion);
  };
}
