import { AvatarError, isAvatarError } from '@/lib/errors';
import { decodeHeader, requireAccepted } from '@/lib/imaging/decode/header';
import type { Source } from '@/lib/imaging/decode/source';
import { validateSize } from '@/lib/imaging/decode/validate';
import { type Rendering, renderAll } from '@/lib/imaging/encode/render';
import { GENERAL_FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import type { Framing, HeicDecoder } from '@/lib/imaging/types';
import type { DecodeQueue } from '@/lib/scheduling/decode-queue';
import type { Change, Upload } from './change';
import type { PixelCache } from './delivery/pixel-cache';
import { deleteRenditions, headersOf, originalPath, renditionPath } from './paths';
import { acceptedBy, requireBytesAllowed } from './policy';
import type { AvatarRecords, AvatarState, NewAvatar, PicturePolicy, SavedFrom, Storage } from './ports';

/**
 * The stages of a change, in their order. Use cases pick from them and never reorder them: each stage costs more than the one before, and
 * a change is visible only after the last. The stages around these are `authorize` (permission.ts), `resolveCrop` (lib/imaging) and
 * `uploadRecord` (record.ts).
 */
export interface Pipeline {
  /** 1. Checks length and header. No pixel is decoded. @throws AvatarError for every reason to refuse the file by its header */
  inspectUpload(policy: PicturePolicy, upload: Pick<Upload, 'bytes' | 'accepted' | 'inspected'>): Promise<Source>;
  /** 2. Decodes in the decode queue, crops, and encodes the eager renditions. */
  render(source: Source, framing: Framing, isNew?: boolean): Promise<Rendering>;
  /** 3. Stores the renditions and the original of a new version. */
  storeUpload(avatar: NewAvatar, bytes: Uint8Array, rendering: Rendering): Promise<void>;
  /** 3. Stores the renditions of a version whose original is stored already. */
  storeRenditions(key: string, rendering: Rendering): Promise<void>;
  /** 4. Makes the version current. @throws AvatarError truncated_body if the client is gone, precondition_failed */
  commit(change: Change, avatar: NewAvatar, from?: SavedFrom): Promise<AvatarState>;
  /**
   * For a stage that fails after stage 3 began: deletes the objects of the version and rethrows. Without this, a client that is refused
   * again and again would fill the disk.
   *
   * @param originalKey also deletes this original
   */
  discard(key: string, originalKey?: string): (error: unknown) => Promise<never>;
}

export interface PipelineParts {
  records: AvatarRecords;
  storage: Storage;
  decodeQueue: DecodeQueue;
  /** null: this installation does not decode HEIC. */
  heic: HeicDecoder | null;
  pixelCache: PixelCache;
  report: (error: unknown) => void;
}

export function createPipeline({ records, storage, decodeQueue, heic, pixelCache, report }: PipelineParts): Pipeline {
  const store = (path: string, bytes: Uint8Array) => storage.put(path, bytes, headersOf(path));

  async function storeRenditions(key: string, { renditions, square }: Rendering): Promise<void> {
    pixelCache.store(key, square);
    await allSettledOrThrow(renditions.map(({ bytes, ...name }) => store(renditionPath({ key, ...name }), bytes)));
  }

  return {
    async inspectUpload(policy, { bytes, accepted = GENERAL_FORMATS, inspected }) {
      requireBytesAllowed(policy, bytes);
      const allowed = acceptedBy(policy, accepted);
      const missing: readonly InputFormat[] = heic ? [] : ['heic'];
      if (inspected && inspected.bytes !== bytes) throw new Error('Expected the header of these bytes, got that of others');
      if (inspected) requireAccepted(inspected, allowed, missing);
      const source = inspected ?? (await decodeHeader(bytes, allowed, missing));
      validateSize(source);
      return source;
    },

    render: (source, framing, isNew = false) =>
      decodeQueue.run(source, (bytes, deadline) => renderAll(bytes, source, framing, deadline, isNew), framing.crop.width),

    async storeUpload(avatar, bytes, rendering) {
      await allSettledOrThrow([store(originalPath(avatar.originalKey), bytes), storeRenditions(avatar.key, rendering)]);
    },

    storeRenditions,

    async commit(change, avatar, from) {
      // A client that cancels while the picture is processed keeps the old one: it would not be told of the new one.
      if (change.signal?.aborted) throw new AvatarError('truncated_body', 'The client disconnected before the picture was saved.');
      return records.save(change.userId, avatar, change.expectedVersion, from, change.moderation);
    },

    discard(key, originalKey) {
      return async (error) => {
        // When the database connection broke, the transaction may have been committed. The sweeper finds out.
        if (isAvatarError(error) && error.code !== 'database_unavailable') {
          const original = originalKey && storage.delete([originalPath(originalKey)]);
          await Promise.all([deleteRenditions(storage, key), original]).catch(report);
        }
        throw error;
      };
    },
  };
}

/** Fails if one write fails, but only after all have ended: an object that is still being written cannot be deleted. */
async function allSettledOrThrow(writes: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(writes);
  await Promise.all(writes);
}
