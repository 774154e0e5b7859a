import { emailHashes } from '@/lib/accounts/email-hashes';
import type { PeopleRecords, Person } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { endSessions } from './end-sessions';
import { type PersonRow, stored, type Tables } from './tables';

export function peopleRecords(tables: Tables): PeopleRecords {
  const { people } = tables;

  function find(matches: (row: PersonRow) => boolean): PersonRow | null {
    for (const row of people.values()) if (matches(row)) return row;
    return null;
  }

  return {
    async createPerson(person) {
      const given = stored(person);
      if (find(({ email, generatedKey }) => email === given.email || generatedKey === given.generatedKey)) throw emailTaken();
      const row: PersonRow = {
        ...given,
        id: tables.nextId('people'),
        role: people.size === 0 ? 'admin' : 'member',
        passwordVersion: 1,
        createdAt: new Date(),
        emailHashes: Object.values(emailHashes(given.email)),
        avatarSource: 'none',
        avatarVersion: 1,
        currentAvatarId: null,
        gravatarCheckedAt: null,
      };
      people.set(row.id, row);
      return toPerson(row);
    },
    async personById(userId) {
      const row = people.get(userId);
      return row ? toPerson(row) : null;
    },
    async personByEmail(email) {
      const wanted = stored(email);
      const row = find((candidate) => candidate.email === wanted);
      return row && { ...toPerson(row), passwordHash: row.passwordHash, passwordVersion: row.passwordVersion };
    },
    async rename(userId, name) {
      const row = people.get(userId) ?? noSuchPerson(userId);
      row.name = stored(name);
      return toPerson(row);
    },
    async changePassword(userId, { passwordVersion, passwordHash, keep }) {
      const row = people.get(userId);
      if (row?.passwordVersion !== passwordVersion) return false;
      Object.assign(row, { passwordHash: stored(passwordHash), passwordVersion: passwordVersion + 1 });
      endSessions(tables, userId, keep);
      return true;
    },
  };
}

export function toPerson({ id, email, name, role, createdAt }: PersonRow): Person {
  return { id, email, name, role, createdAt: new Date(createdAt) };
}

function noSuchPerson(userId: number): never {
  throw new AvatarError('not_found', `User ${userId} not found.`);
}

function emailTaken(): AvatarError {
  return new AvatarError('email_taken', 'An account with this e-mail address already exists.', {
    fields: { email: 'An account with this e-mail address already exists. Sign in instead.' },
  });
}
