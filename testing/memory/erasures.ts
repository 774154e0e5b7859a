import { ERASED_FIELDS, type Erasure, type ErasureRecords } from '@/lib/avatars/erasure/ports';
import { AvatarError, pictureShown } from '@/lib/errors';
import { isShown, type Tables } from './tables';

export function erasureRecords(tables: Tables): ErasureRecords {
  const { people, avatars, erasures } = tables;

  function requireAnotherAdmin(userId: number): void {
    if (people.get(userId)?.role !== 'admin') return;
    const others = [...people.values()].filter(({ id }) => id !== userId);
    if (others.length === 0 || others.some(({ role, disabledAt, deleteAt }) => role === 'admin' && !disabledAt && !deleteAt)) return;
    throw new AvatarError('forbidden', 'You are the only administrator. Expected another one before you delete your account.');
  }

  return {
    async erase(userId, due) {
      requireAnotherAdmin(userId);
      const person = people.get(userId);
      if (!person || (due && !(person.deleteAt && person.deleteAt <= due))) return null;
      const versions = [...avatars.values()].filter((version) => version.userId === userId);
      const erasure: Erasure = {
        id: tables.nextId('erasures'),
        userId,
        avatarId: null,
        originalKeys: [...new Set(versions.map(({ originalKey }) => originalKey))],
        renditionKeys: [person.generatedKey, ...versions.map(({ key }) => key)],
      };
      const now = new Date();
      const count = (table: Map<unknown, { userId: number }>) => [...table.values()].filter((row) => row.userId === userId).length;
      const isOpen = (row: { userId: number; expiresAt: Date }) => row.userId === userId && row.expiresAt > now;
      const rows = {
        versions: versions.filter(({ removedAt }) => removedAt === null).length,
        keys: count(tables.keys),
        sessions:
          [...tables.sessions.values()].filter(isOpen).length +
          [...tables.families.values()].filter((row) => isOpen(row) && !row.revokedAt).length,
      };
      erasures.set(erasure.id, erasure);
      const emails = [...tables.addresses.values()].filter((row) => row.userId === userId).map(({ email }) => email);
      for (const [key, link] of tables.links) if (link.userId === userId || emails.includes(link.email)) tables.links.delete(key);
      for (const [key, { to }] of tables.messages) if (emails.includes(to)) tables.messages.delete(key);
      people.delete(userId);
      for (const [id, file] of tables.blockedFiles) if (file.userId === userId) tables.blockedFiles.delete(id);
      for (const table of [
        tables.addresses,
        avatars,
        tables.keys,
        tables.replies,
        tables.families,
        tables.sessions,
        tables.networks,
        tables.identities,
      ])
        deleteOf(table, userId);
      for (const [id, { createdBy, email }] of tables.invites)
        if (createdBy === userId || (email !== null && emails.includes(email))) tables.invites.delete(id);
      return { note: structuredClone(erasure), emails, rows };
    },
    async eraseVersion(userId, avatarId) {
      const version = avatars.get(avatarId);
      if (version?.userId !== userId || version.removedAt) {
        throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
      }
      if (people.get(userId)?.currentAvatarId === avatarId) throw pictureShown('account');
      if (isShown(tables, version)) throw pictureShown('address');
      Object.assign(version, { removedAt: new Date(), ...ERASED_FIELDS });
      const { key, originalKey } = version;
      const isShared = [...avatars.values()].some((other) => other.originalKey === originalKey && !other.removedAt);
      const id = tables.nextId('erasures');
      const erasure: Erasure = { id, userId, avatarId, originalKeys: isShared ? [] : [originalKey], renditionKeys: [key] };
      erasures.set(id, erasure);
      return structuredClone(erasure);
    },
    erasures: async () => structuredClone([...erasures.values()]),
    endErasure: async (id) => void erasures.delete(id),
    async scheduleDeletion(userId, at) {
      if (at) requireAnotherAdmin(userId);
      const person = people.get(userId);
      if (!person) throw new AvatarError('not_found', `User ${userId} not found.`);
      person.deleteAt = at && new Date(at);
    },
    async deletionOf(userId) {
      const at = people.get(userId)?.deleteAt;
      return at ? new Date(at) : null;
    },
    async deletionsDue(now) {
      return [...people.values()].filter(({ deleteAt }) => deleteAt && deleteAt <= now).map(({ id }) => id);
    },
  };
}

/** As foreign keys that cascade. */
function deleteOf(table: Map<string, { userId: number }> | Map<number, { userId: number }>, userId: number): void {
  const rows: Map<unknown, { userId: number }> = table;
  for (const [key, row] of rows) if (row.userId === userId) rows.delete(key);
}
