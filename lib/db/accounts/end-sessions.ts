import type { Prisma } from '../generated/client';

/** Ends every session and token family of a person but `keep`. @returns how many */
export async function endSessions(
  tx: Prisma.TransactionClient,
  userId: number,
  keep: string | null,
  revokedAt = new Date(),
): Promise<number> {
  const others = { userId, ...(keep !== null && { id: { not: keep } }) };
  const sessions = await tx.session.deleteMany({ where: others });
  const families = await tx.tokenFamily.updateMany({
    where: { ...others, revokedAt: null, expiresAt: { gt: new Date() } },
    data: { revokedAt },
  });
  return sessions.count + families.count;
}
