import type { Moderation } from '@/lib/avatars/moderation/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import { AvatarError, originalDeleted } from '@/lib/errors';
import { releaseVersions, resetAddressPictures } from './accounts/addresses/address-pictures';
import type { Database } from './client';
import type { Prisma } from './generated/client';
import { pictureLookups } from './lookups/pictures';
import { AVATAR_COLUMNS, STATE_COLUMNS, toAvatar, toState } from './lookups/rows';
import { moderationRecords, noticeAfter, requireUnblocked, requireUnlocked, withdrawShown } from './moderation';
import { policyRecords } from './policy';

type Tx = Prisma.TransactionClient;

export function avatarRecords({ db, read }: Pick<Database, 'db' | 'read'>): AvatarRecords {
  return {
    ...policyRecords(db),
    ...moderationRecords(db),
    ...pictureLookups(read),
    async states(limit) {
      const rows = await db.user.findMany({ orderBy: { id: 'asc' }, take: limit, select: STATE_COLUMNS });
      return rows.map(toState);
    },
    save: (userId, { crop, ...avatar }, expectedVersion, source = 'upload', moderation) =>
      db.$transaction(async (tx) => {
        requireUnlocked(await bumpVersion(tx, userId, expectedVersion), moderation);
        await requireUnblocked(tx, userId, avatar.sourceSha256);
        await requireKeptOriginal(tx, avatar.originalKey);
        const { x: cropX, y: cropY, width: cropWidth, height: cropHeight, rotate: cropRotate, flip: cropFlip } = crop;
        const { id } = await tx.avatar.create({
          data: { ...avatar, userId, cropX, cropY, cropWidth, cropHeight, cropRotate, cropFlip },
          select: { id: true },
        });
        return pointAt(tx, userId, id, source, moderation);
      }),
    point: (userId, avatarId, expectedVersion, without = 'none', moderation) =>
      db.$transaction(async (tx) => {
        requireUnlocked(await bumpVersion(tx, userId, expectedVersion), moderation);
        if (avatarId !== null) {
          // A write, not a read: it conflicts with a concurrent sweep, so that either the sweep or this transaction sees the other's
          // change.
          const [version] = await tx.avatar.updateManyAndReturn({
            where: { id: avatarId, userId, removedAt: null },
            data: { supersededAt: null },
            select: { sourceSha256: true },
          });
          if (!version) throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
          await requireUnblocked(tx, userId, version.sourceSha256);
        } else if (moderation) await withdrawShown(tx, userId, moderation);
        return pointAt(tx, userId, avatarId, avatarId === null ? without : 'upload', moderation);
      }),
    describe: (userId, alt, expectedVersion) =>
      db.$transaction(async (tx) => {
        requireUnlocked(await bumpVersion(tx, userId, expectedVersion));
        const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { currentAvatarId: true } });
        if (user.currentAvatarId === null) throw new AvatarError('no_picture', 'There is no picture to describe. Upload one first.');
        await tx.avatar.update({ where: { id: user.currentAvatarId }, data: { alt }, select: { id: true } });
        return toState(await tx.user.findUniqueOrThrow({ where: { id: userId }, select: STATE_COLUMNS }));
      }),
    async gravatarsDue({ shown, missing }, limit) {
      const due = [{ gravatarCheckedAt: null }, { gravatarCheckedAt: { lt: shown } }];
      const rows = await db.user.findMany({
        where: {
          avatarSource: 'gravatar',
          OR: [...due, { currentAvatarId: null, gravatarCheckedAt: { lt: missing } }],
          AND: { OR: [{ avatarLockedUntil: null }, { avatarLockedUntil: { lte: new Date() } }] },
        },
        orderBy: [{ gravatarCheckedAt: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }],
        take: limit,
        select: STATE_COLUMNS,
      });
      return rows.map(toState);
    },
    async gravatarChecked(id, avatarVersion, gravatarCheckedAt) {
      await db.user.updateMany({ where: { id, avatarVersion, avatarSource: 'gravatar' }, data: { gravatarCheckedAt } });
    },
    async version(userId, avatarId) {
      const row = await db.avatar.findFirst({ where: { id: avatarId, userId }, select: AVATAR_COLUMNS });
      return row && toAvatar(row);
    },
    async history(userId) {
      const rows = await db.avatar.findMany({ where: { userId, removedAt: null }, orderBy: { id: 'desc' }, select: AVATAR_COLUMNS });
      return rows.map(toAvatar);
    },
    async hadFile(userId, sourceSha256) {
      return (await db.avatar.findFirst({ where: { userId, sourceSha256 }, select: { id: true } })) !== null;
    },
    async markRemoved(avatarIds) {
      await db.avatar.updateMany({
        where: { id: { in: [...avatarIds] }, current: null, supersededAt: { not: null } },
        data: { removedAt: new Date() },
      });
    },
    async outdated(date) {
      const where = { supersededAt: { lt: date }, removedAt: null, current: null };
      return (await db.avatar.findMany({ where, select: AVATAR_COLUMNS })).map(toAvatar);
    },
    async keptVersions(after, limit) {
      const where = { id: { gt: after }, removedAt: null };
      return (await db.avatar.findMany({ where, orderBy: { id: 'asc' }, take: limit, select: AVATAR_COLUMNS })).map(toAvatar);
    },
    async liveRenditions(keys) {
      const among = { in: [...keys] };
      const isShown = { OR: [{ current: { isNot: null } }, { shownBy: { some: {} } }] };
      const uploads = await db.avatar.findMany({ where: { key: among, ...isShown }, select: { key: true } });
      const generated = await db.user.findMany({ where: { generatedKey: among }, select: { generatedKey: true } });
      return new Set([...uploads.map((row) => row.key), ...generated.map((row) => row.generatedKey)]);
    },
    async liveOriginals(keys) {
      const where = { originalKey: { in: [...keys] }, removedAt: null };
      const rows = await db.avatar.findMany({ where, distinct: ['originalKey'], select: { originalKey: true } });
      return new Set(rows.map((row) => row.originalKey));
    },
  };
}

/** Locks the person's row until the transaction ends, which serializes concurrent changes. @returns until when the picture is locked */
async function bumpVersion(tx: Tx, userId: number, expectedVersion: number | undefined): Promise<Date | null> {
  const where = expectedVersion === undefined ? { id: userId } : { id: userId, avatarVersion: expectedVersion };
  const data = { avatarVersion: { increment: 1 } };
  const [row] = await tx.user.updateManyAndReturn({ where, data, select: { avatarLockedUntil: true } });
  if (row) return row.avatarLockedUntil;
  const user = await tx.user.findUnique({ where: { id: userId }, select: { avatarVersion: true } });
  if (!user) throw new AvatarError('not_found', `User ${userId} not found.`);
  throw new AvatarError('precondition_failed', 'The picture has changed since you read it. Fetch the current version, then try again.');
}

/**
 * A version that was framed from an earlier one must not refer to a file that is deleted meanwhile. The write conflicts with a concurrent
 * deletion, as in `point`.
 */
async function requireKeptOriginal(tx: Tx, originalKey: string): Promise<void> {
  const { count } = await tx.avatar.updateMany({ where: { originalKey, removedAt: null }, data: { originalKey } });
  if (count > 0 || (await tx.avatar.findFirst({ where: { originalKey }, select: { id: true } })) === null) return;
  throw originalDeleted();
}

async function pointAt(
  tx: Tx,
  userId: number,
  avatarId: number | null,
  source: AvatarState['source'],
  moderation?: Moderation,
): Promise<AvatarState> {
  // A decision of an administrator about the picture holds for every address.
  if (moderation) await resetAddressPictures(tx, userId);
  const data = {
    currentAvatarId: avatarId,
    avatarSource: source,
    gravatarCheckedAt: source === 'gravatar' ? new Date() : null,
    ...noticeAfter(avatarId === null ? 'removed' : 'set', moderation),
  };
  const state = toState(await tx.user.update({ where: { id: userId }, data, select: STATE_COLUMNS }));
  await releaseVersions(tx, userId);
  return state;
}
