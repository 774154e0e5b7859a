import { AvatarError, accountDisabled } from '@/lib/errors';
import type { Prisma } from '../generated/client';

/**
 * Locks the row of a person until the transaction ends, so that no other changes what depends on it: the number of keys, the password.
 *
 * @param passwordVersion of the password that was verified; undefined if none was
 * @throws AvatarError invalid_credentials if the password was replaced since; account_disabled
 */
export async function lockPerson(tx: Prisma.TransactionClient, userId: number, passwordVersion: number | undefined): Promise<void> {
  const [row] = await tx.$queryRaw<{ passwordVersion: number; disabledAt: Date | null }[]>`
    SELECT "passwordVersion", "disabledAt" FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
  if (row?.disabledAt) throw accountDisabled();
  if (!row || passwordVersion === undefined || row.passwordVersion === passwordVersion) return;
  throw new AvatarError('invalid_credentials', 'The password was changed a moment ago. Sign in with the new one.');
}
