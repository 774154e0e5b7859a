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

/** Gravatar as what a person shows: a copy of their picture there, kept and served like any upload. */
export interface GravatarSource {
  /**
   * Fetches the picture that Gravatar has for the person's address, to be looked at before it is used. Changes nothing.
   *
   * @throws AvatarError gravatar_not_found, gravatar_unavailable, gravatar_unusable; busy when too many ask at the moment
   */
  previewGravatar(change: Change): Promise<GravatarPreview>;
  /**
   * Switches to a copy of the picture that Gravatar has: the one that was looked at, else it is fetched now. Nothing changes before there
   * is one, or unless there is.
   *
   * @param expectedSha256 of the only picture to switch to, hexadecimal; whichever there is unless given
   * @throws AvatarError gravatar_not_found, gravatar_unavailable, gravatar_unusable, busy; precondition_failed when it is another picture
   */
  takeGravatar(change: Change, expectedSha256?: string): Promise<AvatarState>;
  /**
   * Makes Gravatar the source whatever it has, as Cloudreve's clients mean it. Without a picture there, the generated one is shown until
   * there is; the one before stays in the history. A copy that is shown already stays when Gravatar cannot be reached.
   *
   * @throws AvatarError busy
   */
  followGravatar(change: Change): Promise<AvatarState>;
  /** Looks after the copies that are due, for `app.ts` to call about once an hour. Stops once aborted. Failures are reported. */
  refreshGravatars(signal?: AbortSignal): Promise<void>;
}

export interface GravatarPreview extends Preview {
  /** Of the file that Gravatar has, hexadecimal. */
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

/** A picture changes there a few times in a life. */
const COPY_IS_FRESH_MS = 24 * 60 * 60 * 1000;

/** Without a picture, somebody is waiting for one. A little less than the hour between two rounds, so that none is left out. */
const ASK_AGAIN_MS = 55 * 60 * 1000;

/** How long a picture that was looked at can be used without asking again, in milliseconds: time to make up one's mind. */
const PREVIEW_MS = 5 * 60 * 1000;

/** At most, and for the longest answer: a question computes nothing. */
const ASKING: Cost = { bytes: MAX_GRAVATAR_BYTES, seconds: GRAVATAR_TIMEOUT_MS / 1000 };

/** What came is no picture that can be shown here. Whatever else goes wrong with it is about us. */
const UNUSABLE: readonly AvatarError['code'][] = [
  'empty_file',
  'file_too_large',
  'unsupported_format',
  'heic_unsupported',
  'too_many_pixels',
  'too_complex',
  'corrupt_image',
];

export function createGravatar({ records, gravatars, report, permission, replace, preview }: GravatarParts): GravatarSource {
  const asking = createSemaphore({ tasks: MAX_GRAVATAR_REQUESTS });
  /** What people looked at last, by person. */
  const previewed = new LRUCache<number, Uint8Array>({
    maxSize: MAX_GRAVATAR_REQUESTS * MAX_GRAVATAR_BYTES,
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
    ttl: PREVIEW_MS,
    ttlAutopurge: true,
  });

  async function ask({ signal }: Change, { person }: AvatarState): Promise<GravatarAnswer> {
    const answer = await asking.run(ASKING, () => gravatars.pictureOf(person.email, signal));
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
    // A picture that was taken down there goes here as well; one that only cannot be fetched at the moment stays.
    if (answer.kind !== 'none' && state.source === 'gravatar' && state.avatar) return unchanged(state, COPY_IS_FRESH_MS - ASK_AGAIN_MS);
    if (state.source === 'gravatar' && !state.avatar) return unchanged(state);
    return records.point(change.userId, null, change.expectedVersion, 'gravatar');
  }

  async function copy(change: Change, state: AvatarState, bytes: Uint8Array): Promise<AvatarState> {
    if (state.source === 'gravatar' && state.avatar?.sourceSha256 === sha256(bytes)) return unchanged(state);
    // What was in the file beside the picture was public before, and nobody asked.
    const { removed: _, ...copied } = await replace(change, { bytes, fileName: 'gravatar' }, 'gravatar');
    return copied;
  }

  /** @returns null when the bytes are no picture that can be shown. */
  async function copyIfUsable(change: Change, state: AvatarState, bytes: Uint8Array): Promise<AvatarState | null> {
    try {
      return await copy(change, state, bytes);
    } catch (error) {
      if (!isUnusable(error)) throw error;
      report(new Error(`The Gravatar picture of user ${state.person.id} is unusable`, { cause: error }));
      return null;
    }
  }

  /** @param agoMs how long ago the check counts as made: after a failure the next one is due earlier */
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
      // Everybody keeps the picture that they have: what others upload to Gravatar is a change like any other.
      if ((await records.policy()).avatarChangesDisabled) return;
      const now = Date.now();
      const before = { shown: new Date(now - COPY_IS_FRESH_MS), missing: new Date(now - ASK_AGAIN_MS) };
      for (const state of await records.gravatarsDue(before, GRAVATARS_PER_ROUND)) {
        try {
          await follow({ ...inTheNameOf(state), expectedVersion: state.version, signal }, state);
        } catch (error) {
          if (signal?.aborted) return;
          // Whoever has changed their picture in the meantime wants that one.
          if (!isAvatarError(error) || error.code !== 'precondition_failed') report(error);
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

/** The person asked for it when they chose Gravatar, and their being gone does not end that. */
function inTheNameOf({ person }: AvatarState): { principal: Principal; userId: number } {
  return { principal: { userId: person.id, role: person.role, via: 'session', scopes: ['avatar:write'] }, userId: person.id };
}
