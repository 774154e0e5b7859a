import { AvatarError } from '@/lib/errors';
import { canonicalEmail } from '../email';
import type { PeopleRecords } from '../ports';
import type { Addresses, AddressRecords, RequiredProof } from './ports';

/** @param proof `proved` where addresses are verified: the primary address has to be, since mail goes to it and applications see it */
export function createAddresses(records: AddressRecords & Pick<PeopleRecords, 'personByEmail'>, proof: RequiredProof): Addresses {
  return {
    verifies: proof === 'proved',
    list: (userId) => records.addressesOf(userId),
    add: (userId, email) => records.addAddress(userId, { email: canonicalEmail(email), proof: 'assumed' }),
    async change(userId, id, change) {
      const address = (await records.addressesOf(userId)).find((own) => own.id === id);
      if (change.isPrimary && proof === 'proved' && address?.proof === 'assumed') {
        throw new AvatarError('unproved_address', 'Only a verified e-mail address can be the primary one. Verify it first.');
      }
      return records.changeAddress(userId, id, change);
    },
    async approve(email) {
      const owner = await records.personByEmail(email, 'any');
      const address = owner && (await records.addressesOf(owner.id)).find((own) => own.email === email);
      if (!address) return null;
      if (address.proof === 'assumed') await records.changeAddress(owner.id, address.id, { proof: 'administrator' });
      return owner.id;
    },
    async remove(userId, id) {
      if ((await records.removeAddress(userId, id)) === null) throw new AvatarError('not_found', `E-mail address ${id} not found.`);
    },
  };
}
