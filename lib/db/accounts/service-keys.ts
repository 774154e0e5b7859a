import { MAX_SERVICE_KEYS } from '@/lib/accounts/limits';
import type { ServiceKey, ServiceKeyRecords, ServiceScope } from '@/lib/accounts/service-keys/ports';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';
import { lockAdministrators } from './setup';

const KEY_COLUMNS = {
  id: true,
  label: true,
  lastFour: true,
  scopes: true,
  createdBy: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
} as const satisfies Prisma.ServiceKeySelect;

export function serviceKeyRecords(db: Db): ServiceKeyRecords {
  return {
    createServiceKey: ({ scopes, ...key }) =>
      db.$transaction(async (tx) => {
        // Two concurrent requests cannot both create the last key.
        await lockAdministrators(tx);
        if ((await tx.serviceKey.count()) >= MAX_SERVICE_KEYS) {
          const message = `Too many service keys: expected at most ${MAX_SERVICE_KEYS}. Revoke one that is not used.`;
          throw new AvatarError('too_many_keys', message, { limit: MAX_SERVICE_KEYS });
        }
        return toKey(await tx.serviceKey.create({ data: { ...key, scopes: [...scopes] }, select: KEY_COLUMNS }));
      }),
    async serviceKeyBySha256(sha256) {
      const row = await db.serviceKey.findUnique({ where: { sha256 }, select: KEY_COLUMNS });
      return row && toKey(row);
    },
    async serviceKeys() {
      return (await db.serviceKey.findMany({ orderBy: { id: 'desc' }, select: KEY_COLUMNS })).map(toKey);
    },
    async deleteServiceKey(id) {
      const { count } = await db.serviceKey.deleteMany({ where: { id } });
      return count === 1;
    },
    async touchServiceKey(id, lastUsedAt) {
      // The key may have been revoked in the meantime, which is not an error.
      await db.serviceKey.updateMany({ where: { id }, data: { lastUsedAt } });
    },
  };
}

function toKey(row: Prisma.ServiceKeyGetPayload<{ select: typeof KEY_COLUMNS }>): ServiceKey {
  // Only our own code writes scopes.
  return { ...row, scopes: row.scopes as ServiceScope[] };
}
