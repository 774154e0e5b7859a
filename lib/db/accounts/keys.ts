import { MAX_API_KEYS } from '@/lib/accounts/limits';
import type { ApiKey, KeyRecords, Scope } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';
import { lockPerson } from './lock-person';
import { PERSON_COLUMNS } from './people';

const KEY_COLUMNS = {
  id: true,
  userId: true,
  label: true,
  lastFour: true,
  scopes: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
} as const satisfies Prisma.ApiKeySelect;

export function keyRecords(db: Db): KeyRecords {
  return {
    createKey: ({ scopes, passwordVersion, ...key }) =>
      db.$transaction(async (tx) => {
        // Two concurrent requests cannot both create the last key.
        await lockPerson(tx, key.userId, passwordVersion);
        if ((await tx.apiKey.count({ where: { userId: key.userId } })) >= MAX_API_KEYS) {
          throw new AvatarError('too_many_keys', `Too many API keys: expected at most ${MAX_API_KEYS}. Delete one that you no longer use.`);
        }
        return toKey(await tx.apiKey.create({ data: { ...key, scopes: [...scopes] }, select: KEY_COLUMNS }));
      }),
    async keyBySha256(sha256) {
      const row = await db.apiKey.findUnique({ where: { sha256 }, select: { ...KEY_COLUMNS, user: { select: PERSON_COLUMNS } } });
      if (!row) return null;
      const { user: person, ...key } = row;
      return { key: toKey(key), person };
    },
    async keysOf(userId) {
      const rows = await db.apiKey.findMany({ where: { userId }, orderBy: { id: 'desc' }, select: KEY_COLUMNS });
      return rows.map(toKey);
    },
    async deleteKey(userId, keyId) {
      const { count } = await db.apiKey.deleteMany({ where: { id: keyId, userId } });
      return count === 1;
    },
    async renewKey(sha256, next) {
      const [renewed] = await db.apiKey.updateManyAndReturn({ where: { sha256 }, data: next, select: { userId: true } });
      return renewed?.userId ?? null;
    },
    async touchKey(keyId, when) {
      // The key may have been deleted in the meantime, which is not an error.
      await db.apiKey.updateMany({ where: { id: keyId }, data: { lastUsedAt: when } });
    },
  };
}

function toKey(row: Prisma.ApiKeyGetPayload<{ select: typeof KEY_COLUMNS }>): ApiKey {
  // Only our own code writes scopes.
  return { ...row, scopes: row.scopes as Scope[] };
}
