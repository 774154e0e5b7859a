import { pendingAccount } from '@/lib/accounts/addresses/pending-account';
import type { AddressRecords, ConfirmedAddress } from '@/lib/accounts/addresses/ports';
import { placeholderEmail } from '@/lib/accounts/email';
import type { MailedLink } from '@/lib/accounts/links/ports';
import { isAvatarError } from '@/lib/errors';
import type { Db } from '../../client';
import type { Prisma } from '../../generated/client';
import { countUse } from '../invites';
import { takeLink } from '../links';
import { lockPerson } from '../lock-person';
import { endSignIns } from '../password-resets';
import { insertPerson } from '../people';
import { endSetup, lockAdministrators } from '../setup';
import { addressFields, deleteAddress, requireFewAddresses, takingAddress } from './addresses';

type Tx = Prisma.TransactionClient;

export function confirmAddress(db: Db): AddressRecords['confirmAddress'] {
  return async (sha256, { generatedKey, now }) => {
    const confirm = () =>
      db.$transaction(async (tx) => {
        await lockOwners(tx, sha256, now);
        const link = (await takeLink(tx, sha256, 'sign-up', now)) ?? (await takeLink(tx, sha256, 'verify-address', now));
        if (!link) return null;
        const { email } = link;
        const unclaimed = link.purpose === 'sign-up' ? await unclaimedOwner(tx, email) : null;
        const lostBy = unclaimed === null ? await releaseAddress(tx, link) : null;
        if (lostBy === 'proved') return null;
        await tx.mailedLink.deleteMany({ where: { email, purpose: { in: ['sign-up', 'verify-address'] } } });
        const isNewAccount = link.purpose === 'sign-up';
        if (unclaimed !== null) {
          await claimAccount(tx, unclaimed, link);
          return { userId: unclaimed, email, isNewAccount, isClaimed: true, lostBy: null };
        }
        const userId = isNewAccount ? await openAccount(tx, link, generatedKey) : await giveAddress(tx, link);
        return userId === null ? null : { userId, email, isNewAccount, lostBy };
      });
    try {
      return await takingAddress(confirm);
    } catch (error) {
      // Another link to the same address was confirmed at the same moment.
      if (isAvatarError(error) && error.code === 'email_taken') return null;
      throw error;
    }
  };
}

/**
 * Locks the person of the link and the one who has its address, before any other row: as every change of addresses does. Then all links
 * that prove the address, in one order: two that are confirmed at once would each wait for the other. An expired link takes no longer than
 * an unknown one.
 * @throws AvatarError account_disabled for the person of the link. A disabled account loses its address as any other does.
 */
async function lockOwners(tx: Tx, sha256: string, now: Date): Promise<void> {
  const [link] = await tx.$queryRaw<Pick<MailedLink, 'email' | 'userId' | 'purpose' | 'data'>[]>`
    SELECT "email", "userId", "purpose", "data" FROM "MailedLink" WHERE "sha256" = ${sha256} AND "expiresAt" > ${now}`;
  if (!link) return;
  // Before the rows of people, as every change of administrators does.
  if (link.purpose === 'sign-up' && pendingAccount(link.data).role === 'admin') await lockAdministrators(tx);
  const owner = await tx.emailAddress.findUnique({ where: { email: link.email }, select: { userId: true } });
  const ids = [link.userId, owner?.userId].filter((id): id is number => typeof id === 'number');
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    if (id === link.userId) await lockPerson(tx, id, undefined);
    else await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${id} FOR UPDATE`;
  }
  await lockLinks(tx, link.email);
}

/** The links that prove an address, in the order in which every transaction takes them. The caller holds the row of its owner. */
export async function lockLinks(tx: Tx, email: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "MailedLink" WHERE "email" = ${email} AND "purpose" IN ('sign-up', 'verify-address') ORDER BY "sha256" FOR UPDATE`;
}

/** Takes an address without proof from the account that has it. @returns `proved` if its owner has proved it */
export async function releaseAddress(
  tx: Tx,
  { email, userId }: Pick<MailedLink, 'email' | 'userId'>,
): Promise<ConfirmedAddress['lostBy'] | 'proved'> {
  const [row] = await tx.$queryRaw<{ id: number; userId: number; proof: string }[]>`
    SELECT "id", "userId", "proof"::text FROM "EmailAddress" WHERE "email" = ${email} FOR UPDATE`;
  if (!row) return null;
  if (row.userId === userId) return null;
  if (row.proof !== 'assumed') return 'proved';
  await deleteAddress(tx, { ...row, email });
  const next = await tx.emailAddress.findFirst({
    where: { userId: row.userId },
    orderBy: [{ provedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    select: { email: true },
  });
  await tx.user.updateMany({
    where: { id: row.userId, email },
    data: { email: next?.email ?? placeholderEmail(row.userId) },
  });
  return row.userId;
}

/** The account without a password that has the address as a proved one. A disabled one stays closed. */
async function unclaimedOwner(tx: Tx, email: string): Promise<number | null> {
  const owner = await tx.user.findFirst({
    where: { passwordHash: null, identities: { none: {} }, disabledAt: null, addresses: { some: { email, proof: { not: 'assumed' } } } },
    select: { id: true },
  });
  return owner?.id ?? null;
}

/** Hands an account over to the owner of the address. Its row and, for an administrator, the set of them are locked. */
async function claimAccount(tx: Tx, id: number, { email, data }: MailedLink): Promise<void> {
  const { name, passwordHash, role, invite } = pendingAccount(data);
  if (role === 'admin') await endSetup(tx, undefined);
  if (invite !== undefined) await countUse(tx, invite);
  await tx.user.update({
    where: { id },
    data: { name, passwordHash, passwordVersion: { increment: 1 }, ...(role === 'admin' && { role }) },
    select: { id: true },
  });
  await tx.emailAddress.updateMany({ where: { userId: id, email }, data: { proof: 'link', provedAt: new Date() } });
  await endSignIns(tx, id, null);
}

async function openAccount(tx: Tx, { email, data }: MailedLink, generatedKey: string): Promise<number> {
  return (await insertPerson(tx, { ...pendingAccount(data), email, generatedKey, proof: 'link' })).id;
}

/** @returns null if the person is gone */
async function giveAddress(tx: Tx, { email, userId }: MailedLink): Promise<number | null> {
  if (userId === null) return null;
  const { count } = await tx.emailAddress.updateMany({ where: { userId, email }, data: { proof: 'link', provedAt: new Date() } });
  if (count === 0) {
    await requireFewAddresses(tx, userId);
    await tx.emailAddress.create({ data: { userId, ...addressFields(email, 'link') }, select: { id: true } });
  }
  // An account that has lost its only address gets a primary one again.
  await tx.user.updateMany({ where: { id: userId, email: placeholderEmail(userId) }, data: { email } });
  return userId;
}
