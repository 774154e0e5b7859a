import { pendingAccount } from '@/lib/accounts/addresses/pending-account';
import type { AddressRecords } from '@/lib/accounts/addresses/ports';
import { placeholderEmail } from '@/lib/accounts/email';
import type { MailedLink } from '@/lib/accounts/links/ports';
import { addressRow, deleteAddress, insertAddress, requireFewAddresses } from './addresses';
import { requireInvite } from './invites';
import { takeLink } from './links';
import { endSignIns } from './password-resets';
import { peopleRecords } from './people';
import { type PersonRow, requirePasswordVersion, type Tables } from './tables';

export function confirmAddress(tables: Tables): AddressRecords['confirmAddress'] {
  const { people, addresses, links } = tables;

  async function openAccount({ email, data }: MailedLink, generatedKey: string): Promise<number> {
    const { id } = await peopleRecords(tables).createPerson({ ...pendingAccount(data), email, generatedKey, proof: 'link' });
    return id;
  }

  function giveAddress({ email, userId }: MailedLink): number | null {
    const person = people.get(userId ?? 0);
    if (!person) return null;
    const own = addressRow(tables, email, 'any');
    if (own) own.proof = 'link';
    else {
      requireFewAddresses(tables, person.id);
      insertAddress(tables, person.id, email, 'link');
    }
    if (person.email === placeholderEmail(person.id)) person.email = email;
    return person.id;
  }

  /** The enabled account without a password that has the address as a proved one. */
  function unclaimedOwner({ email, purpose }: MailedLink): PersonRow | null {
    const owner = people.get(addressRow(tables, email, 'proved')?.userId ?? 0);
    const hasIdentity = [...tables.identities.values()].some(({ userId }) => userId === owner?.id);
    return purpose === 'sign-up' && owner?.passwordHash === null && !hasIdentity && !owner.disabledAt ? owner : null;
  }

  function claimAccount(row: PersonRow, { email, data }: MailedLink): void {
    const { name, passwordHash, role, invite } = pendingAccount(data);
    if (role === 'admin') tables.setupCode = null;
    if (invite !== undefined) requireInvite(tables, invite).uses += 1;
    Object.assign(row, { name, passwordHash, passwordVersion: row.passwordVersion + 1, ...(role === 'admin' && { role }) });
    const own = addressRow(tables, email, 'any');
    if (own) own.proof = 'link';
    endSignIns(tables, row.id, null);
  }

  const confirm: AddressRecords['confirmAddress'] = async (sha256, { generatedKey, now }) => {
    const link = takeLink(tables, sha256, 'sign-up', now) ?? takeLink(tables, sha256, 'verify-address', now);
    if (!link) return null;
    const { email } = link;
    if (link.userId !== null) requirePasswordVersion(tables, link.userId, undefined);
    const isNewAccount = link.purpose === 'sign-up';
    const unclaimed = unclaimedOwner(link);
    const lostBy = unclaimed ? null : releaseAddress(tables, link);
    if (lostBy === 'proved') return null;
    for (const [hash, other] of links) if (other.email === email && other.purpose !== 'reset-password') links.delete(hash);
    if (unclaimed) {
      claimAccount(unclaimed, link);
      return { userId: unclaimed.id, email, isNewAccount, isClaimed: true, lostBy: null };
    }
    const userId = isNewAccount ? await openAccount(link, generatedKey) : giveAddress(link);
    return userId === null ? null : { userId, email, isNewAccount, lostBy };
  };

  // As a transaction: an error leaves everything as it was, the link too.
  return async (...asked) => {
    const before = [links, addresses, people].map((table) => ({ table, rows: structuredClone([...table]) }));
    try {
      return await confirm(...asked);
    } catch (error) {
      for (const { table, rows } of before) {
        table.clear();
        for (const [key, row] of rows) (table as Map<unknown, unknown>).set(key, row);
      }
      throw error;
    }
  };
}

/** Takes an address without proof from the account that has it. */
export function releaseAddress(tables: Tables, { email, userId }: Pick<MailedLink, 'email' | 'userId'>): number | 'proved' | null {
  const row = addressRow(tables, email, 'any');
  if (!row || row.userId === userId) return null;
  if (row.proof !== 'assumed') return 'proved';
  deleteAddress(tables, row);
  const left = [...tables.addresses.values()].filter((own) => own.userId === row.userId);
  const next = left.find(({ proof }) => proof !== 'assumed') ?? left[0];
  const loser = tables.people.get(row.userId);
  if (loser?.email === email) loser.email = next?.email ?? placeholderEmail(row.userId);
  return row.userId;
}
