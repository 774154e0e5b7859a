import { fileBlocked } from '@/lib/errors';
import { resolveCrop } from '@/lib/imaging/geometry/crop';
import { DEFAULT_BACKGROUND } from '@/lib/imaging/limits';
import { metadataReport } from '@/lib/imaging/metadata/report';
import type { MetadataReader } from '@/lib/imaging/types';
import type { Change, Saved, Upload } from './change';
import { validateAlt, validateBackground, validateStillFrame } from './describe';
import type { Via } from './kept/ports';
import type { Permission } from './permission';
import type { Pipeline } from './pipeline';
import type { AvatarRecords, SavedFrom } from './ports';
import { sha256, uploadRecord } from './record';

/**
 * Saves an upload as the person's picture. The previous picture stays until the new one is complete.
 *
 * @param from where the picture comes from; an upload by default
 */
export type Replace = (change: Change, upload: Upload, from?: SavedFrom) => Promise<Saved>;

export interface ReplaceParts {
  permission: Permission;
  pipeline: Pipeline;
  metadata: MetadataReader;
  records: Pick<AvatarRecords, 'isFileBlocked'>;
}

export function createReplace({ permission, pipeline, metadata, records }: ReplaceParts): Replace {
  return async (change, upload, from) => {
    const policy = await permission.authorize(change);
    const alt = validateAlt(upload.alt ?? '');
    const background = validateBackground(upload.background ?? DEFAULT_BACKGROUND);
    if (change.expectedVersion !== undefined) await permission.expectedState(change);
    const source = await pipeline.inspectUpload(policy, upload);
    const sourceSha256 = sha256(source.bytes);
    if (await records.isFileBlocked(change.userId, sourceSha256)) throw fileBlocked();
    const crop = resolveCrop(source, upload.crop);
    const stillFrame = validateStillFrame(upload.stillFrame, source);
    const framing = { crop, background, stillFrame, animationDropped: upload.animate === false ? ('choice' as const) : null };
    const rendering = await pipeline.render(source, framing, true);
    const framed = upload.crop !== undefined;
    const via = viaOf(change, upload, from);
    const fields = { crop, framed, alt, background, stillFrame, fileName: upload.fileName, sourceSha256, via };
    const avatar = uploadRecord(source, { ...rendering.appearance, ...fields });

    const save = async (): Promise<Saved> => {
      const [embedded] = await Promise.all([metadata(source.bytes), pipeline.storeUpload(avatar, source.bytes, rendering)]);
      // Before the commit: nothing may fail after it.
      const removed = metadataReport(embedded, source.bytes);
      return { ...(await pipeline.commit(change, avatar, from)), removed };
    };
    return save().catch(pipeline.discard(avatar.key, avatar.originalKey));
  };
}

function viaOf({ moderation }: Change, { via }: Upload, from: SavedFrom = 'upload'): Via | null {
  if (via) return via;
  if (from !== 'upload') return from;
  if (moderation) return moderation.by === 'administrator' ? 'administrator' : 'organization';
  return null;
}
