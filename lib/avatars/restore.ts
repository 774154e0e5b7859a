import { fileBlocked } from '@/lib/errors';
import type { Change } from './change';
import type { Originals } from './delivery/originals';
import { keptVersion } from './kept/kept';
import type { Permission } from './permission';
import type { Pipeline } from './pipeline';
import type { AvatarRecords, AvatarState } from './ports';

/** Makes an earlier version current. @throws AvatarError not_found if its original was deleted */
export type Restore = (change: Change, avatarId: number) => Promise<AvatarState>;

export interface RestoreParts {
  permission: Permission;
  pipeline: Pipeline;
  originals: Originals;
  records: Pick<AvatarRecords, 'point' | 'version' | 'isFileBlocked'>;
}

export function createRestore({ permission, pipeline, originals, records }: RestoreParts): Restore {
  return async (change, avatarId) => {
    await permission.allowedState(change);
    const version = await keptVersion(records, change.userId, avatarId);
    if (await records.isFileBlocked(change.userId, version.sourceSha256)) throw fileBlocked();
    const rendering = await originals.use(version, (source) => pipeline.render(source, version));
    await pipeline.storeRenditions(version.key, rendering);
    return records.point(change.userId, avatarId, change.expectedVersion);
  };
}
