import type { ServiceKey } from '@/lib/accounts/service-keys/ports';
import type { ServiceKeyResource } from './service-schemas';

export function serviceKeyResource({ createdAt, lastUsedAt, expiresAt, ...key }: ServiceKey): ServiceKeyResource {
  return {
    ...key,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
