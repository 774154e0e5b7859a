import type { AddressPicture } from '@/lib/accounts/addresses/ports';
import { AvatarError } from '@/lib/errors';
import { requireUnblocked, requireUnlocked } from './moderation';
import { avatarIdOf, isShown, type PersonRow, stored, type Tables } from './tables';

/** @throws AvatarError not_found, changes_disabled, file_blocked */
export function pictureOf(tables: Tables, person: PersonRow, shows: AddressPicture): AddressPicture {
  requireUnlocked(person);
  const wanted = stored(shows);
  const avatarId = avatarIdOf(wanted);
  if (avatarId === undefined) return wanted;
  const version = tables.avatars.get(avatarId);
  if (version?.userId !== person.id || version.removedAt)
    throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
  requireUnblocked(tables, person.id, version.sourceSha256);
  version.supersededAt = null;
  return wanted;
}

/** Versions that neither the account nor an address shows any more become earlier ones. */
export function releaseVersions(tables: Tables, userId: number): void {
  for (const row of tables.avatars.values())
    if (row.userId === userId && row.supersededAt === null && !isShown(tables, row)) row.supersededAt = new Date();
}

/** Every address that shows a version shows what the account does. */
export function resetAddressPictures({ addresses }: Tables, userId: number): void {
  for (const row of addresses.values()) if (row.userId === userId && typeof row.shows === 'object') row.shows = 'account';
}
