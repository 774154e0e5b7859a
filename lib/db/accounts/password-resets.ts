import type { ResetRecords } from '@/lib/accounts/password-resets/ports';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';
import { endSessions } from './end-sessions';
import { takeLink } from './links';
import { lockPerson } from './lock-person';

export function resetRecords(db: Db): ResetRecords {
  return {
    resetPassword: (linkSha256, { passwordHash, now }) =>
      db.$transaction(async (tx) => {
        const link = await tx.mailedLink.findUnique({ where: { sha256: linkSha256 }, select: { userId: true } });
        if (link?.userId == null) return null;
        // Before the link, as a change of the password locks both: concurrent resets of one person wait here.
        await lockPerson(tx, link.userId, undefined);
        const taken = await takeLink(tx, linkSha256, 'reset-password', now);
        if (!taken) return null;
        const [person] = await tx.user.updateManyAndReturn({
          where: { id: link.userId },
          data: { passwordHash, passwordVersion: { increment: 1 } },
          select: { id: true, email: true },
        });
        await endSignIns(tx, link.userId, null);
        await proveAddress(tx, link.userId, taken.email);
        return person ?? null;
      }),
  };
}

async function proveAddress(tx: Prisma.TransactionClient, userId: number, email: string): Promise<void> {
  const proved = { proof: 'link', provedAt: new Date() } as const;
  const { count } = await tx.emailAddress.updateMany({ where: { userId, email, proof: 'assumed' }, data: proved });
  if (count === 0) return;
  // Another person may have opened the account, and proved addresses of their own, with which they would reset the password again.
  await tx.apiKey.deleteMany({ where: { userId } });
  await tx.identity.deleteMany({ where: { userId } });
  await tx.emailAddress.updateMany({ where: { userId, proof: 'link', email: { not: email } }, data: { proof: 'assumed', provedAt: null } });
}

/** Ends what an earlier password opened, and the links that would replace the new one or add an address that could. */
export async function endSignIns(tx: Prisma.TransactionClient, userId: number, keep: string | null): Promise<void> {
  await endSessions(tx, userId, keep);
  await tx.mailedLink.deleteMany({ where: { userId, purpose: { in: ['reset-password', 'verify-address'] } } });
}
