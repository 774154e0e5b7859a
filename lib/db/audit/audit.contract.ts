import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AuditDetails } from '@/lib/audit/ports';
import { hex, newPerson, type Records } from '@/testing/records';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Rules for the entries of the audit log. */
export function auditRecordsContract(records: () => Records): void {
  const entry = (subjectId: number | null, fields = {}) => ({
    actor: 'person' as const,
    actorId: subjectId,
    action: 'profile-changed' as const,
    subjectId,
    address: '192.0.2.1',
    details: {},
    ...fields,
  });

  describe('entries of the audit log', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('and the change in one transaction are both there, or neither', async () => {
      const ada = await newPerson(records());
      const rename = (name: string, details: AuditDetails) =>
        records().inTransaction(async () => {
          const renamed = await records().changeProfile(ada.id, { name });
          await records().appendAudit(entry(ada.id, { details }));
          return renamed.name;
        });
      const actions = async () => (await records().listAudit({ subjectId: ada.id }, { limit: 10 })).map(({ action }) => action);
      expect(await rename('Grace', {})).toBe('Grace');
      // PostgreSQL cannot store U+0000.
      await expect(rename('Eve', { reason: '\0' })).rejects.toThrow();
      expect((await records().personById(ada.id))?.name).toBe('Grace');
      expect(await actions()).toEqual(['profile-changed']);
    });

    it('and a change that is a transaction itself are both undone, with every row that it has written', async () => {
      const { id } = await newPerson(records());
      const key = { userId: id, sha256: hex(32), lastFour: 'abcd', label: 'Script', scopes: [], expiresAt: null };
      const created = records().inTransaction(async () => {
        await records().createKey(key);
        await records().scheduleDeletion(id, new Date('2100-01-01T00:00:00Z'));
        throw new Error('the server is killed');
      });
      await expect(created).rejects.toThrow('the server is killed');
      expect([await records().keysOf(id), await records().deletionOf(id)]).toEqual([[], null]);
      await records().createKey(key);
      expect(await records().keysOf(id)).toHaveLength(1);
    });

    it('are listed by person and action, newest first, in pages', async () => {
      const [ada, admin] = [await newPerson(records()), await newPerson(records())];
      const details = { oldKey: null, newKey: 'k', count: 2, isDone: true, scopes: ['avatar:read'] };
      await records().appendAudit(entry(ada.id));
      await records().appendAudit(entry(ada.id, { action: 'picture-changed', actorId: admin.id, details }));
      await records().appendAudit(entry(ada.id, { actor: 'system', actorId: null, address: null }));
      const found = await records().listAudit({ subjectId: ada.id }, { limit: 10 });
      expect(found).toEqual([
        { ...entry(ada.id, { actor: 'system', actorId: null, address: null }), id: expect.any(Number), at: expect.any(Date) },
        { ...entry(ada.id, { action: 'picture-changed', actorId: admin.id, details }), id: expect.any(Number), at: expect.any(Date) },
        { ...entry(ada.id), id: expect.any(Number), at: expect.any(Date) },
      ]);
      const [newest, middle, oldest] = found;
      expect(await records().listAudit({ actorId: admin.id }, { limit: 10 })).toEqual([middle]);
      expect(await records().listAudit({ subjectId: ada.id, action: 'profile-changed' }, { limit: 10 })).toEqual([newest, oldest]);
      expect(await records().listAudit({ subjectId: ada.id }, { limit: 2 })).toEqual([newest, middle]);
      expect(await records().listAudit({ subjectId: ada.id }, { below: middle?.id, limit: 2 })).toEqual([oldest]);
    });

    it('of a service key are not those of the person with the same id', async () => {
      const { id } = await newPerson(records());
      await records().appendAudit(entry(id));
      await records().appendAudit(entry(id, { actor: 'service-key' }));
      expect((await records().listAudit({ subjectId: id }, { limit: 10 })).map(({ actor }) => actor)).toEqual(['service-key', 'person']);
      expect((await records().listAudit({ actorId: id }, { limit: 10 })).map(({ actor }) => actor)).toEqual(['person']);
    });

    it('outlive the account that they are about', async () => {
      const { id } = await newPerson(records());
      await records().appendAudit(entry(id));
      await records().erase(id);
      expect(await records().listAudit({ subjectId: id }, { limit: 10 })).toHaveLength(1);
    });

    it('are deleted once they are too old', async () => {
      const { id } = await newPerson(records());
      const before = new Date(Date.now() + DAY_MS);
      await records().appendAudit(entry(id));
      expect(await records().listAudit({ subjectId: id, before: new Date(0) }, { limit: 10 })).toEqual([]);
      expect(await records().listAudit({ subjectId: id, before }, { limit: 10 })).toHaveLength(1);
      expect(await records().deleteAuditBefore(new Date(0))).toBe(0);
      expect(await records().deleteAuditBefore(before)).toBeGreaterThan(0);
      expect(await records().listAudit({ subjectId: id }, { limit: 10 })).toEqual([]);
    });
  });
}
