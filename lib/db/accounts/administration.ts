import type { AdministrationRecords, PeopleFilter } from '@/lib/accounts/administration/ports';
import type { ImportRecords } from '@/lib/accounts/imports/ports';
import { AvatarError } from '@/lib/errors';
import type { Database } from '../client';
import { columns, named } from '../lookups/columns';
import { endSessions } from './end-sessions';
import { PERSON_COLUMNS } from './people';
import { endSetup, lockAdministrators, requireOtherAdministrator } from './setup';

const PERSON = Object.keys(PERSON_COLUMNS);

/** Set apart, so that PostgreSQL uses the index of words and not that of ids. */
const FOUND = `"id" = ANY(ARRAY(SELECT "id" FROM "User" WHERE "person_words"("name", "email") @@ to_tsquery('simple', $1)))`;

/** The people of a filter. The words are the first parameter, if there are any. */
export function peopleQuery(select: string, { words, role, state }: PeopleFilter, rest = ''): { sql: string; values: string[] } {
  const conditions = [
    ...(words.length > 0 ? [FOUND] : []),
    // Literals, which the partial indexes need.
    ...(role ? [`"role" = '${role}'`] : []),
    ...(state ? [`"disabledAt" IS ${state === 'disabled' ? 'NOT NULL' : 'NULL'}`] : []),
  ];
  const where = conditions.length > 0 ? conditions.join(' AND ') : 'true';
  return { sql: `SELECT ${select} FROM "User" WHERE ${where}${rest}`, values: words.length > 0 ? [tsquery(words)] : [] };
}

/** Words have neither quotes nor backslashes. */
const tsquery = (words: readonly string[]) => words.map((word) => `'${word}':*`).join(' & ');

export function administrationRecords({ db, read }: Pick<Database, 'db' | 'read'>): Omit<AdministrationRecords, keyof ImportRecords> {
  return {
    async listPeople(filter, { before, limit }) {
      const below = before === undefined ? '' : ` AND "id" < ${Number(before)}`;
      const { sql, values } = peopleQuery(columns('User', PERSON), filter, `${below} ORDER BY "id" DESC LIMIT ${Number(limit)}`);
      return (await read(sql, values)).map((row) => named(PERSON, row));
    },
    async countMatching(filter) {
      const { sql, values } = peopleQuery('count(*)::int', filter);
      const [row] = await read(sql, values);
      return Number(row?.[0]);
    },
    async countPeople() {
      const [people, administrators, disabled] = await Promise.all([
        db.user.count(),
        db.user.count({ where: { role: 'admin' } }),
        db.user.count({ where: { disabledAt: { not: null } } }),
      ]);
      return { people, administrators, disabled };
    },
    async namesOf(userIds) {
      const people = await db.user.findMany({ where: { id: { in: [...userIds] } }, select: { id: true, name: true } });
      return new Map(people.map(({ id, name }) => [id, name]));
    },
    async countExpired({ now, invitesBefore, auditBefore, messagesBefore }) {
      const [sessions, links, invites, auditEntries, messages, accounts] = await Promise.all([
        db.session.count({ where: { expiresAt: { lt: now } } }),
        db.mailedLink.count({ where: { expiresAt: { lte: now } } }),
        db.invite.count({ where: { expiresAt: { lt: invitesBefore } } }),
        db.auditEntry.count({ where: { at: { lt: auditBefore } } }),
        db.queuedMessage.count({ where: { createdAt: { lt: messagesBefore } } }),
        db.user.count({ where: { deleteAt: { lte: now } } }),
      ]);
      return { sessions, links, invites, auditEntries, messages, accounts };
    },
    changePerson: (id, { role, disabled }) =>
      db.$transaction(async (tx) => {
        await lockAdministrators(tx);
        if (role === 'admin') await endSetup(tx, undefined);
        if (role === 'member' || disabled) await requireOtherAdministrator(tx, id);
        await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${id} FOR UPDATE`;
        const before = await tx.user.findUnique({ where: { id }, select: PERSON_COLUMNS });
        if (!before) throw new AvatarError('not_found', `User ${id} not found.`);
        const now = new Date();
        const disabledAt = disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? now) : null;
        if (disabledAt && !before.disabledAt) await endSessions(tx, id, null, now);
        return tx.user.update({ where: { id }, data: { disabledAt, role: role ?? before.role }, select: PERSON_COLUMNS });
      }),
  };
}
