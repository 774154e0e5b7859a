import type { PeopleRecords } from '@/lib/accounts/ports';
import type { NewPerson, SetupRecords } from '@/lib/accounts/registration/ports';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';
import { addressFields, takingAddress } from './addresses/addresses';
import { countUse } from './invites';
import { endSignIns } from './password-resets';
import { endSetup, requireOtherAdministrator } from './setup';

export const PERSON_COLUMNS = {
  id: true,
  email: true,
  name: true,
  publicName: true,
  language: true,
  timeZone: true,
  role: true,
  createdAt: true,
  disabledAt: true,
} as const;

export function peopleRecords(db: Db): PeopleRecords & Pick<SetupRecords, 'changeRole'> {
  return {
    createPerson: (person) => takingAddress(() => db.$transaction((tx) => insertPerson(tx, person))),
    personById: (id) => db.user.findUnique({ where: { id }, select: PERSON_COLUMNS }),
    async personByEmail(email, proof) {
      const address = await db.emailAddress.findUnique({
        where: { email, ...(proof === 'proved' && { proof: { not: 'assumed' } }) },
        select: { user: { select: { ...PERSON_COLUMNS, passwordHash: true, passwordVersion: true } } },
      });
      return address?.user ?? null;
    },
    storedPerson: (id) => db.user.findUnique({ where: { id }, select: { ...PERSON_COLUMNS, passwordHash: true, passwordVersion: true } }),
    changeRole: (id, role, setupCode) =>
      db.$transaction(async (tx) => {
        if (role === 'admin') await endSetup(tx, setupCode);
        else await requireOtherAdministrator(tx, id);
        const [changed] = await tx.user.updateManyAndReturn({ where: { id }, data: { role }, select: PERSON_COLUMNS });
        return changed ?? noSuchPerson(id);
      }),
    async changeProfile(id, change) {
      const [changed] = await db.user.updateManyAndReturn({ where: { id }, data: change, select: PERSON_COLUMNS });
      return changed ?? noSuchPerson(id);
    },
    changePassword: (id, { passwordVersion, passwordHash, keep }) =>
      db.$transaction(async (tx) => {
        const { count } = await tx.user.updateMany({
          where: { id, passwordVersion },
          data: { passwordHash, passwordVersion: { increment: 1 } },
        });
        if (count === 1) await endSignIns(tx, id, keep);
        return count === 1;
      }),
  };
}

/** @throws the errors of `createPerson`, and an error of a unique index if another account has the address */
export async function insertPerson(tx: Prisma.TransactionClient, { proof = 'assumed', setupCode, invite, ...person }: NewPerson) {
  // First: deleting an account takes this lock before the row of an invite.
  if (person.role === 'admin') await endSetup(tx, setupCode);
  if (invite !== undefined) await countUse(tx, invite);
  const addresses = { create: addressFields(person.email, proof) };
  return tx.user.create({ data: { ...person, addresses }, select: PERSON_COLUMNS });
}

function noSuchPerson(userId: number): never {
  throw new AvatarError('not_found', `User ${userId} not found.`);
}
