import { AvatarError, isAvatarError } from '@/lib/errors';
import { decodeHeader } from '@/lib/imaging/decode/header';
import type { Source } from '@/lib/imaging/decode/source';
import { validateSize } from '@/lib/imaging/decode/validate';
import { encodePreview } from '@/lib/imaging/encode/preview';
import { type Rendering, renderAll } from '@/lib/imaging/encode/render';
import { resolveCrop } from '@/lib/imaging/geometry/crop';
import { DEFAULT_BACKGROUND } from '@/lib/imaging/limits';
import { GENERAL_FORMATS } from '@/lib/imaging/media-types';
import { metadataReport } from '@/lib/imaging/metadata/report';
import type { Crop, HeicDecoder, MetadataReader, Preview } from '@/lib/imaging/types';
import type { DecodeQueue } from '@/lib/scheduling/decode-queue';
import type { Change, Edit, Saved, Upload } from './change';
import type { Originals } from './delivery/originals';
import type { PixelCache } from './delivery/pixel-cache';
import { validateAlt, validateBackground } from './describe';
import { deleteRenditions, originalPath, renditionPath } from './paths';
import { createPermission, type Permission } from './permission';
import { acceptedBy, requireBytesAllowed } from './policy';
import type { AvatarRecords, AvatarState, Gravatars, NewAvatar, Policy, SavedFrom, Storage } from './ports';
import { reframedRecord, uploadRecord } from './record';
import type { Sweeper } from './sweep';
import { createGravatar, type GravatarSource } from './use-gravatar';

export interface Pipeline extends GravatarSource, Pick<Permission, 'allowedState'> {
  /**
   * Saves an upload as the person's picture. The picture before it stays until the new one is complete.
   * @param from an upload unless given
   */
  replace(change: Change, upload: Upload, from?: SavedFrom): Promise<Saved>;
  /**
   * Frames the kept original anew, puts another colour behind it, or changes the description. What is not given stays. Framed by the
   * person, a copy of Gravatar's is theirs: an upload.
   */
  edit(change: Change, edit: Edit): Promise<AvatarState>;
  /** Back to the generated picture. Nothing happens when that is shown already. */
  remove(change: Change): Promise<AvatarState>;
  /** Goes back to an earlier version. */
  restore(change: Change, avatarId: number): Promise<AvatarState>;
  /** The whole picture for a browser that cannot show what it is about to send. Judged like an upload; nothing is kept. */
  preview(change: Change, upload: Pick<Upload, 'bytes' | 'accepted'>): Promise<Preview>;
}

export interface PipelineParts {
  records: AvatarRecords;
  storage: Storage;
  gravatars: Gravatars;
  originals: Originals;
  decodeQueue: DecodeQueue;
  report: (error: unknown) => void;
  sweeper: Sweeper;
  /** null: this installation does not decode HEIC. */
  heic: HeicDecoder | null;
  metadata: MetadataReader;
  pixelCache: PixelCache;
}

/**
 * The order of the stages, here and nowhere else: decode (the header) → validate → crop → renditions → store → record. Work gets dearer
 * from one to the next, and nothing that others can see changes before the last.
 */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { records, storage, gravatars, originals, decodeQueue, report, sweeper, heic, metadata, pixelCache } = parts;
  const { authorize, expectedState, allowedState } = createPermission(records);

  function render(source: Source, crop: Crop, isNew = false): Promise<Rendering> {
    return decodeQueue.run(source, (bytes, deadline) => renderAll(bytes, source, crop, deadline, isNew), crop.width);
  }

  async function storeRenditions(key: string, { renditions, square }: Rendering): Promise<void> {
    pixelCache.store(key, square);
    await allEnded(renditions.map(({ bytes, ...name }) => storage.put(renditionPath({ key, ...name }), bytes)));
  }

  /**
   * For a version that was refused in the end: what was stored for it goes at once, or whoever is refused again and again would fill the
   * disk. Where it is not known what became of the record, nothing is deleted; the sweeper finds out.
   */
  function clearing(key: string, originalKey?: string): (error: unknown) => Promise<never> {
    return async (error) => {
      // A connection that broke may have broken after the commit.
      if (isAvatarError(error) && error.code !== 'database_unavailable') {
        const original = originalKey && storage.delete(originalPath(originalKey));
        await Promise.all([deleteRenditions(storage, key), original]).catch(report);
      }
      throw error;
    };
  }

  async function record(change: Change, avatar: NewAvatar, from?: SavedFrom): Promise<AvatarState> {
    // Somebody who cancels while the picture is processed wants the old one, and would not be told of the new one.
    if (change.signal?.aborted) throw new AvatarError('truncated_body', 'The client disconnected before the picture was saved.');
    const state = await records.save(change.userId, avatar, change.expectedVersion, from);
    sweeper.afterChange(change.userId);
    return state;
  }

  const pipeline: Omit<Pipeline, keyof GravatarSource> = {
    allowedState,

    async replace(change, upload, from) {
      const policy = await authorize(change);
      const alt = validateAlt(upload.alt ?? '');
      const background = validateBackground(upload.background ?? DEFAULT_BACKGROUND);
      if (change.expectedVersion !== undefined) await expectedState(change);
      const source = await inspectUpload(policy, upload);
      const crop = resolveCrop(source, upload.crop);
      const rendering = await render(source, crop, true);
      const avatar = uploadRecord(source, {
        ...rendering.appearance,
        crop,
        framed: upload.crop !== undefined,
        alt,
        background,
        fileName: upload.fileName,
      });
      const save = async (): Promise<Saved> => {
        const stored = [storage.put(originalPath(avatar.originalKey), source.bytes), storeRenditions(avatar.key, rendering)];
        const [said] = await Promise.all([metadata(source.bytes), allEnded(stored)]);
        // Before the record: nothing may fail after it.
        const removed = metadataReport(said, source.bytes);
        return { ...(await record(change, avatar, from)), removed };
      };
      return save().catch(clearing(avatar.key, avatar.originalKey));
    },

    async edit(change, edit) {
      await authorize(change);
      const alt = edit.alt === undefined ? undefined : validateAlt(edit.alt);
      const given = edit.background === undefined ? undefined : validateBackground(edit.background);
      const state = await expectedState(change);
      const { avatar: current, version } = state;
      if (!current) throw new AvatarError('no_picture', 'There is no picture to change. Upload one first.');
      const background = given ?? current.background;
      if (!edit.crop && background === current.background) {
        return alt === undefined || alt === current.alt ? state : records.describe(change.userId, alt, change.expectedVersion);
      }
      const crop = edit.crop ? resolveCrop(current, edit.crop) : current.crop;
      const rendering = await originals.use(current, (source) => render(source, crop));
      const avatar = reframedRecord(current, {
        ...rendering.appearance,
        crop,
        framed: current.framed || edit.crop !== undefined,
        background,
        alt: alt ?? current.alt,
      });
      return (
        storeRenditions(avatar.key, rendering)
          // Also without If-Match: the numbers are about this picture, and mean nothing on one that was uploaded in between.
          .then(() => record({ ...change, expectedVersion: version }, avatar))
          .catch(clearing(avatar.key))
      );
    },

    async remove(change) {
      const state = await allowedState(change);
      if (state.source === 'none') return state;
      const next = await records.point(change.userId, null, change.expectedVersion);
      sweeper.afterChange(change.userId);
      return next;
    },

    async restore(change, avatarId) {
      await allowedState(change);
      const version = await records.version(change.userId, avatarId);
      if (!version || version.removedAt) throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
      await storeRenditions(version.key, await originals.use(version, (source) => render(source, version.crop)));
      const state = await records.point(change.userId, avatarId, change.expectedVersion);
      sweeper.afterChange(change.userId);
      return state;
    },

    async preview(change, upload) {
      const source = await inspectUpload(await authorize(change), upload);
      return { bytes: await decodeQueue.run(source, encodePreview), width: source.width, height: source.height };
    },
  };

  return {
    ...pipeline,
    ...createGravatar({ records, gravatars, report, sweeper, allowedState, replace: pipeline.replace, preview: pipeline.preview }),
  };

  /** What can be said against an upload by its length and its header. */
  async function inspectUpload(policy: Policy, { bytes, accepted = GENERAL_FORMATS }: Pick<Upload, 'bytes' | 'accepted'>): Promise<Source> {
    requireBytesAllowed(policy, bytes);
    const source = await decodeHeader(bytes, acceptedBy(policy, accepted), heic ? [] : ['heic']);
    validateSize(source);
    return source;
  }
}

/** Fails when one of them does, but not before all are over: what is still being written could not be taken away. */
async function allEnded(writing: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(writing);
  await Promise.all(writing);
}
