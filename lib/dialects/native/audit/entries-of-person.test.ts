import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { hex } from '@/testing/records';
import { auditOf } from './audit';

it('a person does not see who had their address before without proof', async () => {
  const app = await createTestApp();
  const [ada, eve] = [await app.open(), await app.open()];
  const sha256 = hex(32);
  const expiresAt = new Date(Date.now() + 60_000);
  await app.records.createLink({ purpose: 'verify-address', email: eve.email, userId: ada.id, data: null, sha256, expiresAt });
  await app.records.confirmAddress(sha256, { generatedKey: hex(), now: new Date() });
  const [entry] = await app.records.listAudit({ subjectId: ada.id }, { limit: 1 });
  expect(entry).toMatchObject({ action: 'address-verified', details: { lostBy: eve.id } });
  const [own] = await auditOf(ada.id, app.records);
  expect([own?.action, own?.details]).toEqual(['address-verified', {}]);
});
