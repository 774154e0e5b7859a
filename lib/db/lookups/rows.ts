import type { Avatar, AvatarState } from '@/lib/avatars/ports';
import type { InputFormat } from '@/lib/imaging/media-types';
import { PERSON_COLUMNS } from '../accounts/people';
import type { Prisma } from '../generated/client';

export const AVATAR_COLUMNS = {
  id: true,
  userId: true,
  key: true,
  originalKey: true,
  fileName: true,
  sourceSha256: true,
  sourceBytes: true,
  format: true,
  width: true,
  height: true,
  frames: true,
  cropX: true,
  cropY: true,
  cropWidth: true,
  cropHeight: true,
  cropRotate: true,
  cropFlip: true,
  framed: true,
  alt: true,
  thumbhash: true,
  color: true,
  background: true,
  stillFrame: true,
  animation: true,
  animationDropped: true,
  via: true,
  createdAt: true,
  removedAt: true,
} as const satisfies Prisma.AvatarSelect;

/** Of the person, without their picture. */
export const USER_COLUMNS = {
  ...PERSON_COLUMNS,
  avatarSource: true,
  avatarVersion: true,
  generatedKey: true,
} as const satisfies Prisma.UserSelect;

export const STATE_COLUMNS = {
  ...USER_COLUMNS,
  currentAvatar: { select: AVATAR_COLUMNS },
} as const satisfies Prisma.UserSelect;

export type AvatarRow = Prisma.AvatarGetPayload<{ select: typeof AVATAR_COLUMNS }>;
export type StateRow = Prisma.UserGetPayload<{ select: typeof STATE_COLUMNS }>;
export function toState({ avatarSource, avatarVersion, generatedKey, currentAvatar, ...person }: StateRow): AvatarState {
  return {
    person,
    source: avatarSource,
    version: avatarVersion,
    avatar: currentAvatar && toAvatar(currentAvatar),
    generatedKey,
  };
}

export function toAvatar({
  cropX,
  cropY,
  cropWidth,
  cropHeight,
  cropRotate,
  cropFlip,
  format,
  animationDropped,
  via,
  ...row
}: AvatarRow): Avatar {
  const crop = { x: cropX, y: cropY, width: cropWidth, height: cropHeight, rotate: cropRotate, ...(cropFlip && { flip: true }) };
  // Only the core writes these columns, with values of these types.
  return {
    ...row,
    crop,
    format: format as InputFormat,
    animationDropped: animationDropped as Avatar['animationDropped'],
    via: via as Avatar['via'],
  };
}
