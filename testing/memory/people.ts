import type { PeopleRecords, Person } from '@/lib/accounts/ports';
import type { SetupRecords } from '@/lib/accounts/registration/ports';
import { AvatarError } from '@/lib/errors';
import { addressRow, insertAddress } from './addresses';
import { requireInvite } from './invites';
import { endSignIns } from './password-resets';
import { requireOtherAdministrator, requireSetupCode } from './setup';
import { type PersonRow, stored, type Tables } from './tables';

export function peopleRecords(tables: Tables): PeopleRecords & Pick<SetupRecords, 'changeRole'> {
  const { people } = tables;

  return {
    async createPerson({ proof = 'assumed', setupCode, invite, ...person }) {
      const given = stored(person);
      const id = tables.nextId('people');
      if (given.role === 'admin') requireSetupCode(tables, setupCode);
      const used = invite === undefined ? null : requireInvite(tables, invite);
      insertAddress(tables, id, given.email, proof);
      if (used) used.uses += 1;
      if (given.role === 'admin') tables.setupCode = null;
      const row: PersonRow = {
        ...given,
        id,
        publicName: null,
        language: null,
        timeZone: null,
        role: given.role ?? 'member',
        passwordVersion: 1,
        deleteAt: null,
        disabledAt: null,
        createdAt: new Date(),
        avatarSource: 'none',
        avatarVersion: 1,
        currentAvatarId: null,
        gravatarCheckedAt: null,
        avatarLockedUntil: null,
        avatarNotice: null,
      };
      people.set(row.id, row);
      return toPerson(row);
    },
    async personById(userId) {
      const row = people.get(userId);
      return row ? toPerson(row) : null;
    },
    async personByEmail(email, proof) {
      const row = people.get(addressRow(tables, email, proof)?.userId ?? 0);
      return row ? { ...toPerson(row), passwordHash: row.passwordHash, passwordVersion: row.passwordVersion } : null;
    },
    async storedPerson(userId) {
      const row = people.get(userId);
      return row ? { ...toPerson(row), passwordHash: row.passwordHash, passwordVersion: row.passwordVersion } : null;
    },
    async changeRole(userId, role, setupCode) {
      const row = people.get(userId) ?? noSuchPerson(userId);
      if (role === 'admin') {
        requireSetupCode(tables, setupCode);
        tables.setupCode = null;
      } else requireOtherAdministrator(tables, userId);
      row.role = role;
      return toPerson(row);
    },
    async changeProfile(userId, change) {
      const row = people.get(userId) ?? noSuchPerson(userId);
      Object.assign(row, stored(change));
      return toPerson(row);
    },
    async changePassword(userId, { passwordVersion, passwordHash, keep }) {
      const row = people.get(userId);
      if (row?.passwordVersion !== passwordVersion) return false;
      Object.assign(row, { passwordHash: stored(passwordHash), passwordVersion: passwordVersion + 1 });
      endSignIns(tables, userId, keep);
      return true;
    },
  };
}

export function toPerson({ id, email, name, publicName, language, timeZone, role, createdAt, disabledAt }: PersonRow): Person {
  const profile = { name, publicName, language, timeZone };
  return { id, email, ...profile, role, createdAt: new Date(createdAt), disabledAt: disabledAt && new Date(disabledAt) };
}

function noSuchPerson(userId: number): never {
  throw new AvatarError('not_found', `User ${userId} not found.`);
}
