import { ERASED_FIELDS, type ErasureRecords } from '@/lib/avatars/erasure/ports';
import { AvatarError, pictureShown } from '@/lib/errors';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';
import { lockAdministrators } from './setup';

/** Erasures in one run of the maintenance: those that are left come next. */
const BATCH = 500;

const COLUMNS = { id: true, userId: true, avatarId: true, originalKeys: true, renditionKeys: true } as const satisfies Prisma.ErasureSelect;

export function erasureRecords(db: Db): ErasureRecords {
  return {
    erase: (userId, due) =>
      db.$transaction(async (tx) => {
        await requireAnotherAdmin(tx, userId);
        const [user] = await tx.$queryRaw<{ generatedKey: string; deleteAt: Date | null }[]>`
          SELECT "generatedKey", "deleteAt" FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
        if (!user || (due && !(user.deleteAt && user.deleteAt <= due))) return null;
        const versions = await tx.avatar.findMany({ where: { userId }, select: { key: true, originalKey: true, removedAt: true } });
        const addresses = await tx.emailAddress.findMany({ where: { userId }, select: { email: true } });
        const emails = addresses.map(({ email }) => email);
        const alive = { userId, expiresAt: { gt: new Date() } };
        const rows = {
          versions: versions.filter(({ removedAt }) => removedAt === null).length,
          keys: await tx.apiKey.count({ where: { userId } }),
          sessions: (await tx.session.count({ where: alive })) + (await tx.tokenFamily.count({ where: { ...alive, revokedAt: null } })),
        };
        const note = await tx.erasure.create({
          data: {
            userId,
            originalKeys: [...new Set(versions.map(({ originalKey }) => originalKey))],
            renditionKeys: [user.generatedKey, ...versions.map(({ key }) => key)],
          },
          select: COLUMNS,
        });
        // These belong to an address, and some to no account yet.
        await tx.mailedLink.deleteMany({ where: { email: { in: emails } } });
        await tx.invite.deleteMany({ where: { email: { in: emails } } });
        await tx.queuedMessage.deleteMany({ where: { to: { in: emails } } });
        await tx.user.delete({ where: { id: userId }, select: { id: true } });
        return { note, emails, rows };
      }),
    eraseVersion: (userId, avatarId) =>
      db.$transaction(async (tx) => {
        // Changes of the picture lock this row first. Without it, another version could be framed from the original meanwhile.
        await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
        const select = { key: true, originalKey: true, current: { select: { id: true } }, shownBy: { select: { id: true }, take: 1 } };
        const version = await tx.avatar.findFirst({ where: { id: avatarId, userId, removedAt: null }, select });
        if (!version) throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
        if (version.current) throw pictureShown('account');
        if (version.shownBy.length > 0) throw pictureShown('address');
        await tx.avatar.update({ where: { id: avatarId }, data: { removedAt: new Date(), ...ERASED_FIELDS }, select: { id: true } });
        const { key, originalKey } = version;
        const isShared = (await tx.avatar.findFirst({ where: { originalKey, removedAt: null }, select: { id: true } })) !== null;
        const data = { userId, avatarId, originalKeys: isShared ? [] : [originalKey], renditionKeys: [key] };
        return tx.erasure.create({ data, select: COLUMNS });
      }),
    erasures: () => db.erasure.findMany({ orderBy: { id: 'asc' }, take: BATCH, select: COLUMNS }),
    async endErasure(id) {
      await db.erasure.deleteMany({ where: { id } });
    },
    scheduleDeletion: (id, deleteAt) =>
      db.$transaction(async (tx) => {
        if (deleteAt) await requireAnotherAdmin(tx, id);
        const { count } = await tx.user.updateMany({ where: { id }, data: { deleteAt } });
        if (count === 0) throw new AvatarError('not_found', `User ${id} not found.`);
      }),
    async deletionOf(id) {
      return (await db.user.findUnique({ where: { id }, select: { deleteAt: true } }))?.deleteAt ?? null;
    },
    async deletionsDue(now) {
      const due = await db.user.findMany({ where: { deleteAt: { lte: now } }, orderBy: { id: 'asc' }, take: BATCH, select: { id: true } });
      return due.map(({ id }) => id);
    },
  };
}

/** Someone must be able to manage the others. */
async function requireAnotherAdmin(tx: Prisma.TransactionClient, userId: number): Promise<void> {
  await lockAdministrators(tx);
  const user = await tx.user.findUnique({ where: { id: userId }, select: { role: true } });
  if (user?.role !== 'admin') return;
  const others = { id: { not: userId } };
  if (
    (await tx.user.count({ where: { ...others, role: 'admin', disabledAt: null, deleteAt: null } })) > 0 ||
    (await tx.user.count({ where: others })) === 0
  )
    return;
  throw new AvatarError('forbidden', 'You are the only administrator. Expected another one before you delete your account.');
}
