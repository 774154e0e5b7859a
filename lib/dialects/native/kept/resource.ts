import type { EmailAddress } from '@/lib/accounts/addresses/ports';
import type { Avatar } from '@/lib/avatars/ports';
import type { KeptAvatarResource, VersionResource } from './kept-schemas';

export function versionResource(avatar: Avatar, currentId: number | undefined): VersionResource {
  const { id, fileName: name, alt, createdAt, via } = avatar;
  return { id, name, alt, createdAt: createdAt.toISOString(), current: id === currentId, via };
}

/** The data of the resources of kept pictures. */
export interface Gallery {
  /** All versions that are kept, newest first. */
  history: readonly Avatar[];
  currentId: number | undefined;
  addresses: readonly Pick<EmailAddress, 'shows'>[];
}

export function keptResource(avatar: Avatar, { history, currentId, addresses }: Gallery, baseUrl: string): KeptAvatarResource {
  const {
    id,
    originalKey,
    format,
    sourceBytes: bytes,
    width,
    height,
    crop,
    background,
    color,
    thumbhash,
    animation,
    animationDropped,
    stillFrame,
  } = avatar;
  const url = `${baseUrl}/api/me/avatars/${id}`;
  return {
    ...versionResource(avatar, currentId),
    addresses: addresses.filter(({ shows }) => typeof shows === 'object' && shows.avatarId === id).length,
    format,
    bytes,
    width,
    height,
    animated: animation === 'kept',
    animationDropped,
    stillFrame,
    crop,
    background,
    color,
    thumbhash,
    sameFile: history.some((other) => other.id !== id && other.originalKey === originalKey),
    previewUrl: `${url}/picture`,
    originalUrl: `${url}/original`,
  };
}
