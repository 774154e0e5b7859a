import type { Moderation, ModerationNotice, ModerationRecords, NoticeKind, Restrictions } from '@/lib/avatars/moderation/ports';
import { AvatarError, fileBlocked, pictureLocked } from '@/lib/errors';
import { isShown, type PersonRow, stored, type Tables } from './tables';

export function moderationRecords(tables: Tables): ModerationRecords {
  const { people, blockedFiles } = tables;

  return {
    async restrictions(userId) {
      const row = people.get(userId);
      return row ? toRestrictions(row) : null;
    },
    async lockPicture(userId, lock) {
      const row = people.get(userId);
      if (!row) throw new AvatarError('not_found', `User ${userId} not found.`);
      const given = stored(lock);
      row.avatarLockedUntil = given?.until ?? null;
      if (given) row.avatarNotice = { kind: 'locked', reason: given.reason, at: new Date() };
      else if (row.avatarNotice?.kind === 'locked') row.avatarNotice = null;
      return toRestrictions(row);
    },
    isFileBlocked: async (userId, sha256) => isBlocked(tables, userId, sha256),
    async blockedFiles(limit) {
      return structuredClone([...blockedFiles.values()].reverse().slice(0, limit));
    },
    async unblockFile(id) {
      const blocked = blockedFiles.get(id) ?? null;
      blockedFiles.delete(id);
      return blocked;
    },
  };
}

/** The notice to the person after a change of the picture. */
export function noticeAfter(kind: NoticeKind, moderation: Moderation | undefined): ModerationNotice | null {
  return moderation ? { kind, reason: stored(moderation.reason), at: new Date() } : null;
}

/** @throws AvatarError changes_disabled */
export function requireUnlocked({ avatarLockedUntil }: PersonRow, moderation?: Moderation): void {
  if (moderation?.by === 'administrator') return;
  if (avatarLockedUntil && avatarLockedUntil > new Date()) throw pictureLocked(avatarLockedUntil);
}

/** @throws AvatarError file_blocked */
export function requireUnblocked(tables: Tables, userId: number, sha256: string): void {
  if (isBlocked(tables, userId, sha256)) throw fileBlocked();
}

/** Takes the versions of the files that the account and its addresses show from the person, and blocks them, as the moderation says. */
export function withdrawShown(tables: Tables, { id }: PersonRow, { withdraws, blocks, reason }: Moderation): void {
  const { avatars, blockedFiles } = tables;
  const own = [...avatars.values()].filter((row) => row.userId === id);
  const files = new Set(own.filter((row) => isShown(tables, row)).map(({ sourceSha256 }) => sourceSha256));
  if (withdraws) {
    for (const row of own) if (files.has(row.sourceSha256)) row.removedAt ??= new Date();
  }
  if (!blocks) return;
  const userId = blocks === 'person' ? id : null;
  for (const sha256 of files) {
    for (const blocked of blockedFiles.values()) {
      if (blocked.sha256 === sha256 && blocked.userId === userId) blockedFiles.delete(blocked.id);
    }
    const blockedId = tables.nextId('blockedFiles');
    blockedFiles.set(blockedId, { id: blockedId, sha256, userId, reason: stored(reason), createdAt: new Date() });
  }
}

function isBlocked({ blockedFiles }: Tables, userId: number, sha256: string): boolean {
  return [...blockedFiles.values()].some((file) => file.sha256 === sha256 && (file.userId === null || file.userId === userId));
}

function toRestrictions({ avatarLockedUntil: lockedUntil, avatarNotice: notice }: PersonRow): Restrictions {
  return structuredClone({ lockedUntil, notice });
}
