import { LRUCache } from 'lru-cache';
import type { Principal } from '@/lib/accounts/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import type { Preview } from '@/lib/imaging/types';
import { type Cost, createSemaphore } from '@/lib/scheduling/semaphore';
import type { Change } from './change';
import { GRAVATAR_TIMEOUT_MS, GRAVATARS_PER_ROUND, MAX_GRAVATAR_BYTES, MAX_GRAVATAR_REQUESTS } from './limits';
import type { Permission } from './permission';
import type { AvatarRecords, AvatarState, GravatarAnswer, Gravatars } from './ports';
import type { CreatePreview } from './preview';
import { sha256 } from './record';
import type { Replace } from './replace';

/** Gravatar as the source of a picture: a copy that is stored and served like an upload. */
export interface GravatarSource {
  /**
   * Fetches the person's Gravatar for display before it is used. Changes nothing.
   *
   * @throws AvatarError gravatar_not_found, gravatar_unavailable, gravatar_unusable; busy if too many requests are in progress
   */
  previewGravatar(change: Change): Promise<GravatarPreview>;
  /**
   * Switches to a copy of the person's Gravatar: the previewed one, else it is fetched now. A failure changes nothing.
   *
   * @param expectedSha256 accepts only the picture with this hash, hexadecimal; any picture by default
   * @throws AvatarError gravatar_not_found, gravatar_unavailable, gravatar_unusable, busy; precondition_failed if the hash differs
   */
  takeGravatar(change: Change, expectedSha256?: string): Promise<AvatarState>;
  /**
   * Makes Gravatar the source even if it has no picture, as Cloudreve's clients expect. The generated avatar is shown until Gravatar has
   * one; the previous picture stays in the history. A current copy stays if Gravatar cannot be reached.
   *
   * @throws AvatarError busy
   */
  followGravatar(change: Change): Promise<AvatarState>;
  /** Refreshes the copies that are due; `app.ts` calls it once an hour. Stops when aborted. Failures are reported. */
  refreshGravatars(signal?: AbortSignal): Promise<void>;
}

export interface GravatarPreview extends Preview {
  /** SHA-256 of the file at Gravatar, hexadecimal. */
  sha256: string;
}

export interface GravatarParts {
  records: AvatarRecords;
  gravatars: Gravatars;
  report: (error: unknown) => void;
  permission: Permission;
  replace: Replace;
  preview: CreatePreview;
}

/** Interval between checks of a copy. People change their Gravatar a few times in their life. */
const REFRESH_INTERVAL_MS = 24 * 60 * 60 * 1000;

/** Interval while Gravatar has no picture. Slightly less than the hour between two rounds, so that every round checks. */
const RETRY_INTERVAL_MS = 55 * 60 * 1000;

/** Lifetime of a preview in milliseconds: time to decide. */
const PREVIEW_MS = 5 * 60 * 1000;

/** Upper bound of the memory and time of one request. */
const REQUEST_COST: Cost = { bytes: MAX_GRAVATAR_BYTES, seconds: GRAVATAR_TIMEOUT_MS / 1000 };

/** Errors that the file at Gravatar causes. All others are faults of this server. */
const UNUSABLE: readonly AvatarError['code'][] = [
  'empty_file',
  'file_too_large',
  'unsupported_format',
  'heic_unsupported',
  'too_many_pixels',
  'too_complex',
  'corrupt_image',
  'file_blocked',
];

export function createGravatar({ records, gravatars, report, permission, replace, preview }: GravatarParts): GravatarSource {
  const requests = createSemaphore({ tasks: MAX_GRAVATAR_REQUESTS });
  /** The last preview of each person, by user id. */
  const previewed = new LRUCache<number, Uint8Array>({
    maxSize: MAX_GRAVATAR_REQUESTS * MAX_GRAVATAR_BYTES,
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
    ttl: PREVIEW_MS,
    ttlAutopurge: true,
    // As in delivery/pixel-cache.ts.
    ttlResolution: 0,
  });

  async function ask({ signal }: Change, { person }: AvatarState): Promise<GravatarAnswer> {
    const answer = await requests.run(REQUEST_COST, () => gravatars.pictureOf(person.email, signal));
    if (signal?.aborted) throw new AvatarError('truncated_body', 'The client disconnected before Gravatar answered.');
    return answer;
  }

  /** @throws AvatarError gravatar_not_found, gravatar_unavailable */
  async function fetchPicture(change: Change, state: AvatarState): Promise<Uint8Array> {
    const answer = await ask(change, state);
    switch (answer.kind) {
      case 'picture':
        return answer.bytes;
      case 'none':
        throw new AvatarError('gravatar_not_found', `Gravatar has no picture for your e-mail address. ${UNCHANGED}`);
      case 'failed':
        throw new AvatarError('gravatar_unavailable', `Gravatar could not be reached, or did not answer as expected. ${UNCHANGED}`);
    }
  }

  async function follow(change: Change, state: AvatarState): Promise<AvatarState> {
    const answer = await ask(change, state);
    if (answer.kind === 'picture') {
      const copied = await copyIfUsable(change, state, answer.bytes);
      if (copied) return copied;
    }
    // If Gravatar has removed the picture, the copy goes too. If the request only failed, the copy stays.
    if (answer.kind !== 'none' && state.source === 'gravatar' && state.avatar)
      return unchanged(state, REFRESH_INTERVAL_MS - RETRY_INTERVAL_MS);
    if (state.source === 'gravatar' && !state.avatar) return unchanged(state);
    return records.point(change.userId, null, change.expectedVersion, 'gravatar');
  }

  async function copy(change: Change, state: AvatarState, bytes: Uint8Array): Promise<AvatarState> {
    if (state.source === 'gravatar' && state.avatar?.sourceSha256 === sha256(bytes)) return unchanged(state);
    // The metadata report is for uploads: metadata of a Gravatar was public before.
    const { removed: _, ...copied } = await replace(change, { bytes, fileName: 'gravatar' }, 'gravatar');
    return copied;
  }

  /** @returns null if the file is unusable */
  async function copyIfUsable(change: Change, state: AvatarState, bytes: Uint8Array): Promise<AvatarState | null> {
    try {
      return await copy(change, state, bytes);
    } catch (error) {
      if (!isUnusable(error)) throw error;
      report(new Error(`The Gravatar picture of user ${state.person.id} is unusable`, { cause: error }));
      return null;
    }
  }

  /** @param agoMs predates the check, so that the next one is due earlier after a failure */
  async function unchanged(state: AvatarState, agoMs = 0): Promise<AvatarState> {
    const { id } = state.person;
    await records.gravatarChecked(id, state.version, new Date(Date.now() - agoMs));
    return (await records.stateOf(id)) ?? state;
  }

  return {
    async previewGravatar(change) {
      const bytes = await fetchPicture(change, await permission.allowedState(change));
      const seen = await preview(change, { bytes }).catch(rejectUnusable);
      previewed.set(change.userId, bytes);
      return { ...seen, sha256: sha256(bytes) };
    },

    async takeGravatar(change, expectedSha256) {
      const state = await permission.allowedState(change);
      const seen = previewed.get(change.userId);
      const isSeen = seen !== undefined && sha256(seen) === expectedSha256;
      const bytes = isSeen ? seen : await fetchPicture(change, state);
      if (expectedSha256 !== undefined && sha256(bytes) !== expectedSha256) {
        throw new AvatarError('precondition_failed', `Gravatar has another picture by now. ${UNCHANGED} Look at the new one first.`);
      }
      const copied = await copy(change, state, bytes).catch(rejectUnusable);
      previewed.delete(change.userId);
      return copied;
    },

    followGravatar: async (change) => follow(change, await permission.allowedState(change)),

    async refreshGravatars(signal) {
      // A refresh is a change of the picture, and the policy forbids changes.
      if ((await records.policy()).avatarChangesDisabled) return;
      const now = Date.now();
      const before = { shown: new Date(now - REFRESH_INTERVAL_MS), missing: new Date(now - RETRY_INTERVAL_MS) };
      for (const state of await records.gravatarsDue(before, GRAVATARS_PER_ROUND)) {
        try {
          await follow({ ...onBehalfOf(state), expectedVersion: state.version, signal }, state);
        } catch (error) {
          if (signal?.aborted) return;
          // The person has changed their picture in the meantime, or an administrator has locked it.
          if (!isAvatarError(error) || !(error.code === 'precondition_failed' || error.code === 'changes_disabled')) report(error);
        }
      }
    },
  };
}

const UNCHANGED = 'Nothing was changed.';

function isUnusable(error: unknown): error is AvatarError {
  return isAvatarError(error) && UNUSABLE.includes(error.code);
}

function rejectUnusable(error: unknown): never {
  if (!isUnusable(error)) throw error;
  throw new AvatarError(
    'gravatar_unusable',
    `The picture at Gravatar cannot be used here. ${error.message} ${UNCHANGED}`,
    {},
    { cause: error },
  );
}

/** A refresh acts for the person, who chose Gravatar as their source. */
function onBehalfOf({ person }: AvatarState): { principal: Principal; userId: number } {
  return { principal: { userId: person.id, role: person.role, via: 'session', scopes: ['avatar:write'] }, userId: person.id };
}
