import type { Identity, IdentityRecords, ProviderAccount } from '@/lib/accounts/identities/ports';
import { AvatarError, passwordMissing } from '@/lib/errors';
import { takingAddress } from '../accounts/addresses/addresses';
import { lockLinks, releaseAddress } from '../accounts/addresses/confirm-address';
import { lockPerson } from '../accounts/lock-person';
import { insertPerson, PERSON_COLUMNS } from '../accounts/people';
import { lockAdministrators } from '../accounts/setup';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';

type Tx = Prisma.TransactionClient;

export function identityRecords(db: Db): IdentityRecords {
  return {
    async identityOf(account) {
      const row = await db.identity.findUnique({ where: { issuer_subject: account }, include: { user: { select: PERSON_COLUMNS } } });
      if (!row) return null;
      const { user, ...identity } = row;
      return { identity, person: user };
    },
    identitiesOf: (userId) => db.identity.findMany({ where: { userId }, orderBy: { id: 'asc' } }),
    addIdentity: (userId, account) =>
      db.$transaction(async (tx) => {
        await lockPerson(tx, userId, undefined);
        if ((await tx.user.count({ where: { id: userId } })) === 0) throw new AvatarError('not_found', `User ${userId} not found.`);
        return insertIdentity(tx, userId, account);
      }),
    openWithIdentity: (account, { email, ...person }, takesAddress) =>
      takingAddress(() =>
        db.$transaction(async (tx) => {
          // Before the rows of people, as every change of administrators does.
          if (person.role === 'admin') await lockAdministrators(tx);
          const owner = await tx.emailAddress.findUnique({ where: { email }, select: { userId: true } });
          if (owner) await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${owner.userId} FOR UPDATE`;
          await lockLinks(tx, email);
          // An address that is proved, or that is not to be taken, stays, and the insertion fails.
          const released = owner && takesAddress ? await releaseAddress(tx, { email, userId: null }) : null;
          await tx.mailedLink.deleteMany({ where: { email, purpose: { in: ['sign-up', 'verify-address'] } } });
          const opened = await insertPerson(tx, { ...person, email, passwordHash: null, proof: 'link' });
          await insertIdentity(tx, opened.id, account);
          return { person: opened, lostBy: typeof released === 'number' ? released : null };
        }),
      ),
    async touchIdentity(id, used) {
      await db.identity.updateMany({ where: { id }, data: used });
    },
    removeIdentity: (userId, id) =>
      db.$transaction(async (tx) => {
        const [user] = await tx.$queryRaw<{ passwordHash: string | null }[]>`
          SELECT "passwordHash" FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
        if ((await tx.identity.count({ where: { id, userId } })) === 0) return false;
        if (user?.passwordHash === null) throw passwordMissing();
        await tx.identity.delete({ where: { id } });
        return true;
      }),
  };
}

/** @throws AvatarError identity_taken */
async function insertIdentity(tx: Tx, userId: number, account: ProviderAccount): Promise<Identity> {
  // Without an error of a unique index, which would end the transaction.
  const [identity] = await tx.identity.createManyAndReturn({ data: [{ userId, ...account }], skipDuplicates: true });
  if (identity) return identity;
  throw new AvatarError('identity_taken', 'This account of the provider, or this person, is connected already.');
}
