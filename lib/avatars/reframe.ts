import { AvatarError } from '@/lib/errors';
import { resolveCrop } from '@/lib/imaging/geometry/crop';
import type { Change, Edit } from './change';
import type { Originals } from './delivery/originals';
import { validateAlt, validateBackground } from './describe';
import type { Permission } from './permission';
import type { Pipeline } from './pipeline';
import type { AvatarRecords, AvatarState } from './ports';
import { reframedRecord } from './record';

/**
 * Crops the stored original anew, changes the background, or changes the description. Fields that are not given stay. A Gravatar copy
 * that the person reframes becomes an upload.
 */
export type Reframe = (change: Change, edit: Edit) => Promise<AvatarState>;

export interface ReframeParts {
  permission: Permission;
  pipeline: Pipeline;
  originals: Originals;
  records: Pick<AvatarRecords, 'describe'>;
}

export function createReframe({ permission, pipeline, originals, records }: ReframeParts): Reframe {
  return async (change, edit) => {
    await permission.authorize(change);
    const alt = edit.alt === undefined ? undefined : validateAlt(edit.alt);
    const newBackground = edit.background === undefined ? undefined : validateBackground(edit.background);
    const state = await permission.expectedState(change);
    const { avatar: current, version } = state;
    if (!current) throw new AvatarError('no_picture', 'There is no picture to change. Upload one first.');
    const background = newBackground ?? current.background;
    if (!edit.crop && background === current.background) {
      return alt === undefined || alt === current.alt ? state : records.describe(change.userId, alt, change.expectedVersion);
    }

    const crop = edit.crop ? resolveCrop(current, edit.crop) : current.crop;
    const rendering = await originals.use(current, (source) => pipeline.render(source, { crop, background }));
    const framed = current.framed || edit.crop !== undefined;
    const avatar = reframedRecord(current, { ...rendering.appearance, crop, framed, background, alt: alt ?? current.alt });
    // The crop counts in pixels of this picture, so it must not be applied to one that was uploaded in between, also without If-Match.
    return pipeline
      .storeRenditions(avatar.key, rendering)
      .then(() => pipeline.commit({ ...change, expectedVersion: version }, avatar))
      .catch(pipeline.discard(avatar.key));
  };
}
