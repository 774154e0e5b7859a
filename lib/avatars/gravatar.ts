import type { Principal } from './accounts';
import type { Change } from './change';
import { AvatarError, isAvatarError } from './errors';
import { createGate, type Load } from './gate';
import { GRAVATAR_TIMEOUT_MS, GRAVATARS_AT_ONCE, GRAVATARS_PER_ROUND, MAX_GRAVATAR_BYTES } from './limits';
import type { Pipeline } from './pipeline';
import type { AvatarRecords, AvatarState, Gravatars } from './ports';
import { sha256 } from './record';
import type { Sweeper } from './sweep';

/** Gravatar as what a person shows: a copy of their picture there, kept and served like any upload. */
export interface GravatarSource {
  /**
   * Shows the picture that Gravatar has for the person's address: it is fetched now, also when that is the source already. Without one,
   * the generated picture is shown until there is; a copy that is shown already stays when Gravatar cannot be reached.
   *
   * @throws AvatarError busy when too many ask at the moment
   */
  showGravatar(change: Change): Promise<AvatarState>;
  /** Looks after the copies that are due, for `app.ts` to call about once an hour. Stops once aborted. Failures are reported. */
  refreshGravatars(signal?: AbortSignal): Promise<void>;
}

export interface GravatarParts {
  records: AvatarRecords;
  gravatars: Gravatars;
  report: (error: unknown) => void;
  sweeper: Sweeper;
  /** The state that the change is about, if it may be made at all. */
  allowedState: (change: Change) => Promise<AvatarState>;
  replace: Pipeline['replace'];
}

/** A picture changes there a few times in a life. */
const COPY_IS_FRESH_MS = 24 * 60 * 60 * 1000;

/** Without a picture, somebody is waiting for one. A little less than the hour between two rounds, so that none is left out. */
const ASK_AGAIN_MS = 55 * 60 * 1000;

/** At most, and for the longest answer: a question computes nothing. */
const ASKING: Load = { bytes: MAX_GRAVATAR_BYTES, seconds: GRAVATAR_TIMEOUT_MS / 1000 };

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

export function createGravatar({ records, gravatars, report, sweeper, allowedState, replace }: GravatarParts): GravatarSource {
  const asking = createGate({ tasks: GRAVATARS_AT_ONCE });

  async function take(change: Change, state: AvatarState): Promise<AvatarState> {
    const answer = await asking.run(ASKING, () => gravatars.pictureOf(state.person.email, change.signal));
    if (change.signal?.aborted) throw new AvatarError('truncated_body', 'The client disconnected before Gravatar answered.');
    if (answer.kind === 'picture') {
      const copied = await copy(change, state, answer.bytes);
      if (copied) return copied;
    }
    // A picture that was taken down there goes here as well; one that only cannot be fetched at the moment stays.
    if (answer.kind !== 'none' && state.source === 'gravatar' && state.avatar) return unchanged(state, COPY_IS_FRESH_MS - ASK_AGAIN_MS);
    if (state.source === 'gravatar' && !state.avatar) return unchanged(state);
    const next = await records.point(change.userId, null, change.expectedVersion, 'gravatar');
    sweeper.afterChange(change.userId);
    return next;
  }

  /** @returns null when the bytes are no picture that can be shown. */
  async function copy(change: Change, state: AvatarState, bytes: Uint8Array): Promise<AvatarState | null> {
    if (state.source === 'gravatar' && state.avatar?.sourceSha256 === sha256(bytes)) return unchanged(state);
    try {
      // What was in the file beside the picture was public before, and nobody asked.
      const { removed: _, ...copied } = await replace(change, { bytes, fileName: 'gravatar' }, 'gravatar');
      return copied;
    } catch (error) {
      if (!isAvatarError(error) || !UNUSABLE.includes(error.code)) throw error;
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
    showGravatar: async (change) => take(change, await allowedState(change)),

    async refreshGravatars(signal) {
      // Everybody keeps the picture that they have: what others upload to Gravatar is a change like any other.
      if ((await records.policy()).avatarChangesDisabled) return;
      const now = Date.now();
      const before = { shown: new Date(now - COPY_IS_FRESH_MS), missing: new Date(now - ASK_AGAIN_MS) };
      for (const state of await records.gravatarsDue(before, GRAVATARS_PER_ROUND)) {
        try {
          await take({ ...inTheNameOf(state), expectedVersion: state.version, signal }, state);
        } catch (error) {
          if (signal?.aborted) return;
          // Whoever has changed their picture in the meantime wants that one.
          if (!isAvatarError(error) || error.code !== 'precondition_failed') report(error);
        }
      }
    },
  };
}

/** The person asked for it when they chose Gravatar, and their being gone does not end that. */
function inTheNameOf({ person }: AvatarState): { principal: Principal; userId: number } {
  return { principal: { userId: person.id, role: person.role, via: 'session', scopes: ['avatar:write'] }, userId: person.id };
}
