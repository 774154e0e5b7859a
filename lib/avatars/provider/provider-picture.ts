import type { Principal } from '@/lib/accounts/ports';
import { isAvatarError } from '@/lib/errors';
import type { AvatarRecords, AvatarState, GravatarAnswer } from '../ports';
import { sha256 } from '../record';
import type { Replace } from '../replace';

/** How long a picture is taken for unchanged while its address stays the same: some providers never change the address. */
const UNCHANGED_MS = 24 * 60 * 60 * 1000;

/** The person has changed their picture in the meantime, or may not change it; or an administrator has blocked the file. */
const REFUSALS: readonly string[] = ['precondition_failed', 'changes_disabled', 'file_blocked'];

/** Fetches a picture from an address that a provider gave. Never throws: the driver reports failures. */
export type PictureAt = (url: string) => Promise<GravatarAnswer>;

export interface ProviderPictureParts {
  records: Pick<AvatarRecords, 'stateOf' | 'policy' | 'restrictions'>;
  replace: Replace;
  pictureAt: PictureAt;
  /** Whether the picture takes the place of the person's own, also while people may not change pictures. */
  isSource: boolean;
}

/**
 * Takes the picture that a provider has of a person, as it signs them in. A failure changes nothing.
 * @returns whether it was fetched
 */
export function createProviderPicture({ records, replace, pictureAt, isSource }: ProviderPictureParts) {
  return async (userId: number, url: string, last: { pictureUrl: string | null; pictureAt: Date | null }): Promise<boolean> => {
    const state = await records.stateOf(userId);
    if (!state || !(await isWanted(state, url, last))) return false;
    const answer = await pictureAt(url);
    if (answer.kind !== 'picture') return false;
    const isSame = state.source === 'directory' && state.avatar?.sourceSha256 === sha256(answer.bytes);
    return isSame || save(state, answer.bytes);
  };

  async function isWanted(
    { source, person }: AvatarState,
    url: string,
    { pictureUrl, pictureAt: at }: { pictureUrl: string | null; pictureAt: Date | null },
  ): Promise<boolean> {
    if (source === 'directory') return url !== pictureUrl || at === null || Date.now() - at.getTime() > UNCHANGED_MS;
    // A person who has removed the picture does not get the same one again, and no person one that an administrator has removed.
    if (source === 'none' && url === pictureUrl && at !== null) return isSource && (await records.restrictions(person.id))?.notice === null;
    return isSource || source === 'none';
  }

  async function save({ person, version }: AvatarState, bytes: Uint8Array): Promise<boolean> {
    const policy = await records.policy();
    const principal: Principal = { userId: person.id, role: person.role, via: 'session', scopes: ['avatar:write'] };
    const change = { principal, userId: person.id, expectedVersion: version };
    try {
      const allowed = isSource ? { ...policy, avatarChangesDisabled: false } : policy;
      await replace({ ...change, policy: allowed }, { bytes, fileName: 'directory' }, 'directory');
      return true;
    } catch (error) {
      if (isAvatarError(error) && REFUSALS.includes(error.code)) return false;
      throw new Error(`The provider's picture of user ${person.id} cannot be used`, { cause: error });
    }
  }
}
