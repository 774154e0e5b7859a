import type { AdministrationRecords } from '@/lib/accounts/administration/ports';
import type { AccountRecords } from '@/lib/accounts/ports';
import type { ErasureRecords } from '@/lib/avatars/erasure/ports';
import type { Moderation } from '@/lib/avatars/moderation/ports';
import type { AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import { createNote, type NoteParts } from './note';
import type { AuditAction, AuditDetails, AuditRecords } from './ports';

type Audited = AvatarRecords & AccountRecords & AdministrationRecords & ErasureRecords & AuditRecords;

/**
 * Appends an entry to the audit log after each change. All APIs, also later ones, change people and pictures through these records.
 * A change is committed before its entry: an entry that cannot be written is reported, and the change stays.
 */
export function auditingRecords<R extends Audited>(records: R, parts: NoteParts): R {
  const note = createNote(records, parts);

  async function picture(
    userId: number,
    change: () => Promise<AvatarState>,
    { reason, blocks }: Partial<Moderation> = {},
  ): Promise<AvatarState> {
    const before = await records.stateOf(userId);
    const after = await change();
    const [oldKey, newKey] = [before?.avatar?.key ?? null, after.avatar?.key ?? null];
    if (oldKey !== newKey || before?.source !== after.source)
      await note('picture-changed', userId, {
        oldKey,
        newKey,
        source: after.source,
        ...(reason !== undefined && { reason }),
        ...(blocks && { blocks }),
      });
    return after;
  }

  /** @param isDone whether the result says that anything has changed */
  async function noted<T>(
    change: Promise<T>,
    action: AuditAction,
    subjectId: number,
    details?: AuditDetails,
    isDone = (result: T) => !!result,
  ) {
    const result = await change;
    if (isDone(result)) await note(action, subjectId, details);
    return result;
  }

  const always = () => true;
  /** A failure must not refuse the change, which is committed. */
  const roleOf = async (userId: number) => (await records.personById(userId).catch(parts.report))?.role;
  const auditing: Partial<Audited> = {
    save: (userId, ...change) => picture(userId, () => records.save(userId, ...change), change[3]),
    point: (userId, ...change) => picture(userId, () => records.point(userId, ...change), change[3]),
    async lockPicture(userId, lock) {
      const restrictions = await records.lockPicture(userId, lock);
      const details = lock && { until: lock.until.toISOString(), reason: lock.reason };
      await note(lock ? 'picture-locked' : 'picture-unlocked', userId, details ?? {});
      return restrictions;
    },
    async unblockFile(id) {
      const file = await records.unblockFile(id);
      if (file) await note('file-unblocked', file.userId, { sha256: file.sha256 });
      return file;
    },
    describe: (userId, ...change) => noted(records.describe(userId, ...change), 'picture-described', userId),
    async changePolicy(change, by) {
      const policy = await records.changePolicy(change, by);
      await note('policy-changed', null, { ...policy });
      return policy;
    },
    async createPerson(account) {
      const person = await records.createPerson(account);
      await note('account-created', person.id, { role: person.role });
      return person;
    },
    async createInvite(invite) {
      const created = await records.createInvite(invite);
      await note('invite-created', null, { inviteId: created.id, role: created.role });
      return created;
    },
    async deleteInvite(inviteId) {
      const isDeleted = await records.deleteInvite(inviteId);
      if (isDeleted) await note('invite-withdrawn', null, { inviteId });
      return isDeleted;
    },
    scheduleDeletion: (userId, at) =>
      noted(records.scheduleDeletion(userId, at), at ? 'deletion-scheduled' : 'deletion-cancelled', userId, {}, always),
    erase: (userId, due) => noted(records.erase(userId, due), 'account-deleted', userId),
    rename: (userId, name) => noted(records.rename(userId, name), 'profile-changed', userId),
    changePassword: (userId, change) => noted(records.changePassword(userId, change), 'password-changed', userId),
    async resetPassword(sha256, change) {
      const person = await records.resetPassword(sha256, change);
      if (person) await note('password-reset', person.id);
      return person;
    },
    changeRole: (userId, role, ...code) => noted(records.changeRole(userId, role, ...code), 'role-changed', userId, { role }),
    async changePerson(userId, change) {
      const before = await records.personById(userId);
      const after = await records.changePerson(userId, change);
      if (before?.role !== after.role) await note('role-changed', userId, { role: after.role });
      if (!before?.disabledAt !== !after.disabledAt) await note(after.disabledAt ? 'account-disabled' : 'account-enabled', userId);
      return after;
    },
    async addAddress(userId, address) {
      const added = await records.addAddress(userId, address);
      await note('address-added', userId, { addressId: added.id });
      return added;
    },
    changeAddress: (userId, addressId, change) =>
      noted(records.changeAddress(userId, addressId, change), 'address-changed', userId, { addressId, ...change }),
    removeAddress: (userId, addressId) => noted(records.removeAddress(userId, addressId), 'address-removed', userId, { addressId }),
    async confirmAddress(...link) {
      const confirmed = await records.confirmAddress(...link);
      if (confirmed?.isNewAccount) await note('account-created', confirmed.userId, { role: (await roleOf(confirmed.userId)) ?? null });
      if (confirmed) await note('address-verified', confirmed.userId, { lostBy: confirmed.lostBy });
      return confirmed;
    },
    openSession: (session) => noted(records.openSession(session), 'sign-in', session.userId, { issuer: null }, always),
    openFamily: (family) => noted(records.openFamily(family), 'sign-in', family.userId, { issuer: family.issuer }, always),
    endSession: (userId, id) => noted(records.endSession(userId, id), 'sign-out', userId),
    endSessions: (userId, keep) => noted(records.endSessions(userId, keep), 'sessions-ended', userId),
    async revokeFamily(id, issuer) {
      const userId = await records.revokeFamily(id, issuer);
      if (userId !== null) await note('sign-out', userId, { issuer });
      return userId;
    },
    async createKey(key) {
      const created = await records.createKey(key);
      await note('key-created', created.userId, { keyId: created.id, scopes: created.scopes });
      return created;
    },
    async createServiceKey(key) {
      const created = await records.createServiceKey(key);
      await note('service-key-created', null, { keyId: created.id, scopes: created.scopes });
      return created;
    },
    async deleteServiceKey(keyId) {
      const isDeleted = await records.deleteServiceKey(keyId);
      if (isDeleted) await note('service-key-revoked', null, { keyId });
      return isDeleted;
    },
    deleteKey: (userId, keyId) => noted(records.deleteKey(userId, keyId), 'key-revoked', userId, { keyId }),
    async renewKey(sha256, next) {
      const userId = await records.renewKey(sha256, next);
      if (userId !== null) await note('key-replaced', userId);
      return userId;
    },
  };
  return { ...records, ...auditing };
}
