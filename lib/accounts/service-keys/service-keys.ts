import { createHash, randomBytes } from 'node:crypto';
import type { DiskSpace } from '@/lib/avatars/ports';
import { AvatarError, isAvatarError } from '@/lib/errors';
import type { ServiceKey, ServiceKeyRecords, ServiceKeys } from './ports';

/** No API key of a person has this form, so that neither is looked up as the other. */
const SERVICE_KEY_FORMAT = /^lsk_[A-Za-z0-9_-]{43}$/;

/** Writing the time of the last use on every request would turn each read into a write. */
const TOUCH_EVERY_MS = 60_000;

export function createServiceKeys(records: ServiceKeyRecords, diskSpace: Pick<DiskSpace, 'isLow'>): ServiceKeys {
  /** A failed write must not fail the request. */
  async function recordUse({ id, lastUsedAt }: ServiceKey, now: Date): Promise<void> {
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() <= TOUCH_EVERY_MS) return;
    if (await diskSpace.isLow()) return;
    await records.touchServiceKey(id, now).catch((error) => {
      if (!isAvatarError(error)) throw error;
    });
  }

  return {
    async create(createdBy, key) {
      const secret = `lsk_${randomBytes(32).toString('base64url')}`;
      return { secret, key: await records.createServiceKey({ ...key, createdBy, sha256: hashOf(secret), lastFour: secret.slice(-4) }) };
    },
    list: () => records.serviceKeys(),
    async revoke(id) {
      if (await records.deleteServiceKey(id)) return;
      throw new AvatarError('not_found', `Service key ${id} not found.`);
    },
    async authenticate(token) {
      const key = SERVICE_KEY_FORMAT.test(token) ? await records.serviceKeyBySha256(hashOf(token)) : null;
      if (!key) return null;
      const now = new Date();
      if (key.expiresAt && key.expiresAt <= now) {
        throw new AvatarError('invalid_credentials', `This service key expired on ${key.expiresAt.toISOString()}.`);
      }
      await recordUse(key, now);
      return { via: 'service-key', keyId: key.id, scopes: key.scopes };
    },
  };
}

/** A plain SHA-256 is enough: the key has 256 bits of entropy. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
