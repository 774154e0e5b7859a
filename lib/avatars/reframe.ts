import { AvatarError, fileBlocked } from '@/lib/errors';
import { resolveCrop } from '@/lib/imaging/geometry/crop';
import type { Change, Edit } from './change';
import type { Originals } from './delivery/originals';
import { validateAlt, validateBackground, validateStillFrame } from './describe';
import { keptVersion } from './kept/kept';
import type { Permission } from './permission';
import type { Pipeline } from './pipeline';
import type { AvatarRecords, AvatarState } from './ports';
import { reframedRecord } from './record';

/**
 * Crops the stored original anew, changes the background, how an animation is shown, or the description. Fields that are not given stay. A Gravatar copy
 * that the person reframes becomes an upload.
 *
 * @param avatarId a version that is kept, which stays as it is: the result is a new one. The current version by default.
 * @throws AvatarError no_picture; not_found if there is no such version; file_blocked
 */
export type Reframe = (change: Change, edit: Edit, avatarId?: number) => Promise<AvatarState>;

export interface ReframeParts {
  permission: Permission;
  pipeline: Pipeline;
  originals: Originals;
  records: Pick<AvatarRecords, 'describe' | 'version' | 'isFileBlocked'>;
}

export function createReframe({ permission, pipeline, originals, records }: ReframeParts): Reframe {
  return async (change, edit, avatarId) => {
    await permission.authorize(change);
    const alt = edit.alt === undefined ? undefined : validateAlt(edit.alt);
    const newBackground = edit.background === undefined ? undefined : validateBackground(edit.background);
    const state = await permission.expectedState(change);
    const isCurrent = avatarId === undefined || avatarId === state.avatar?.id;
    const base = isCurrent ? state.avatar : await keptVersion(records, change.userId, avatarId);
    if (!base) throw new AvatarError('no_picture', 'There is no picture to change. Upload one first.');
    const background = newBackground ?? base.background;
    const stillFrame = edit.stillFrame === undefined ? base.stillFrame : validateStillFrame(edit.stillFrame, base);
    const wasStill = base.animationDropped === 'choice';
    const isStill = edit.animate === undefined ? wasStill : !edit.animate && base.frames > 1;
    const isShownTheSame = stillFrame === base.stillFrame && isStill === wasStill;
    if (isCurrent && !edit.crop && background === base.background && isShownTheSame) {
      if (alt === undefined || alt === base.alt) return state;
      // Without an id, the description is for whatever is shown.
      return records.describe(change.userId, alt, avatarId === undefined ? change.expectedVersion : state.version);
    }

    if (await records.isFileBlocked(change.userId, base.sourceSha256)) throw fileBlocked();
    const crop = edit.crop ? resolveCrop(base, edit.crop) : base.crop;
    const framing = { crop, background, stillFrame, animationDropped: isStill ? ('choice' as const) : null };
    const rendering = await originals.use(base, (source) => pipeline.render(source, framing));
    const framed = base.framed || edit.crop !== undefined;
    const avatar = reframedRecord(base, { ...rendering.appearance, crop, framed, background, stillFrame, alt: alt ?? base.alt });
    // The crop counts in pixels of this picture, so it must not be applied to one that was uploaded in between, also without If-Match. The
    // id of a version names its pixels for good.
    const bound = isCurrent ? { ...change, expectedVersion: state.version } : change;
    return pipeline
      .storeRenditions(avatar.key, rendering)
      .then(() => pipeline.commit(bound, avatar))
      .catch(pipeline.discard(avatar.key));
  };
}
