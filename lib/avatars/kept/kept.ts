import type { Principal } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Originals } from '../delivery/originals';
import type { ThumbnailSide, Thumbnails } from '../delivery/thumbnails';
import type { Avatar, AvatarRecords, AvatarState } from '../ports';

type Bytes = Uint8Array<ArrayBuffer>;

/** The pictures that are kept of a person, for the person. */
export interface Kept {
  /** Versions that can be restored, and the current one, newest first. @throws AvatarError forbidden */
  history(principal: Principal): Promise<Avatar[]>;
  /** A small still picture of a version. @throws AvatarError forbidden, not_found, busy, storage_failed, storage_damaged */
  thumbnail(principal: Principal, avatarId: number, side: ThumbnailSide): Promise<{ avatar: Avatar; bytes: Bytes }>;
  /**
   * The original, uploaded or copied from Gravatar.
   * @param avatarId the current version by default
   * @throws AvatarError forbidden, no_picture, not_found, storage_failed, storage_damaged
   */
  original(principal: Principal, avatarId?: number): Promise<{ avatar: Avatar; bytes: Bytes }>;
}

export interface KeptParts {
  records: Pick<AvatarRecords, 'history' | 'version'>;
  thumbnails: Thumbnails;
  originals: Originals;
  stateOf(userId: number): Promise<AvatarState>;
}

export function createKept({ records, thumbnails, originals, stateOf }: KeptParts): Kept {
  async function current({ userId }: Principal): Promise<Avatar> {
    const { avatar } = await stateOf(userId);
    if (!avatar) throw new AvatarError('no_picture', 'There is no uploaded picture.');
    return avatar;
  }

  return {
    async history(principal) {
      requireRead(principal);
      return records.history(principal.userId);
    },
    async thumbnail(principal, avatarId, side) {
      requireRead(principal);
      const avatar = await keptVersion(records, principal.userId, avatarId);
      return { avatar, bytes: await thumbnails.of(avatar, side) };
    },
    async original(principal, avatarId) {
      requireRead(principal);
      const avatar = avatarId === undefined ? await current(principal) : await keptVersion(records, principal.userId, avatarId);
      return { avatar, bytes: await originals.read(avatar) };
    },
  };
}

/** A version whose original is still stored. @throws AvatarError not_found */
export async function keptVersion(records: Pick<AvatarRecords, 'version'>, userId: number, avatarId: number): Promise<Avatar> {
  const version = await records.version(userId, avatarId);
  if (version && !version.removedAt) return version;
  throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
}

/** @throws AvatarError forbidden */
export function requireRead(principal: Principal): void {
  if (principal.scopes.includes('avatar:read')) return;
  throw new AvatarError('forbidden', 'This API key cannot read pictures. Expected the scope avatar:read.');
}
