import type { ImportedAccount, ImportRecords } from '@/lib/accounts/imports/ports';
import { addressRow } from './addresses';
import { linkRecords } from './links';
import { messageRecords } from './messages';
import { peopleRecords } from './people';
import type { Tables } from './tables';

export function importRecords(tables: Tables): ImportRecords {
  const idOf = (email: string) => addressRow(tables, email, 'any')?.userId;

  return {
    async importPeople(people) {
      const accounts = new Map<string, ImportedAccount>();
      for (const { invitation, ...person } of people) {
        const existing = idOf(person.email);
        if (existing !== undefined) {
          accounts.set(person.email, { id: existing, isNew: false });
          continue;
        }
        const { id } = await peopleRecords(tables).createPerson({ ...person, passwordHash: '', proof: 'administrator' });
        const row = tables.people.get(id);
        if (row) row.passwordHash = null;
        accounts.set(person.email, { id, isNew: true });
        if (!invitation) continue;
        const { linkSha256: sha256, expiresAt, message } = invitation;
        await linkRecords(tables).createLink({ sha256, purpose: 'reset-password', userId: id, email: person.email, data: null, expiresAt });
        await messageRecords(tables).queueMessage(message);
      }
      return accounts;
    },
    async accountsByEmail(emails) {
      return new Map(
        emails.flatMap((email) => {
          const id = idOf(email);
          return id === undefined ? [] : [[email, id] as const];
        }),
      );
    },
    async emailsByUserName(userName, limit) {
      const byPerson = new Map<number, string>();
      const matching = [...tables.addresses.values()].filter(({ email }) => email.startsWith(`${userName}@`));
      for (const { userId, email } of matching.sort((a, b) => (a.email < b.email ? -1 : 1)))
        if (!byPerson.has(userId)) byPerson.set(userId, email);
      return [...byPerson.values()].slice(0, limit);
    },
  };
}
