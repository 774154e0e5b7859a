import type { AdministrationRecords } from '@/lib/accounts/administration/ports';
import type { AccountRecords } from '@/lib/accounts/ports';
import type { ErasureRecords } from '@/lib/avatars/erasure/ports';
import type { AvatarRecords } from '@/lib/avatars/ports';
import { createNote, createNoteEach, type NoteParts } from './note';
import { createNotePicture } from './note-picture';
import type { AuditRecords } from './ports';

type Audited = AvatarRecords & AccountRecords & AdministrationRecords & ErasureRecords & AuditRecords;

/**
 * Appends an entry to the audit log with each change. All APIs, also later ones, change people and pictures through these records. A change
 * and its entry are one transaction: without the entry the change fails.
 */
export function auditingRecords<R extends Audited>(records: R, parts: NoteParts): R {
  const note = createNote(records, parts);
  const noteEach = createNoteEach(records, parts);
  const { inTransaction } = records;

  const picture = createNotePicture(records, note);

  /** @param entries appends those of the result, and none if it says that nothing has changed */
  const noted = <T>(change: () => Promise<T>, entries: (result: T) => Promise<void> | false | null | undefined): Promise<T> =>
    inTransaction(async () => {
      const result = await change();
      await entries(result);
      return result;
    });

  const auditing: Partial<Audited> = {
    save: (userId, ...change) => picture(userId, () => records.save(userId, ...change), change[3]),
    point: (userId, ...change) => picture(userId, () => records.point(userId, ...change), change[3]),
    lockPicture: (userId, lock) =>
      noted(
        () => records.lockPicture(userId, lock),
        () =>
          lock
            ? note('picture-locked', userId, { until: lock.until.toISOString(), reason: lock.reason })
            : note('picture-unlocked', userId),
      ),
    unblockFile: (id) =>
      noted(
        () => records.unblockFile(id),
        (file) => file && note('file-unblocked', file.userId, { sha256: file.sha256 }),
      ),
    describe: (userId, ...change) =>
      noted(
        () => records.describe(userId, ...change),
        () => note('picture-described', userId),
      ),
    changePolicy: (change, by) =>
      noted(
        () => records.changePolicy(change, by),
        (policy) => note('policy-changed', null, { ...policy }),
      ),
    createPerson: (account) =>
      noted(
        () => records.createPerson(account),
        ({ id, role }) => note('account-created', id, { role }),
      ),
    importPeople: (people) =>
      noted(
        () => records.importPeople(people),
        (accounts) => {
          const opened = people.flatMap(({ email, role }) => {
            const account = accounts.get(email);
            return account?.isNew ? [{ subjectId: account.id, details: { role, imported: true } }] : [];
          });
          return noteEach('account-created', opened);
        },
      ),
    createInvite: (invite) =>
      noted(
        () => records.createInvite(invite),
        ({ id, role }) => note('invite-created', null, { inviteId: id, role }),
      ),
    deleteInvite: (inviteId) =>
      noted(
        () => records.deleteInvite(inviteId),
        (isDeleted) => isDeleted && note('invite-withdrawn', null, { inviteId }),
      ),
    scheduleDeletion: (userId, at) =>
      noted(
        () => records.scheduleDeletion(userId, at),
        () => note(at ? 'deletion-scheduled' : 'deletion-cancelled', userId),
      ),
    erase: (userId, due, reason) =>
      noted(
        () => records.erase(userId, due),
        (erasure) => erasure && note('account-deleted', userId, reason === undefined ? {} : { reason }),
      ),
    eraseVersion: (userId, avatarId) =>
      noted(
        () => records.eraseVersion(userId, avatarId),
        ({ renditionKeys: [oldKey = null] }) => note('picture-deleted', userId, { oldKey }),
      ),
    changeProfile: (userId, change) =>
      noted(
        () => records.changeProfile(userId, change),
        () => note('profile-changed', userId, { fields: Object.keys(change) }),
      ),
    changePassword: (userId, change) =>
      noted(
        () => records.changePassword(userId, change),
        (isChanged) => isChanged && note('password-changed', userId),
      ),
    resetPassword: (sha256, change) =>
      noted(
        () => records.resetPassword(sha256, change),
        (person) => person && note('password-reset', person.id),
      ),
    changeRole: (userId, role, ...code) =>
      noted(
        () => records.changeRole(userId, role, ...code),
        () => note('role-changed', userId, { role }),
      ),
    changePerson: (userId, change) =>
      inTransaction(async () => {
        // An empty change locks the row, so that no other request changes it in between.
        const before = await records.changePerson(userId, {});
        const after = await records.changePerson(userId, change);
        if (before.role !== after.role) await note('role-changed', userId, { role: after.role });
        if (!before.disabledAt !== !after.disabledAt) await note(after.disabledAt ? 'account-disabled' : 'account-enabled', userId);
        return after;
      }),
    addAddress: (userId, address) =>
      noted(
        () => records.addAddress(userId, address),
        ({ id }) => note('address-added', userId, { addressId: id }),
      ),
    changeAddress: (userId, addressId, { shows, ...change }) =>
      noted(
        () => records.changeAddress(userId, addressId, { ...change, ...(shows && { shows }) }),
        () => {
          const shown = shows && { shows: typeof shows === 'object' ? `version ${shows.avatarId}` : shows };
          return note(change.proof ? 'address-verified' : 'address-changed', userId, { addressId, ...change, ...shown });
        },
      ),
    removeAddress: (userId, addressId) =>
      noted(
        () => records.removeAddress(userId, addressId),
        (email) => email !== null && note('address-removed', userId, { addressId }),
      ),
    confirmAddress: (...link) =>
      noted(
        () => records.confirmAddress(...link),
        async (confirmed) => {
          if (!confirmed) return;
          const { userId, isNewAccount, isClaimed, lostBy } = confirmed;
          const action = isClaimed ? 'account-claimed' : 'account-created';
          if (isNewAccount) await note(action, userId, { role: (await records.personById(userId))?.role ?? null });
          await note('address-verified', userId, { lostBy });
        },
      ),
    openWithIdentity: (account, ...rest) =>
      noted(
        () => records.openWithIdentity(account, ...rest),
        async ({ person, lostBy }) => {
          await note('account-created', person.id, { role: person.role, provider: account.issuer });
          if (lostBy !== null) await note('address-verified', person.id, { lostBy });
        },
      ),
    addIdentity: (userId, account) =>
      noted(
        () => records.addIdentity(userId, account),
        ({ id, issuer }) => note('identity-connected', userId, { identityId: id, provider: issuer }),
      ),
    removeIdentity: (userId, identityId) =>
      noted(
        () => records.removeIdentity(userId, identityId),
        (isRemoved) => isRemoved && note('identity-disconnected', userId, { identityId }),
      ),
    openSession: (session) =>
      noted(
        () => records.openSession(session),
        () => note('sign-in', session.userId, { issuer: null }),
      ),
    openFamily: (family) =>
      noted(
        () => records.openFamily(family),
        () => note('sign-in', family.userId, { issuer: family.issuer }),
      ),
    endSession: (userId, id) =>
      noted(
        () => records.endSession(userId, id),
        (isEnded) => isEnded && note('sign-out', userId),
      ),
    endSessions: (userId, keep) =>
      noted(
        () => records.endSessions(userId, keep),
        async (count) => {
          if (count > 0) await note('sessions-ended', userId);
        },
      ),
    revokeFamily: (id, issuer) =>
      noted(
        () => records.revokeFamily(id, issuer),
        async (userId) => {
          if (userId !== null) await note('sign-out', userId, { issuer });
        },
      ),
    createKey: (key) =>
      noted(
        () => records.createKey(key),
        ({ userId, id, scopes }) => note('key-created', userId, { keyId: id, scopes }),
      ),
    createServiceKey: (key) =>
      noted(
        () => records.createServiceKey(key),
        ({ id, scopes }) => note('service-key-created', null, { keyId: id, scopes }),
      ),
    deleteServiceKey: (keyId) =>
      noted(
        () => records.deleteServiceKey(keyId),
        (isDeleted) => isDeleted && note('service-key-revoked', null, { keyId }),
      ),
    deleteKey: (userId, keyId) =>
      noted(
        () => records.deleteKey(userId, keyId),
        (isDeleted) => isDeleted && note('key-revoked', userId, { keyId }),
      ),
    renewKey: (sha256, next) =>
      noted(
        () => records.renewKey(sha256, next),
        async (userId) => {
          if (userId !== null) await note('key-replaced', userId);
        },
      ),
  };
  return { ...records, ...auditing };
}
