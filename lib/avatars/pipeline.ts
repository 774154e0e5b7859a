import type { Principal } from './accounts';
import { resolveCrop } from './crop';
import { cropPixels } from './cut';
import { decodeHeader, type Source } from './decode';
import { AvatarError } from './errors';
import type { Gate } from './gate';
import { readable } from './heic';
import { EAGER_SIZES, GENERAL_FORMATS, type InputFormat, LARGEST_SIZE } from './limits';
import { acceptedBy, requireBytesAllowed, requireChangesAllowed } from './policy';
import type { Avatar, AvatarRecords, AvatarState, Crop, HeicDecoder, NewAvatar, Policy, Storage } from './ports';
import { encodePreview, type Preview } from './preview';
import { reframedRecord, uploadRecord } from './record';
import { encodeRendition, placeholder } from './renditions';
import type { Pixels } from './sharp';
import { originalPath, renditionPath } from './store';
import type { Sweeper } from './sweep';
import { validateAlt, validateSize } from './validate';

/** An upload as a dialect hands it over, already bounded in bytes. */
export interface Upload {
  bytes: Uint8Array;
  /** What the client calls the file; kept for display only. */
  fileName?: string | undefined;
  /** The middle of the picture unless given. */
  crop?: Crop | undefined;
  /** Empty unless given. */
  alt?: string | undefined;
  /** Formats that this dialect takes; {@link GENERAL_FORMATS} unless given. */
  accepted?: readonly InputFormat[] | undefined;
}

export interface Change {
  principal: Principal;
  /** Whose picture; today always the principal's own. */
  userId: number;
  /** When given, nothing happens unless the picture still is this version. */
  expectedVersion?: number | undefined;
  /** Aborted when whoever asked has gone: then nothing is changed any more. */
  signal?: AbortSignal | undefined;
}

export interface Pipeline {
  /** Saves an upload as the person's picture. The picture before it stays until the new one is complete. */
  replace(change: Change, upload: Upload): Promise<AvatarState>;
  /** Frames the kept original anew, or changes the description, or both. */
  edit(change: Change, edit: { crop?: Crop | undefined; alt?: string | undefined }): Promise<AvatarState>;
  /** Back to the generated picture. Nothing happens when that is shown already. */
  remove(change: Change): Promise<AvatarState>;
  /** Uses the picture that Gravatar has for the person's address. Nothing happens when that is so already. */
  useGravatar(change: Change): Promise<AvatarState>;
  /** Goes back to an earlier version. */
  restore(change: Change, avatarId: number): Promise<AvatarState>;
  /** The whole picture for a browser that cannot show what it is about to send. Judged like an upload; nothing is kept. */
  preview(change: Change, upload: Pick<Upload, 'bytes' | 'accepted'>): Promise<Preview>;
}

/** Until animations are kept and a ground can be chosen. */
const STILL = { background: '#ffffff', animation: 'none', animationDropped: null } as const;

export interface PipelineParts {
  records: AvatarRecords;
  storage: Storage;
  gate: Gate;
  sweeper: Sweeper;
  /** null: this installation does not decode HEIC. */
  heic: HeicDecoder | null;
}

/**
 * The order of the stages, here and nowhere else: decode (the header) → validate → crop → renditions → store → record. Work gets dearer
 * from one to the next, and nothing that others can see changes before the last.
 */
export function createPipeline({ records, storage, gate, sweeper, heic }: PipelineParts): Pipeline {
  /** Crop and renditions of one version, all from one decode. */
  async function render(source: Pick<Source, 'bytes' | 'format' | 'width' | 'height'>, crop: Crop) {
    // Before the gate: HEIC queues for a thread of its own, and nobody else should wait for that.
    const bytes = await readable(source, heic);
    return gate.run(async () => {
      const parent = await cropPixels(bytes, source, crop, LARGEST_SIZE);
      const [look, ...renditions] = await Promise.all([placeholder(parent), ...EAGER_SIZES.map((size) => renditionOf(parent, size))]);
      return { look, renditions };
    });
  }

  async function storeRenditions(key: string, renditions: Awaited<ReturnType<typeof renditionOf>>[]): Promise<void> {
    await Promise.all(renditions.map(({ size, format, bytes }) => storage.put(renditionPath({ key, size, format }), bytes)));
  }

  async function record(change: Change, avatar: NewAvatar): Promise<AvatarState> {
    // Somebody who cancels while the picture is processed wants the old one, and would not be told of the new one.
    if (change.signal?.aborted) throw new AvatarError('truncated_body', 'The client went away before its picture was saved.');
    const state = await records.save(change.userId, avatar, change.expectedVersion);
    sweeper.afterChange(change.userId);
    return state;
  }

  return {
    async replace(change, upload) {
      const policy = await authorize(change);
      const alt = validateAlt(upload.alt ?? '');
      const source = await judge(policy, upload);
      const crop = resolveCrop(source, upload.crop);
      const { look, renditions } = await render(source, crop);
      const avatar = uploadRecord(source, { ...look, ...STILL, crop, alt, fileName: upload.fileName });
      await Promise.all([storage.put(originalPath(avatar.originalKey), source.bytes), storeRenditions(avatar.key, renditions)]);
      return record(change, avatar);
    },

    async edit(change, edit) {
      await authorize(change);
      const alt = edit.alt === undefined ? undefined : validateAlt(edit.alt);
      const state = await expectedState(change);
      const { avatar: current, version } = state;
      if (!current) throw new AvatarError('no_picture', 'There is no picture to change. Upload one first.');
      if (!edit.crop) {
        return alt === undefined || alt === current.alt ? state : records.describe(change.userId, alt, change.expectedVersion);
      }
      const crop = resolveCrop(current, edit.crop);
      const { look, renditions } = await render(await original(current), crop);
      const avatar = reframedRecord(current, { ...look, ...STILL, crop, alt: alt ?? current.alt });
      await storeRenditions(avatar.key, renditions);
      // Also without If-Match: the numbers are about this picture, and mean nothing on one that was uploaded in between.
      return record({ ...change, expectedVersion: version }, avatar);
    },

    remove: (change) => withoutUpload(change, 'none'),

    useGravatar: (change) => withoutUpload(change, 'gravatar'),

    async restore(change, avatarId) {
      await authorize(change);
      const version = await records.version(change.userId, avatarId);
      if (!version || version.removedAt)
        throw new AvatarError('not_found', `There is no version ${avatarId} of this picture to go back to.`);
      const { renditions } = await render(await original(version), version.crop);
      await storeRenditions(version.key, renditions);
      const state = await records.point(change.userId, avatarId, change.expectedVersion);
      sweeper.afterChange(change.userId);
      return state;
    },

    async preview(change, upload) {
      const source = await judge(await authorize(change), upload);
      const bytes = await readable(source, heic);
      return { bytes: await gate.run(() => encodePreview(bytes)), width: source.width, height: source.height };
    },
  };

  /** What can be said against an upload by its length and its header. */
  async function judge(policy: Policy, { bytes, accepted = GENERAL_FORMATS }: Pick<Upload, 'bytes' | 'accepted'>): Promise<Source> {
    requireBytesAllowed(policy, bytes);
    const source = await decodeHeader(bytes, acceptedBy(policy, accepted), heic ? [] : ['heic']);
    validateSize(source);
    return source;
  }

  async function withoutUpload(change: Change, source: 'none' | 'gravatar'): Promise<AvatarState> {
    await authorize(change);
    const state = await expectedState(change);
    if (state.source === source) return state;
    const next = await records.point(change.userId, null, change.expectedVersion, source);
    sweeper.afterChange(change.userId);
    return next;
  }

  /** May this principal change this person's picture, now? @returns the policy that says so. */
  async function authorize({ principal, userId }: Change): Promise<Policy> {
    if (principal.userId !== userId) throw new AvatarError('forbidden', "This is another person's picture.");
    if (!principal.scopes.includes('avatar:write')) {
      throw new AvatarError('forbidden', 'This API key may read the picture but not change it. Expected the scope avatar:write.');
    }
    const policy = await records.policy();
    requireChangesAllowed(policy, principal);
    return policy;
  }

  /** @throws AvatarError precondition_failed, before anything costs time; the records check again when it counts. */
  async function expectedState({ userId, expectedVersion }: Change): Promise<AvatarState> {
    const state = await stateOf(userId);
    if (expectedVersion === undefined || expectedVersion === state.version) return state;
    throw new AvatarError('precondition_failed', 'The picture was changed in the meantime. Look at the new one, then try again.');
  }

  async function stateOf(userId: number): Promise<AvatarState> {
    const state = await records.stateOf(userId);
    if (!state) throw new AvatarError('not_found', `There is no person ${userId}.`);
    return state;
  }

  async function original(avatar: Avatar): Promise<Avatar & { bytes: Uint8Array }> {
    const bytes = await storage.get(originalPath(avatar.originalKey));
    if (!bytes) throw new AvatarError('storage_failed', 'The original of this picture is missing from the storage.');
    return { ...avatar, bytes };
  }
}

async function renditionOf(parent: Pixels, size: (typeof EAGER_SIZES)[number]) {
  return { size, format: 'webp' as const, bytes: await encodeRendition(parent, size, 'webp') };
}
