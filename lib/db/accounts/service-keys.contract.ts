import { describe, expect, it } from 'vitest';
import { MAX_SERVICE_KEYS } from '@/lib/accounts/limits';
import type { ServiceScope } from '@/lib/accounts/service-keys/ports';
import { hex, newPerson, type Records } from '@/testing/records';

/** Rules for the records of service keys. */
export function serviceKeyRecordsContract(records: () => Records): void {
  const newKey = (fields = {}) => {
    const scopes: ServiceScope[] = ['people:read', 'avatar:write:any'];
    return { sha256: hex(32), lastFour: 'abcd', label: 'Intranet', scopes, createdBy: 1, expiresAt: null, ...fields };
  };

  describe('service keys', () => {
    it('are found by their hash, and listed without it, the newest first', async () => {
      const expiresAt = new Date('2100-01-01');
      const [first, second] = [newKey(), newKey({ label: 'HR', expiresAt })];
      const keys = [await records().createServiceKey(first), await records().createServiceKey(second)];
      const { sha256: _, ...fields } = second;
      expect(keys[1]).toEqual({ ...fields, id: expect.any(Number), createdAt: expect.any(Date), lastUsedAt: null });
      expect(await records().serviceKeyBySha256(first.sha256)).toEqual(keys[0]);
      expect(await records().serviceKeyBySha256(hex(32))).toBeNull();
      expect((await records().serviceKeys()).slice(0, 2)).toEqual(keys.toReversed());
    });

    it('have the time of their last use, and are revoked once', async () => {
      const key = newKey();
      const { id } = await records().createServiceKey(key);
      const when = new Date('2030-01-01T12:00:00Z');
      await records().touchServiceKey(id, when);
      expect((await records().serviceKeyBySha256(key.sha256))?.lastUsedAt).toEqual(when);
      expect([await records().deleteServiceKey(id), await records().deleteServiceKey(id)]).toEqual([true, false]);
      await records().touchServiceKey(id, when);
      expect(await records().serviceKeyBySha256(key.sha256)).toBeNull();
    });

    it('outlive the account that created them', async () => {
      const { id: createdBy } = await newPerson(records());
      const key = newKey({ createdBy });
      await records().createServiceKey(key);
      await records().erase(createdBy);
      expect(await records().serviceKeyBySha256(key.sha256)).toMatchObject({ createdBy });
    });

    it('have hashes of their own', async () => {
      const key = newKey();
      await records().createServiceKey(key);
      await expect(records().createServiceKey({ ...newKey(), sha256: key.sha256 })).rejects.toThrow();
    });

    it('are limited, also when several are created at once', async () => {
      const room = MAX_SERVICE_KEYS - (await records().serviceKeys()).length;
      const outcomes = await Promise.allSettled(Array.from({ length: room + 2 }, () => records().createServiceKey(newKey())));
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(refused).toMatchObject([{ reason: { code: 'too_many_keys' } }, { reason: { code: 'too_many_keys' } }]);
      for (const { id } of await records().serviceKeys()) await records().deleteServiceKey(id);
    });
  });
}
