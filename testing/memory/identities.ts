import type { Identity, IdentityRecords, ProviderAccount } from '@/lib/accounts/identities/ports';
import { AvatarError, passwordMissing } from '@/lib/errors';
import { releaseAddress } from './confirm-address';
import { peopleRecords, toPerson } from './people';
import { requirePasswordVersion, stored, type Tables } from './tables';

export function identityRecords(tables: Tables): IdentityRecords {
  const { people, identities, links } = tables;

  function requireFree(userId: number | null, { issuer, subject }: ProviderAccount): void {
    for (const row of identities.values()) {
      if (row.issuer !== issuer || (row.subject !== subject && row.userId !== userId)) continue;
      throw new AvatarError('identity_taken', 'This account of the provider, or this person, is connected already.');
    }
  }

  function insert(userId: number, account: ProviderAccount): Identity {
    requireFree(userId, account);
    const id = tables.nextId('identities');
    const row: Identity = { ...stored(account), id, userId, createdAt: new Date(), lastUsedAt: null, pictureUrl: null, pictureAt: null };
    identities.set(id, row);
    return structuredClone(row);
  }

  return {
    async identityOf({ issuer, subject }) {
      const row = [...identities.values()].find((one) => one.issuer === issuer && one.subject === subject);
      const person = row && people.get(row.userId);
      return row && person ? { identity: structuredClone(row), person: toPerson(person) } : null;
    },
    async identitiesOf(userId) {
      return structuredClone([...identities.values()].filter((row) => row.userId === userId));
    },
    async addIdentity(userId, account) {
      requirePasswordVersion(tables, userId, undefined);
      if (!people.has(userId)) throw new AvatarError('not_found', `User ${userId} not found.`);
      return insert(userId, account);
    },
    async openWithIdentity(account, person, takesAddress) {
      requireFree(null, account);
      const released = takesAddress ? releaseAddress(tables, { email: person.email, userId: null }) : null;
      const opened = await peopleRecords(tables).createPerson({ ...person, passwordHash: null, proof: 'link' });
      for (const [hash, link] of links) if (link.email === person.email && link.purpose !== 'reset-password') links.delete(hash);
      insert(opened.id, account);
      return { person: opened, lostBy: typeof released === 'number' ? released : null };
    },
    async touchIdentity(id, used) {
      const row = identities.get(id);
      if (row) Object.assign(row, stored(used));
    },
    async removeIdentity(userId, id) {
      if (identities.get(id)?.userId !== userId) return false;
      if (people.get(userId)?.passwordHash === null) throw passwordMissing();
      return identities.delete(id);
    },
  };
}
