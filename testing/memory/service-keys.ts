import { MAX_SERVICE_KEYS } from '@/lib/accounts/limits';
import type { ServiceKey, ServiceKeyRecords } from '@/lib/accounts/service-keys/ports';
import { AvatarError } from '@/lib/errors';
import { type ServiceKeyRow, stored, type Tables } from './tables';

export function serviceKeyRecords(tables: Tables): ServiceKeyRecords {
  const { serviceKeys } = tables;
  const bySha256 = (sha256: string) => [...serviceKeys.values()].find((row) => row.sha256 === sha256);

  return {
    async createServiceKey(key) {
      const given = stored(key);
      if (serviceKeys.size >= MAX_SERVICE_KEYS) {
        throw new AvatarError(
          'too_many_keys',
          `Too many service keys: expected at most ${MAX_SERVICE_KEYS}. Revoke one that is not used.`,
          {
            limit: MAX_SERVICE_KEYS,
          },
        );
      }
      if (bySha256(given.sha256)) throw new Error('Unique: another service key has this hash');
      const row: ServiceKeyRow = { ...given, id: tables.nextId('serviceKeys'), createdAt: new Date(), lastUsedAt: null };
      serviceKeys.set(row.id, row);
      return toKey(row);
    },
    async serviceKeyBySha256(sha256) {
      const row = bySha256(stored(sha256));
      return row ? toKey(row) : null;
    },
    serviceKeys: async () => [...serviceKeys.values()].reverse().map(toKey),
    deleteServiceKey: async (id) => serviceKeys.delete(id),
    async touchServiceKey(id, when) {
      const row = serviceKeys.get(id);
      if (row) row.lastUsedAt = stored(when);
    },
  };
}

function toKey({ sha256: _, ...key }: ServiceKeyRow): ServiceKey {
  return structuredClone(key);
}
