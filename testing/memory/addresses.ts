import type { AddressRecords, EmailAddress, Proof, RequiredProof } from '@/lib/accounts/addresses/ports';
import { MAX_ADDRESSES } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';
import { pictureOf, releaseVersions } from './address-pictures';
import { type AddressRow, requirePerson, stored, type Tables } from './tables';

export function addressRecords(tables: Tables): Omit<AddressRecords, 'confirmAddress'> {
  const { people, addresses } = tables;
  const toAddress = ({ userId, ...row }: AddressRow): EmailAddress => ({
    ...structuredClone(row),
    isPrimary: people.get(userId)?.email === row.email,
  });
  const ownAddress = (userId: number, id: number) => {
    const row = addresses.get(id);
    return row?.userId === userId ? row : undefined;
  };

  return {
    async addressesOf(userId) {
      const own = [...addresses.values()].filter((row) => row.userId === userId).map(toAddress);
      return own.sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary));
    },
    async addAddress(userId, { email, proof }) {
      requirePerson(tables, userId);
      requireFewAddresses(tables, userId);
      return toAddress(insertAddress(tables, userId, email, proof));
    },
    async changeAddress(userId, id, { isPrimary, hashLookup, shows, proof }) {
      const row = ownAddress(userId, id);
      if (!row) throw new AvatarError('not_found', `E-mail address ${id} not found.`);
      const person = requirePerson(tables, userId);
      if (shows) row.shows = pictureOf(tables, person, shows);
      if (isPrimary) person.email = row.email;
      if (hashLookup !== undefined) row.hashLookup = hashLookup;
      if (proof) row.proof = proof;
      releaseVersions(tables, userId);
      return toAddress(row);
    },
    async removeAddress(userId, id) {
      const row = ownAddress(userId, id);
      if (!row) return null;
      if (toAddress(row).isPrimary) {
        throw new AvatarError('primary_address', 'This is your primary e-mail address. Make another one primary, then remove this one.');
      }
      deleteAddress(tables, row);
      return row.email;
    },
  };
}

/** @throws AvatarError too_many_addresses */
export function requireFewAddresses({ addresses }: Tables, userId: number): void {
  if ([...addresses.values()].filter((row) => row.userId === userId).length < MAX_ADDRESSES) return;
  throw new AvatarError('too_many_addresses', `An account has at most ${MAX_ADDRESSES} e-mail addresses. Remove one first.`, {
    limit: MAX_ADDRESSES,
  });
}

/** @throws AvatarError email_taken */
export function insertAddress(tables: Tables, userId: number, email: string, proof: Proof): AddressRow {
  if (addressRow(tables, email, 'any')) {
    throw new AvatarError('email_taken', 'An account with this e-mail address already exists.', {
      fields: { email: 'An account with this e-mail address already exists. Sign in instead.' },
      fieldProblems: { email: { code: 'unique' } },
    });
  }
  const row: AddressRow = {
    id: tables.nextId('addresses'),
    userId,
    email: stored(email),
    proof,
    hashLookup: true,
    shows: 'account',
    createdAt: new Date(),
  };
  tables.addresses.set(row.id, row);
  return row;
}

/** Deletes an address, and the links to it that would reset the password of the account. */
export function deleteAddress(tables: Tables, { id, userId, email }: AddressRow): void {
  const { addresses, links } = tables;
  addresses.delete(id);
  releaseVersions(tables, userId);
  for (const [sha256, link] of links)
    if (link.userId === userId && link.email === email && link.purpose === 'reset-password') links.delete(sha256);
}

export function addressRow({ addresses }: Tables, email: string, proof: RequiredProof): AddressRow | undefined {
  const wanted = stored(email);
  for (const row of addresses.values()) if (row.email === wanted) return proof === 'any' || row.proof !== 'assumed' ? row : undefined;
  return undefined;
}
