import type { AddressRecords, EmailAddress } from '@/lib/accounts/addresses/ports';
import { emailHashes } from '@/lib/accounts/email-hashes';
import { MAX_ADDRESSES } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../../client';
import { Prisma } from '../../generated/client';
import { lockPerson } from '../lock-person';
import { PICTURE_COLUMNS, pictureFields, releaseVersions, toAddressPicture } from './address-pictures';

const COLUMNS = {
  id: true,
  email: true,
  proof: true,
  hashLookup: true,
  ...PICTURE_COLUMNS,
  createdAt: true,
  user: { select: { email: true } },
} as const satisfies Prisma.EmailAddressSelect;

type Row = Prisma.EmailAddressGetPayload<{ select: typeof COLUMNS }>;

export function addressRecords(db: Db): Omit<AddressRecords, 'confirmAddress'> {
  return {
    async addressesOf(userId) {
      const rows = await db.emailAddress.findMany({ where: { userId }, orderBy: { id: 'asc' }, select: COLUMNS });
      return rows.map(toAddress).sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary));
    },
    addAddress: (userId, { email, proof }) =>
      takingAddress(() =>
        db.$transaction(async (tx) => {
          await lockPerson(tx, userId, undefined);
          await requireFewAddresses(tx, userId);
          return toAddress(await tx.emailAddress.create({ data: { userId, ...addressFields(email, proof) }, select: COLUMNS }));
        }),
      ),
    changeAddress: (userId, id, { isPrimary, hashLookup, shows, proof }) =>
      db.$transaction(async (tx) => {
        await lockPerson(tx, userId, undefined);
        const row = await tx.emailAddress.findFirst({ where: { id, userId }, select: { email: true } });
        if (!row) throw noSuchAddress(id);
        if (isPrimary) await tx.user.update({ where: { id: userId }, data: { email: row.email } });
        const data = {
          ...(hashLookup !== undefined && { hashLookup }),
          ...(shows && (await pictureFields(tx, userId, shows))),
          ...(proof && { proof, provedAt: new Date() }),
        };
        const changed = await tx.emailAddress.update({ where: { id }, data, select: COLUMNS });
        if (shows) await releaseVersions(tx, userId);
        return toAddress(changed);
      }),
    removeAddress: (userId, id) =>
      db.$transaction(async (tx) => {
        await lockPerson(tx, userId, undefined);
        const row = await tx.emailAddress.findFirst({ where: { id, userId }, select: COLUMNS });
        if (!row) return null;
        if (toAddress(row).isPrimary) throw primaryAddress();
        await deleteAddress(tx, { id, userId, email: row.email });
        return row.email;
      }),
  };
}

/** Deletes an address, and the links to it that would reset the password of the account. */
export async function deleteAddress(
  tx: Prisma.TransactionClient,
  { id, userId, email }: { id: number; userId: number; email: string },
): Promise<void> {
  await tx.emailAddress.delete({ where: { id } });
  await releaseVersions(tx, userId);
  await tx.mailedLink.deleteMany({ where: { userId, email, purpose: 'reset-password' } });
}

/** The columns of an address that follow from it. */
export function addressFields(email: string, proof: EmailAddress['proof']) {
  return { email, ...emailHashes(email), proof, provedAt: proof === 'assumed' ? null : new Date() };
}

/** @throws AvatarError too_many_addresses */
export async function requireFewAddresses(tx: Prisma.TransactionClient, userId: number): Promise<void> {
  if ((await tx.emailAddress.count({ where: { userId } })) >= MAX_ADDRESSES) {
    const message = `An account has at most ${MAX_ADDRESSES} e-mail addresses. Remove one first.`;
    throw new AvatarError('too_many_addresses', message, { limit: MAX_ADDRESSES });
  }
}

/** Runs a transaction that gives an address an owner. @throws AvatarError email_taken if it has another */
export async function takingAddress<T>(transaction: () => Promise<T>): Promise<T> {
  try {
    return await transaction();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AvatarError('email_taken', 'An account with this e-mail address already exists.', {
      fields: { email: 'An account with this e-mail address already exists. Sign in instead.' },
      fieldProblems: { email: { code: 'unique' } },
    });
  }
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

function toAddress({ user, showsPicture, shownAvatarId, ...row }: Row): EmailAddress {
  return { ...row, shows: toAddressPicture({ showsPicture, shownAvatarId }), isPrimary: row.email === user.email };
}

function noSuchAddress(id: number): AvatarError {
  return new AvatarError('not_found', `E-mail address ${id} not found.`);
}

function primaryAddress(): AvatarError {
  return new AvatarError('primary_address', 'This is your primary e-mail address. Make another one primary, then remove this one.');
}
