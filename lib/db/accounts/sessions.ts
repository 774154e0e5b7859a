import { MAX_SESSIONS } from '@/lib/accounts/limits';
import type { Person } from '@/lib/accounts/ports';
import type { SessionRecords } from '@/lib/accounts/sessions/ports';
import type { Database } from '../client';
import { createBatches } from '../lookups/batches';
import { columns, named } from '../lookups/columns';
import { endSessions } from './end-sessions';
import { lockPerson } from './lock-person';
import { PERSON_COLUMNS } from './people';

const PERSON = Object.keys(PERSON_COLUMNS);

/** A session, then its person: every request with a cookie starts with this query. */
const BY_ID = `SELECT "Session"."id", "lastSeenAt", "cookie", "cookieIssuedAt", "cookieUsedAt", ${columns('User', PERSON)}
  FROM "Session" JOIN "User" ON "User"."id" = "Session"."userId" WHERE "Session"."id" = ANY($1) AND "expiresAt" > $2::timestamptz`;

/** A row of {@link BY_ID}. */
type SessionRow = [id: string, lastSeenAt: Date, serial: number, issuedAt: Date, usedAt: Date | null, ...person: unknown[]];

export function sessionRecords({ db, read }: Pick<Database, 'db' | 'read'>): SessionRecords {
  const sessionOf = createBatches(async (ids) => {
    const rows = (await read(BY_ID, [ids, new Date().toISOString()], true)) as SessionRow[];
    return new Map(
      rows.map(([id, lastSeenAt, serial, issuedAt, usedAt, ...person]) => [
        id,
        { person: named<Person>(PERSON, person), lastSeenAt, cookie: { serial, issuedAt, usedAt } },
      ]),
    );
  });
  return {
    openSession: ({ userId, passwordVersion, ...session }) =>
      db.$transaction(async (tx) => {
        const now = new Date();
        await lockPerson(tx, userId, passwordVersion);
        await tx.session.create({ data: { ...session, userId, lastSeenAt: now }, select: { id: true } });
        const excess = await tx.session.findMany({
          where: { userId },
          orderBy: [{ lastSeenAt: 'desc' }, { createdAt: 'desc' }],
          skip: MAX_SESSIONS,
          select: { id: true },
        });
        await tx.session.deleteMany({ where: { userId, OR: [{ expiresAt: { lt: now } }, { id: { in: excess.map(({ id }) => id) } }] } });
      }),
    sessionById: sessionOf,
    async useCookie(id, serial, usedAt) {
      await db.session.updateMany({ where: { id, cookie: serial, cookieUsedAt: null }, data: { cookieUsedAt: usedAt } });
    },
    async replaceCookie(id, latest, next, issuedAt) {
      const data = { cookie: next, cookieIssuedAt: issuedAt, cookieUsedAt: null };
      const { count } = await db.session.updateMany({ where: { id, cookie: latest }, data });
      return count === 1;
    },
    async extendSession(id, seen) {
      // The session may have ended in the meantime, which is not an error.
      await db.session.updateMany({ where: { id, expiresAt: { gt: seen.lastSeenAt } }, data: seen });
    },
    async sessionsOf(userId) {
      const alive = { userId, expiresAt: { gt: new Date() } };
      const [browsers, families] = await Promise.all([
        db.session.findMany({
          where: alive,
          select: { id: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true },
        }),
        db.tokenFamily.findMany({
          where: { ...alive, revokedAt: null },
          // Scripts may sign in with every run. The rest follows once these have ended.
          orderBy: { createdAt: 'desc' },
          take: MAX_SESSIONS,
          select: { id: true, issuer: true, createdAt: true, rotatedAt: true },
        }),
      ]);
      return [
        ...browsers.map((session) => ({ ...session, issuer: null })),
        ...families.map(({ rotatedAt, ...family }) => ({
          ...family,
          userAgent: null,
          address: null,
          lastSeenAt: rotatedAt ?? family.createdAt,
        })),
      ].sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
    },
    async endSession(userId, id) {
      const { count } = await db.session.deleteMany({ where: { id, userId } });
      if (count === 1) return true;
      const revoked = await db.tokenFamily.updateMany({
        where: { id, userId, revokedAt: null, expiresAt: { gt: new Date() } },
        data: { revokedAt: new Date() },
      });
      return revoked.count === 1;
    },
    async deleteExpiredSessions(now) {
      const { count } = await db.session.deleteMany({ where: { expiresAt: { lt: now } } });
      return count;
    },
    endSessions: (userId, keep) => db.$transaction((tx) => endSessions(tx, userId, keep)),
  };
}
