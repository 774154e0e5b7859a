import type { AddressPicture } from '@/lib/accounts/addresses/ports';
import { AvatarError } from '@/lib/errors';
import type { Prisma } from '../../generated/client';
import { requireUnblocked, requireUnlocked } from '../../moderation';

type Tx = Prisma.TransactionClient;

/** Columns of an address that say what it shows. */
export const PICTURE_COLUMNS = { showsPicture: true, shownAvatarId: true } as const satisfies Prisma.EmailAddressSelect;

export function toAddressPicture({ showsPicture, shownAvatarId }: Prisma.EmailAddressGetPayload<{ select: typeof PICTURE_COLUMNS }>) {
  if (!showsPicture) return 'none' as const;
  return shownAvatarId === null ? ('account' as const) : { avatarId: shownAvatarId };
}

/**
 * The columns of an address that is to show this. The caller holds the row of the person, and calls {@link releaseVersions} afterwards.
 * @throws AvatarError not_found, changes_disabled, file_blocked
 */
export async function pictureFields(tx: Tx, userId: number, shows: AddressPicture) {
  const { avatarLockedUntil } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { avatarLockedUntil: true } });
  requireUnlocked(avatarLockedUntil);
  if (typeof shows === 'string') return { showsPicture: shows === 'account', shownAvatarId: null };
  const { avatarId } = shows;
  // A write, not a read: it conflicts with a concurrent sweep, as in `point`.
  const [version] = await tx.avatar.updateManyAndReturn({
    where: { id: avatarId, userId, removedAt: null },
    data: { supersededAt: null },
    select: { sourceSha256: true },
  });
  if (!version) throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
  await requireUnblocked(tx, userId, version.sourceSha256);
  return { showsPicture: true, shownAvatarId: avatarId };
}

/** Versions that neither the account nor an address shows any more become earlier ones, which are kept for a time. */
export async function releaseVersions(tx: Tx, userId: number): Promise<void> {
  await tx.avatar.updateMany({
    where: { userId, supersededAt: null, current: null, shownBy: { none: {} } },
    data: { supersededAt: new Date() },
  });
}

/** Every address that shows a version shows what the account does. Those without a picture stay so. */
export async function resetAddressPictures(tx: Tx, userId: number): Promise<void> {
  await tx.emailAddress.updateMany({ where: { userId, shownAvatarId: { not: null } }, data: { shownAvatarId: null } });
}
