import type { AdministrationRecords, PeopleFilter } from '@/lib/accounts/administration/ports';
import { searchWords } from '@/lib/accounts/administration/search-words';
import type { ImportRecords } from '@/lib/accounts/imports/ports';
import { AvatarError } from '@/lib/errors';
import { endSessions } from './end-sessions';
import { toPerson } from './people';
import { requireOtherAdministrator } from './setup';
import { type PersonRow, stored, type Tables } from './tables';

export function administrationRecords(tables: Tables): Omit<AdministrationRecords, keyof ImportRecords> {
  const { people } = tables;

  function matching({ words, role, state }: PeopleFilter): PersonRow[] {
    return [...people.values()].filter((row) => {
      const own = searchWords(`${row.name} ${row.email}`);
      return (
        words.every((word) => own.some((text) => text.startsWith(word))) &&
        (role === undefined || row.role === role) &&
        (state === undefined || (state === 'disabled') === (row.disabledAt !== null))
      );
    });
  }

  return {
    async listPeople(filter, { before = Number.POSITIVE_INFINITY, limit }) {
      const below = matching(stored(filter)).filter(({ id }) => id < before);
      return below
        .sort((a, b) => b.id - a.id)
        .slice(0, limit)
        .map(toPerson);
    },
    countMatching: async (filter) => matching(stored(filter)).length,
    countPeople: async () => ({
      people: people.size,
      administrators: matching({ words: [], role: 'admin' }).length,
      disabled: matching({ words: [], state: 'disabled' }).length,
    }),
    namesOf: async (userIds) => new Map(userIds.flatMap((id) => (people.has(id) ? [[id, people.get(id)?.name ?? '']] : []))),
    async countExpired({ now, invitesBefore, auditBefore, messagesBefore }) {
      return {
        sessions: countOf(tables.sessions, ({ expiresAt }) => expiresAt < now),
        links: countOf(tables.links, ({ expiresAt }) => expiresAt <= now),
        invites: countOf(tables.invites, ({ expiresAt }) => expiresAt < invitesBefore),
        auditEntries: tables.audit.filter(({ at }) => at < auditBefore).length,
        messages: countOf(tables.messages, ({ createdAt }) => createdAt < messagesBefore),
        accounts: countOf(people, ({ deleteAt }) => deleteAt !== null && deleteAt <= now),
      };
    },
    async changePerson(userId, { role, disabled }) {
      const row = people.get(userId);
      if (!row) throw new AvatarError('not_found', `User ${userId} not found.`);
      if (role === 'admin') tables.setupCode = null;
      if (role === 'member' || disabled) requireOtherAdministrator(tables, userId);
      const now = new Date();
      if (disabled && !row.disabledAt) endSessions(tables, userId, null, now);
      if (disabled !== undefined) row.disabledAt = disabled ? (row.disabledAt ?? now) : null;
      row.role = role ?? row.role;
      return toPerson(row);
    },
  };
}

function countOf<Row>(table: ReadonlyMap<unknown, Row>, isCounted: (row: Row) => boolean): number {
  return [...table.values()].filter(isCounted).length;
}
