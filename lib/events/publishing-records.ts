import { emailHashes } from '@/lib/accounts/email-hashes';
import type { AccountRecords } from '@/lib/accounts/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import type { Events } from './events';

/**
 * Publishes an event after each transaction that changed a picture, an account or the policy. All writers share these records, so a
 * change cannot be saved without its event.
 */
export function publishingRecords<R extends AvatarRecords & AccountRecords>(records: R, events: Events): R {
  const published = (type: 'picture-changed' | 'picture-described', state: AvatarState) => {
    events.publish({ type, userId: state.person.id, version: state.version, at: new Date() });
    return state;
  };
  const accountChanged = (userId: number) => events.publish({ type: 'account-changed', userId, at: new Date() });

  const publishing: Pick<
    AvatarRecords & AccountRecords,
    'save' | 'point' | 'describe' | 'changePolicy' | 'createPerson' | 'createKey' | 'deleteKey' | 'renewKey'
  > = {
    save: async (...change) => published('picture-changed', await records.save(...change)),
    point: async (...change) => published('picture-changed', await records.point(...change)),
    describe: async (...change) => published('picture-described', await records.describe(...change)),
    async changePolicy(change, by) {
      const policy = await records.changePolicy(change, by);
      events.publish({ type: 'policy-changed', policy, by, at: new Date() });
      return policy;
    },
    async createPerson(account) {
      const person = await records.createPerson(account);
      const hashes = Object.values(emailHashes(person.email));
      events.publish({ type: 'account-changed', userId: person.id, hashes, at: new Date() });
      return person;
    },
    async createKey(key) {
      const created = await records.createKey(key);
      accountChanged(created.userId);
      return created;
    },
    async deleteKey(userId, keyId) {
      const isDeleted = await records.deleteKey(userId, keyId);
      if (isDeleted) accountChanged(userId);
      return isDeleted;
    },
    async renewKey(sha256, next) {
      const userId = await records.renewKey(sha256, next);
      if (userId !== null) accountChanged(userId);
      return userId;
    },
  };
  return { ...records, ...publishing };
}
