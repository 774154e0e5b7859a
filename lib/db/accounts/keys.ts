import { MAX_API_KEYS } from '@/lib/accounts/limits';
import type { ApiKey, KeyRecords, Person, Scope } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { Database } from '../client';
import type { Prisma } from '../generated/client';
import { createBatches } from '../lookups/batches';
import { columns, named } from '../lookups/columns';
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

const KEY = Object.keys(KEY_COLUMNS);
const PERSON = Object.keys(PERSON_COLUMNS);

/** The hash of a key, the key, then its owner: every request with a key starts with this query. */
const BY_SHA256 = `SELECT "sha256", ${columns('ApiKey', KEY)}, ${columns('User', PERSON)}
  FROM "ApiKey" JOIN "User" ON "User"."id" = "ApiKey"."userId" WHERE "sha256" = ANY($1)`;

export function keyRecords({ db, read }: Pick<Database, 'db' | 'read'>): KeyRecords {
  const keyOf = createBatches(async (hashes) => {
    const rows = await read(BY_SHA256, [hashes], true);
    return new Map(
      rows.map(([sha256, ...row]) => {
        const key = toKey(named(KEY, row.slice(0, KEY.length)));
        return [String(sha256), { key, person: named<Person>(PERSON, row.slice(KEY.length)) }];
      }),
    );
  });
  return {
    createKey: ({ scopes, passwordVersion, ...key }) =>
      db.$transaction(async (tx) => {
        // Two concurrent requests cannot both create the last key.
        await lockPerson(tx, key.userId, passwordVersion);
        if ((await tx.apiKey.count({ where: { userId: key.userId } })) >= MAX_API_KEYS) {
          const message = `Too many API keys: expected at most ${MAX_API_KEYS}. Delete one that you no longer use.`;
          throw new AvatarError('too_many_keys', message, { limit: MAX_API_KEYS });
        }
        return toKey(await tx.apiKey.create({ data: { ...key, scopes: [...scopes] }, select: KEY_COLUMNS }));
      }),
    keyBySha256: keyOf,
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
