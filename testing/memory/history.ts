import type { AvatarRecords } from '@/lib/avatars/ports';
import { stateOf, toAvatar } from './avatars';
import { type AvatarRow, isShown, type PersonRow, stored, type Tables } from './tables';

type History = Pick<
  AvatarRecords,
  | 'gravatarsDue'
  | 'gravatarChecked'
  | 'ownerOf'
  | 'version'
  | 'history'
  | 'hadFile'
  | 'markRemoved'
  | 'outdated'
  | 'keptVersions'
  | 'liveRenditions'
  | 'liveOriginals'
>;

/** Earlier versions, the owners of keys, and the people whose Gravatar copy is due for a check. */
export function historyRecords(tables: Tables): History {
  const { people, avatars } = tables;
  const isCurrent = (row: AvatarRow) => isShown(tables, row);
  const filterAvatars = (matches: (row: AvatarRow) => boolean) => [...avatars.values()].filter(matches);

  return {
    async gravatarsDue({ shown, missing }, limit) {
      const isDue = ({ avatarSource, currentAvatarId, gravatarCheckedAt, avatarLockedUntil }: PersonRow) =>
        avatarSource === 'gravatar' &&
        !(avatarLockedUntil && avatarLockedUntil > new Date()) &&
        (gravatarCheckedAt === null || gravatarCheckedAt < shown || (currentAvatarId === null && gravatarCheckedAt < missing));
      const checkedAt = ({ gravatarCheckedAt }: PersonRow) => gravatarCheckedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
      const due = [...people.values()].filter(isDue).sort((a, b) => checkedAt(a) - checkedAt(b) || a.id - b.id);
      return due.slice(0, limit).map((row) => stateOf(tables, row));
    },
    async gravatarChecked(userId, version, checkedAt) {
      const row = people.get(userId);
      if (row?.avatarSource === 'gravatar' && row.avatarVersion === version) row.gravatarCheckedAt = stored(checkedAt);
    },
    async ownerOf(key) {
      const wanted = stored(key);
      const [avatar] = filterAvatars((row) => row.key === wanted);
      if (avatar) return { kind: 'upload', userId: avatar.userId, avatar: toAvatar(avatar), current: isCurrent(avatar) };
      const person = [...people.values()].find(({ generatedKey }) => generatedKey === wanted);
      return person ? { kind: 'generated', userId: person.id } : null;
    },
    async version(userId, avatarId) {
      const row = avatars.get(avatarId);
      return row?.userId === userId ? toAvatar(row) : null;
    },
    async history(userId) {
      return filterAvatars((row) => row.userId === userId && row.removedAt === null)
        .reverse()
        .map(toAvatar);
    },
    async hadFile(userId, sourceSha256) {
      return filterAvatars((row) => row.userId === userId && row.sourceSha256 === sourceSha256).length > 0;
    },
    async markRemoved(avatarIds) {
      const now = new Date();
      for (const row of filterAvatars(({ id, supersededAt }) => avatarIds.includes(id) && supersededAt !== null)) {
        if (!isCurrent(row)) row.removedAt = now;
      }
    },
    async outdated(date) {
      const isOutdated = (row: AvatarRow) => row.supersededAt !== null && row.supersededAt < date && !row.removedAt && !isCurrent(row);
      return filterAvatars(isOutdated).map(toAvatar);
    },
    async keptVersions(after, limit) {
      const kept = filterAvatars((row) => row.id > after && row.removedAt === null);
      return kept
        .toSorted((a, b) => a.id - b.id)
        .slice(0, limit)
        .map(toAvatar);
    },
    async liveRenditions(keys) {
      const uploads = filterAvatars(isCurrent).map(({ key }) => key);
      const generated = [...people.values()].map(({ generatedKey }) => generatedKey);
      return new Set([...uploads, ...generated].filter((key) => keys.includes(key)));
    },
    async liveOriginals(keys) {
      const kept = filterAvatars((row) => row.removedAt === null).map(({ originalKey }) => originalKey);
      return new Set(kept.filter((key) => keys.includes(key)));
    },
  };
}
