import { emailHashes } from '@/lib/accounts/email-hashes';
import type { PeopleRecords } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../client';
import { Prisma } from '../generated/client';
import { endSessions } from './end-sessions';

export const PERSON_COLUMNS = { id: true, email: true, name: true, role: true, createdAt: true } as const;

/** An arbitrary number, unique in this application. Serializes sign-ups, so that only one of them can be the first. */
const FIRST_ACCOUNT_LOCK = 6_532_001;

export function peopleRecords(db: Db): PeopleRecords {
  return {
    async createPerson(person) {
      try {
        return await db.$transaction(async (tx) => {
          await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`;
          const role = (await tx.user.count()) === 0 ? 'admin' : 'member';
          return tx.user.create({ data: { ...person, ...emailHashes(person.email), role }, select: PERSON_COLUMNS });
        });
      } catch (error) {
        if (isUniqueViolation(error)) {
          throw new AvatarError('email_taken', 'An account with this e-mail address already exists.', {
            fields: { email: 'An account with this e-mail address already exists. Sign in instead.' },
          });
        }
        throw error;
      }
    },
    personById: (id) => db.user.findUnique({ where: { id }, select: PERSON_COLUMNS }),
    personByEmail: (email) =>
      db.user.findUnique({ where: { email }, select: { ...PERSON_COLUMNS, passwordHash: true, passwordVersion: true } }),
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

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
