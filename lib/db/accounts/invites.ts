import type { Invite, InviteRecords } from '@/lib/accounts/registration/ports';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';

const COLUMNS = {
  id: true,
  createdById: true,
  role: true,
  email: true,
  maxUses: true,
  uses: true,
  createdAt: true,
  expiresAt: true,
} as const satisfies Prisma.InviteSelect;

export function inviteRecords(db: Db): InviteRecords {
  return {
    async createInvite({ createdBy, ...invite }) {
      return toInvite(await db.invite.create({ data: { ...invite, createdById: createdBy }, select: COLUMNS }));
    },
    async invites() {
      return (await db.invite.findMany({ orderBy: { id: 'desc' }, select: COLUMNS })).map(toInvite);
    },
    async usableInvite(sha256, now) {
      const invite = await db.invite.findFirst({ where: usable(sha256, now), select: COLUMNS });
      return invite && invite.uses < invite.maxUses ? toInvite(invite) : null;
    },
    async deleteInvitesBefore(date) {
      return (await db.invite.deleteMany({ where: { expiresAt: { lt: date } } })).count;
    },
    async deleteInvite(id) {
      return (await db.invite.deleteMany({ where: { id } })).count > 0;
    },
  };
}

const usable = (sha256: string, now: Date) =>
  ({ sha256, expiresAt: { gt: now }, createdBy: { role: 'admin', disabledAt: null } }) as const satisfies Prisma.InviteWhereInput;

/** Counts a use, in the transaction that creates the account. @throws AvatarError invite_invalid */
export async function countUse(tx: Prisma.TransactionClient, sha256: string): Promise<void> {
  // The row is locked by the increment, so that concurrent uses wait for each other.
  const [used] = await tx.invite.updateManyAndReturn({
    where: usable(sha256, new Date()),
    data: { uses: { increment: 1 } },
    select: { uses: true, maxUses: true },
  });
  if (!used || used.uses > used.maxUses) throw new AvatarError('invite_invalid', 'This invite was used or withdrawn a moment ago.');
}

function toInvite({ createdById, ...invite }: Prisma.InviteGetPayload<{ select: typeof COLUMNS }>): Invite {
  return { ...invite, createdBy: createdById };
}
