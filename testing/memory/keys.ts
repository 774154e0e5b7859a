import { MAX_API_KEYS } from '@/lib/accounts/limits';
import type { ApiKey, KeyRecords } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { toPerson } from './people';
import { type KeyRow, requirePasswordVersion, requirePerson, stored, type Tables } from './tables';

export function keyRecords(tables: Tables): KeyRecords {
  const { keys } = tables;
  const bySha256 = (sha256: string) => [...keys.values()].find((row) => row.sha256 === sha256);
  const ofPerson = (userId: number) => [...keys.values()].filter((row) => row.userId === userId);
  const requireUnused = (sha256: string) => {
    if (bySha256(sha256)) throw new Error('Unique: another API key has this hash');
  };

  return {
    async createKey({ passwordVersion, ...key }) {
      const given = stored(key);
      requirePasswordVersion(tables, given.userId, passwordVersion);
      if (ofPerson(given.userId).length >= MAX_API_KEYS) {
        throw new AvatarError('too_many_keys', `Too many API keys: expected at most ${MAX_API_KEYS}. Delete one that you no longer use.`, {
          limit: MAX_API_KEYS,
        });
      }
      requirePerson(tables, given.userId);
      requireUnused(given.sha256);
      const row: KeyRow = { ...given, id: tables.nextId('keys'), createdAt: new Date(), lastUsedAt: null };
      keys.set(row.id, row);
      return toKey(row);
    },
    async keyBySha256(sha256) {
      const row = bySha256(stored(sha256));
      return row ? { key: toKey(row), person: toPerson(requirePerson(tables, row.userId)) } : null;
    },
    async keysOf(userId) {
      return ofPerson(userId).reverse().map(toKey);
    },
    async deleteKey(userId, keyId) {
      return keys.get(keyId)?.userId === userId && keys.delete(keyId);
    },
    async touchKey(keyId, when) {
      const row = keys.get(keyId);
      if (row) row.lastUsedAt = stored(when);
    },
    async renewKey(sha256, next) {
      const row = bySha256(stored(sha256));
      if (!row) return null;
      if (next.sha256 !== sha256) requireUnused(next.sha256);
      const { sha256: hash, lastFour } = stored(next);
      Object.assign(row, { sha256: hash, lastFour });
      return row.userId;
    },
  };
}

function toKey({ sha256: _, ...key }: KeyRow): ApiKey {
  return structuredClone(key);
}
