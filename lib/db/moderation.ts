import type { Moderation, ModerationRecords, NoticeKind, Restrictions } from '@/lib/avatars/moderation/ports';
import { AvatarError, fileBlocked, pictureLocked } from '@/lib/errors';
import type { Db } from './client';
import type { Prisma } from './generated/client';

type Tx = Prisma.TransactionClient;

const RESTRICTION_COLUMNS = { avatarLockedUntil: true, avatarNoticeKind: true, avatarNoticeReason: true, avatarNoticeAt: true } as const;

export function moderationRecords(db: Db): ModerationRecords {
  return {
    async restrictions(id) {
      const row = await db.user.findUnique({ where: { id }, select: RESTRICTION_COLUMNS });
      return row && toRestrictions(row);
    },
    lockPicture: (id, lock) =>
      db.$transaction(async (tx) => {
        const data = { avatarLockedUntil: lock?.until ?? null, ...(lock && noticeOf('locked', lock.reason)) };
        const { count } = await tx.user.updateMany({ where: { id }, data });
        if (count === 0) throw new AvatarError('not_found', `User ${id} not found.`);
        if (!lock) await tx.user.updateMany({ where: { id, avatarNoticeKind: 'locked' }, data: NO_NOTICE });
        return toRestrictions(await tx.user.findUniqueOrThrow({ where: { id }, select: RESTRICTION_COLUMNS }));
      }),
    isFileBlocked: (userId, sha256) => isBlocked(db, userId, sha256),
    blockedFiles: (limit) => db.blockedFile.findMany({ orderBy: { id: 'desc' }, take: limit }),
    unblockFile: (id) =>
      db.$transaction(async (tx) => {
        const file = await tx.blockedFile.findUnique({ where: { id } });
        // Of two requests at once only one unblocks it.
        const { count } = await tx.blockedFile.deleteMany({ where: { id } });
        return count === 1 ? file : null;
      }),
  };
}

const NO_NOTICE = { avatarNoticeKind: null, avatarNoticeReason: null, avatarNoticeAt: null };

const noticeOf = (kind: NoticeKind, reason: string) => ({
  avatarNoticeKind: kind,
  avatarNoticeReason: reason,
  avatarNoticeAt: new Date(),
});

/** Columns of the person after a change of the picture. */
export function noticeAfter(kind: NoticeKind, moderation: Moderation | undefined) {
  return moderation ? noticeOf(kind, moderation.reason) : NO_NOTICE;
}

/** @param lockedUntil of the row of the person, which the caller holds @throws AvatarError changes_disabled */
export function requireUnlocked(lockedUntil: Date | null, moderation?: Moderation): void {
  if (moderation?.by === 'administrator') return;
  if (lockedUntil && lockedUntil > new Date()) throw pictureLocked(lockedUntil);
}

/** @throws AvatarError file_blocked */
export async function requireUnblocked(tx: Tx, userId: number, sha256: string): Promise<void> {
  if (await isBlocked(tx, userId, sha256)) throw fileBlocked();
}

/** Takes the versions of the files that the account and its addresses show from the person, and blocks them, as the moderation says. */
export async function withdrawShown(tx: Tx, userId: number, { withdraws, blocks, reason }: Moderation): Promise<void> {
  const shown = await tx.avatar.findMany({
    where: { userId, OR: [{ current: { isNot: null } }, { shownBy: { some: {} } }] },
    orderBy: { id: 'asc' },
    select: { sourceSha256: true },
  });
  const files = [...new Set(shown.map(({ sourceSha256 }) => sourceSha256))];
  if (withdraws) {
    const removedAt = new Date();
    await tx.avatar.updateMany({ where: { userId, sourceSha256: { in: files }, removedAt: null }, data: { removedAt } });
  }
  if (!blocks) return;
  const blocked = { userId: blocks === 'person' ? userId : null };
  await tx.blockedFile.deleteMany({ where: { ...blocked, sha256: { in: files } } });
  await tx.blockedFile.createMany({ data: files.map((sha256) => ({ ...blocked, sha256, reason })) });
}

async function isBlocked(db: Pick<Tx, 'blockedFile'>, userId: number, sha256: string): Promise<boolean> {
  const blocked = await db.blockedFile.findFirst({ where: { sha256, OR: [{ userId }, { userId: null }] }, select: { id: true } });
  return blocked !== null;
}

function toRestrictions(row: Prisma.UserGetPayload<{ select: typeof RESTRICTION_COLUMNS }>): Restrictions {
  const { avatarLockedUntil: lockedUntil, avatarNoticeKind: kind, avatarNoticeReason: reason, avatarNoticeAt: at } = row;
  // Only this file writes the kind.
  const notice = kind !== null && reason !== null && at !== null ? { kind: kind as NoticeKind, reason, at } : null;
  return { lockedUntil, notice };
}
