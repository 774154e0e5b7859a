import { emailHashes } from '@/lib/accounts/email-hashes';
import type { Moderation } from '@/lib/avatars/moderation/ports';
import type { AddressState, Avatar, AvatarRecords, AvatarState } from '@/lib/avatars/ports';
import { AvatarError, originalDeleted } from '@/lib/errors';
import { releaseVersions, resetAddressPictures } from './address-pictures';
import { addressRow } from './addresses';
import { noticeAfter, requireUnblocked, requireUnlocked, withdrawShown } from './moderation';
import { toPerson } from './people';
import { type AddressRow, type AvatarRow, avatarIdOf, type PersonRow, requirePerson, stored, type Tables } from './tables';

type Changes = Pick<AvatarRecords, 'stateOf' | 'stateByEmailHash' | 'stateByEmail' | 'states' | 'save' | 'point' | 'describe'>;

/** The current picture of each person. Changes are synchronous, so that each is one transaction. */
export function avatarRecords(tables: Tables): Changes {
  const { people, avatars } = tables;
  const toState = (row: PersonRow) => stateOf(tables, row);

  /** @throws AvatarError not_found, precondition_failed */
  function requireVersion(userId: number, expectedVersion: number | undefined): PersonRow {
    const row = people.get(userId);
    if (!row) throw new AvatarError('not_found', `User ${userId} not found.`);
    if (expectedVersion === undefined || expectedVersion === row.avatarVersion) return row;
    throw new AvatarError('precondition_failed', 'The picture has changed since you read it. Fetch the current version, then try again.');
  }

  function pointAt(row: PersonRow, avatarId: number | null, source: AvatarState['source'], moderation?: Moderation): AvatarState {
    const now = new Date();
    if (moderation) resetAddressPictures(tables, row.id);
    row.avatarVersion += 1;
    row.currentAvatarId = avatarId;
    row.avatarSource = source;
    row.gravatarCheckedAt = source === 'gravatar' ? now : null;
    row.avatarNotice = noticeAfter(avatarId === null ? 'removed' : 'set', moderation);
    releaseVersions(tables, row.id);
    return toState(row);
  }

  return {
    async stateOf(userId) {
      const row = people.get(userId);
      return row ? toState(row) : null;
    },
    async stateByEmailHash(hash, proof) {
      const wanted = stored(hash);
      if (!tables.policy.hashLookup) return null;
      for (const row of tables.addresses.values()) {
        const isFound = proof === 'any' || row.proof !== 'assumed';
        const owner = people.get(row.userId);
        if (isFound && owner && Object.values(emailHashes(row.email)).includes(wanted))
          return addressStateOf(tables, row.hashLookup ? row : { ...row, shows: 'none' });
      }
      return null;
    },
    async stateByEmail(email, proof) {
      const row = addressRow(tables, email, proof);
      return row ? addressStateOf(tables, row) : null;
    },
    async states(limit) {
      return [...people.values()].slice(0, limit).map(toState);
    },
    async save(userId, avatar, expectedVersion, source = 'upload', moderation) {
      const row = requireVersion(userId, expectedVersion);
      const given = stored(avatar);
      requireUnlocked(row, moderation);
      requireUnblocked(tables, userId, given.sourceSha256);
      for (const { key } of avatars.values()) if (key === given.key) throw new Error(`Unique: another version has the key ${key}`);
      const sameFile = [...avatars.values()].filter(({ originalKey }) => originalKey === given.originalKey);
      if (sameFile.length > 0 && sameFile.every(({ removedAt }) => removedAt)) throw originalDeleted();
      const id = tables.nextId('avatars');
      avatars.set(id, { ...given, id, userId, createdAt: new Date(), supersededAt: null, removedAt: null });
      return pointAt(row, id, source, moderation);
    },
    async point(userId, avatarId, expectedVersion, without = 'none', moderation) {
      const row = requireVersion(userId, expectedVersion);
      requireUnlocked(row, moderation);
      if (avatarId === null) {
        if (moderation) withdrawShown(tables, row, moderation);
        return pointAt(row, null, without, moderation);
      }
      const wanted = avatars.get(avatarId);
      if (!wanted || wanted.userId !== userId || wanted.removedAt) {
        throw new AvatarError('not_found', `Version ${avatarId} of this picture not found.`);
      }
      requireUnblocked(tables, userId, wanted.sourceSha256);
      wanted.supersededAt = null;
      return pointAt(row, avatarId, 'upload', moderation);
    },
    async describe(userId, alt, expectedVersion) {
      const row = requireVersion(userId, expectedVersion);
      requireUnlocked(row);
      const current = row.currentAvatarId === null ? undefined : avatars.get(row.currentAvatarId);
      if (!current) throw new AvatarError('no_picture', 'There is no picture to describe. Upload one first.');
      current.alt = stored(alt);
      row.avatarVersion += 1;
      return toState(row);
    },
  };
}

export function stateOf({ avatars }: Tables, row: PersonRow): AvatarState {
  const current = row.currentAvatarId === null ? undefined : avatars.get(row.currentAvatarId);
  return {
    person: toPerson(row),
    source: row.avatarSource,
    version: row.avatarVersion,
    avatar: current ? toAvatar(current) : null,
    generatedKey: row.generatedKey,
  };
}

function addressStateOf(tables: Tables, { userId, shows }: AddressRow): AddressState {
  const state = stateOf(tables, requirePerson(tables, userId));
  if (shows === 'account') return { ...state, shows };
  const version = tables.avatars.get(avatarIdOf(shows) ?? 0);
  return version
    ? { ...state, source: 'upload', avatar: toAvatar(version), shows: 'version' }
    : { ...state, source: 'none', avatar: null, shows: 'none' };
}

export function toAvatar({ supersededAt: _, ...avatar }: AvatarRow): Avatar {
  return structuredClone(avatar);
}
