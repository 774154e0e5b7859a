import { describe, expect, it } from 'vitest';
import { SERVICE_SCOPES, type ServiceScope } from '@/lib/accounts/service-keys/ports';
import { bearer, createTestApp } from '@/testing/app';

const app = await createTestApp();
const admin = app.admin();

async function create(scopes: readonly ServiceScope[]): Promise<string> {
  const response = await app.ask('POST', '/api/service-keys', { headers: admin.session, json: { label: 'Intranet', scopes } });
  return (await response.json()).key;
}
const key = await create(SERVICE_SCOPES);

describe('service keys are managed by administrators in person', () => {
  it.each([
    ['GET', '/api/service-keys'],
    ['POST', '/api/service-keys'],
    ['DELETE', '/api/service-keys/1'],
  ])('%s %s', async (method, path) => {
    const member = await app.open();
    const json = method === 'POST' ? { label: 'Mine', scopes: ['people:read'] } : undefined;
    const status = async (headers: Record<string, string>) => (await app.ask(method, path, { headers, json })).status;
    expect([await status({}), await status(bearer(key)), await status(member.session), await status(member.passwordAuth)]).toEqual([
      401, 401, 403, 403,
    ]);
    expect([await status(admin.auth), await status(await admin.signIn())]).toEqual([403, 403]);
    if (method !== 'GET') expect(await status({ ...admin.session, Origin: 'https://evil.example' })).toBe(403);
  });

  it.each([
    [{ label: 'x' }, ['scopes']],
    [{ scopes: ['people:read'] }, ['label']],
    [{ label: 'x', scopes: [] }, ['scopes']],
    [{ label: 'x', scopes: ['avatar:write'] }, ['scopes.0']],
    [{ label: 'x', scopes: ['people:read'], expiresAt: '2020-01-01T00:00:00Z' }, ['expiresAt']],
    [{ label: 'x', scopes: ['people:read'], expiresAt: '+010000-01-01T00:00:00Z' }, ['expiresAt']],
  ])('%j is refused', async (json, fields) => {
    const response = await app.ask('POST', '/api/service-keys', { headers: admin.session, json });
    expect([response.status, Object.keys((await response.json()).fields)]).toEqual([400, fields]);
  });

  it('and the audit log has both ends of a key', async () => {
    await create(['policy:write']);
    const [{ id: keyId } = expect.unreachable()] = await app.records.serviceKeys();
    await app.ask('DELETE', `/api/service-keys/${keyId}`, { headers: admin.session });
    const by = { actor: 'person', actorId: admin.id, subjectId: null };
    const [created] = await app.records.listAudit({ action: 'service-key-created' }, { limit: 1 });
    const [revoked] = await app.records.listAudit({ action: 'service-key-revoked' }, { limit: 1 });
    expect([created, revoked]).toMatchObject([
      { ...by, details: { keyId, scopes: ['policy:write'] } },
      { ...by, details: { keyId } },
    ]);
  });
});
