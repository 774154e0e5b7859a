import type { PeopleRecords } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../client';
import { addressFields, takingAddress } from './addresses';
import { endSessions } from './end-sessions';

export const PERSON_COLUMNS = { id: true, email: true, name: true, role: true, createdAt: true } as const;

/** An arbitrary number, unique in this application. Serializes sign-ups, so that only one of them can be the first. */
export const FIRST_ACCOUNT_LOCK = 6_532_001;

export function peopleRecords(db: Db): PeopleRecords {
  return {
    createPerson: ({ proof = 'assumed', ...person }) =>
      takingAddress(() =>
        db.$transaction(async (tx) => {
          await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`;
          const role = (await tx.user.count()) === 0 ? 'admin' : 'member';
          const addresses = { create: addressFields(person.email, proof) };
          return tx.user.create({ data: { ...person, role, addresses }, select: PERSON_COLUMNS });
        }),
      ),
    personById: (id) => db.user.findUnique({ where: { id }, select: PERSON_COLUMNS }),
    async personByEmail(email, proof) {
      const address = await db.emailAddress.findUnique({
        where: { email, ...(proof === 'proved' && { proof: { not: 'assumed' } }) },
        select: { user: { select: { ...PERSON_COLUMNS, passwordHash: true, passwordVersion: true } } },
      });
      return address?.user ?? null;
    },
    async rename(id, name) {
      const [renamed] = await db.user.updateManyAndReturn({ where: { id }, data: { name }, select: PERSON_COLUMNS });
      return renamed ?? noSuchPerson(id);
    },
    changePassword: (id, { passwordVersion, passwordHash, keep }) =>
      db.$transaction(async (tx) => {
        const { count } = await tx.user.updateMany({
          where: { id, passwordVersion },
          data: { passwordHash, passwordVersion: { increment: 1 } },
        });
        if (count === 1) await endSessions(tx, id, keep);
        return count === 1;
      }),
  };
}

function noSuchPerson(userId: number): never {
  throw new AvatarError('not_found', `User ${userId} not found.`);
}
