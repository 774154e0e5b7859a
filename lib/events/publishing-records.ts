import type { AdministrationRecords } from '@/lib/accounts/administration/ports';
import { emailHashes } from '@/lib/accounts/email-hashes';
import type { AccountRecords } from '@/lib/accounts/ports';
import type { ErasureRecords } from '@/lib/avatars/erasure/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';
import type { Events } from './events';

/** The id of an account whose creation was not acknowledged. Ids start at one. */
const UNKNOWN_ID = 0;

/**
 * Publishes an event after each transaction that changed a picture, an account or the policy. All writers share these records, so a
 * change cannot be saved without its event. If the database does not acknowledge a change, it may be committed all the same: then an event
 * without its outcome makes every cache read again.
 */
export function publishingRecords<R extends AvatarRecords & AccountRecords & AdministrationRecords & ErasureRecords>(
  records: R,
  events: Events,
): R {
  const accountChanged = (userId: number, hashes?: string[], isPictureChanged?: boolean) =>
    events.publish({
      type: 'account-changed',
      userId,
      ...(hashes && { hashes }),
      ...(isPictureChanged && { isPictureChanged }),
      at: new Date(),
    });

  async function picture(
    type: 'picture-changed' | 'picture-described',
    userId: number,
    change: Promise<AvatarState>,
  ): Promise<AvatarState> {
    const state = await acknowledged(change, () => events.publish({ type: 'picture-uncertain', userId, at: new Date() }));
    events.publish({ type, userId, version: state.version, at: new Date() });
    return state;
  }

  const publishing: Pick<
    AvatarRecords & AccountRecords & AdministrationRecords & ErasureRecords,
    | 'save'
    | 'point'
    | 'describe'
    | 'changePolicy'
    | 'createPerson'
    | 'importPeople'
    | 'addAddress'
    | 'changeAddress'
    | 'removeAddress'
    | 'confirmAddress'
    | 'openWithIdentity'
    | 'changeRole'
    | 'changeProfile'
    | 'changePassword'
    | 'erase'
    | 'resetPassword'
    | 'changePerson'
    | 'endSession'
    | 'endSessions'
    | 'createKey'
    | 'deleteKey'
    | 'renewKey'
    | 'rotate'
    | 'revokeFamily'
  > = {
    save: (userId, ...change) => picture('picture-changed', userId, records.save(userId, ...change)),
    point: (userId, ...change) => picture('picture-changed', userId, records.point(userId, ...change)),
    describe: (userId, ...change) => picture('picture-described', userId, records.describe(userId, ...change)),
    async changePolicy(change, by) {
      const uncertain = () => events.publish({ type: 'policy-changed', by: by ?? undefined, at: new Date() });
      const policy = await acknowledged(records.changePolicy(change, by), uncertain);
      events.publish({ type: 'policy-changed', policy, by: by ?? undefined, at: new Date() });
      return policy;
    },
    async createPerson(account) {
      const uncertain = () => accountChanged(UNKNOWN_ID, hashesOf(account.email));
      const person = await acknowledged(records.createPerson(account), uncertain);
      accountChanged(person.id, hashesOf(person.email));
      return person;
    },
    async importPeople(people) {
      const uncertain = () =>
        accountChanged(
          UNKNOWN_ID,
          people.flatMap(({ email }) => hashesOf(email)),
        );
      const accounts = await acknowledged(records.importPeople(people), uncertain);
      for (const [email, { id, isNew }] of accounts) if (isNew) accountChanged(id, hashesOf(email));
      return accounts;
    },
    async addAddress(userId, address) {
      const hashes = hashesOf(address.email);
      const added = await acknowledged(records.addAddress(userId, address), () => accountChanged(userId, hashes));
      accountChanged(userId, hashes);
      return added;
    },
    async changeAddress(userId, id, change) {
      const changed = await acknowledged(records.changeAddress(userId, id, change), () => accountChanged(userId));
      accountChanged(userId, hashesOf(changed.email), change.shows !== undefined);
      return changed;
    },
    async confirmAddress(sha256, opened) {
      const confirmed = await acknowledged(records.confirmAddress(sha256, opened), () => accountChanged(UNKNOWN_ID));
      if (!confirmed) return null;
      const { userId, email, lostBy } = confirmed;
      if (lostBy !== null) accountChanged(lostBy, undefined, true);
      accountChanged(userId, hashesOf(email));
      return confirmed;
    },
    async openWithIdentity(...account) {
      const opened = await acknowledged(records.openWithIdentity(...account), () => accountChanged(UNKNOWN_ID));
      if (opened.lostBy !== null) accountChanged(opened.lostBy, undefined, true);
      accountChanged(opened.person.id, hashesOf(opened.person.email));
      return opened;
    },
    async removeAddress(userId, id) {
      const email = await acknowledged(records.removeAddress(userId, id), () => accountChanged(userId));
      if (email !== null) accountChanged(userId, hashesOf(email), true);
      return email;
    },
    async changeRole(userId, ...change) {
      const person = await acknowledged(records.changeRole(userId, ...change), () => accountChanged(userId));
      accountChanged(userId);
      return person;
    },
    async changeProfile(userId, change) {
      const person = await acknowledged(records.changeProfile(userId, change), () => accountChanged(userId));
      accountChanged(userId);
      return person;
    },
    async changePassword(userId, change) {
      const isChanged = await acknowledged(records.changePassword(userId, change), () => accountChanged(userId));
      if (isChanged) accountChanged(userId);
      return isChanged;
    },
    async erase(userId, ...erased) {
      const erasure = await acknowledged(records.erase(userId, ...erased), () => accountChanged(userId));
      if (erasure) accountChanged(userId, erasure.emails.flatMap(hashesOf));
      return erasure;
    },
    async resetPassword(linkSha256, change) {
      const person = await acknowledged(records.resetPassword(linkSha256, change), () => accountChanged(UNKNOWN_ID));
      // The link may have proved the primary address, whose hashes were unknown before.
      if (person) accountChanged(person.id, hashesOf(person.email));
      return person;
    },
    async changePerson(userId, change) {
      const person = await acknowledged(records.changePerson(userId, change), () => accountChanged(userId));
      accountChanged(userId);
      return person;
    },
    async endSession(userId, id) {
      const isEnded = await acknowledged(records.endSession(userId, id), () => accountChanged(userId));
      if (isEnded) accountChanged(userId);
      return isEnded;
    },
    async endSessions(userId, keep) {
      const count = await acknowledged(records.endSessions(userId, keep), () => accountChanged(userId));
      if (count > 0) accountChanged(userId);
      return count;
    },
    async revokeFamily(id, issuer) {
      const userId = await acknowledged(records.revokeFamily(id, issuer), () => accountChanged(UNKNOWN_ID));
      if (userId !== null) accountChanged(userId);
      return userId;
    },
    async rotate(family) {
      const usedAt = await acknowledged(records.rotate(family), () => accountChanged(family.userId));
      // The token was copied: the family has ended.
      if (usedAt === null) accountChanged(family.userId);
      return usedAt;
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

const hashesOf = (email: string): string[] => Object.values(emailHashes(email));

/** Waits for a change. A refusal by the records is certain: nothing was committed. */
async function acknowledged<T>(change: Promise<T>, uncertain: () => void): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (!isAvatarError(error) || error.code === 'database_unavailable') uncertain();
    throw error;
  }
}
