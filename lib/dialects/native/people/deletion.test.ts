import { describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';
import { problem, wireOf } from '@/testing/in-process/wire';
import { createMemoryRecords } from '@/testing/memory/records';
import { keysBelow } from '@/testing/storage';
import { deletionReport } from '../account/account-schemas';

const HOUR_MS = 60 * 60 * 1000;

/** Deletes a person as the administrator, by a valid request unless fields say otherwise. */
const remove = (app: TestApp, { id, email }: TestPerson, fields: object = {}, headers: Record<string, string> = app.admin().session) =>
  app.ask('DELETE', `/api/people/${id}`, { headers, json: { confirm: email, password: app.admin().password, ...fields } });

const isThere = async (app: TestApp, { id }: TestPerson) => (await app.records.personById(id)) !== null;

describe('an administrator deletes the account of a person', () => {
  it('with everything that it has stored, and gets a report; the audit log keeps the id and the reason', async () => {
    const app = await createTestApp();
    const eve = await openOwner(app);
    await app.avatars.settled();
    const before = await keysBelow(app.storage);
    const ada = await openOwner(app);
    await app.avatars.settled();
    const stored = await keysBelow(app.storage);
    const access = await ada.signIn();
    await app.ask('PATCH', `/api/people/${ada.id}`, { headers: app.admin().session, json: { role: 'admin' } });

    const response = await remove(app, ada, { confirm: ` ${ada.email.toUpperCase()} `, reason: 'Left the club' });
    const report = await response.json();
    expect(deletionReport.parse(report)).toEqual(report);
    expect([response.status, response.headers.get('cache-control'), report]).toEqual([
      200,
      'private, no-store',
      { deletedAt: expect.any(String), versions: 1, keys: 1, sessions: 2, objects: stored.length - before.length, objectsLeft: 0 },
    ]);
    expect(await keysBelow(app.storage)).toEqual(before);
    for (const headers of [ada.session, ada.auth, ada.passwordAuth, access])
      expect((await app.ask('GET', '/api/me', { headers })).status).toBe(401);
    expect((await app.ask('GET', `/u/${ada.id}/avatar`)).status).toBe(404);
    expect((await app.ask('GET', '/api/me', { headers: eve.auth })).status).toBe(200);
    const [entry] = await app.records.listAudit({ subjectId: ada.id }, { limit: 1 });
    expect(entry).toMatchObject({
      actor: 'person',
      actorId: app.admin().id,
      action: 'account-deleted',
      details: { reason: 'Left the club' },
    });
    expect(JSON.stringify(await app.records.listAudit({ subjectId: ada.id }, { limit: 100 }))).not.toContain(ada.email);
  });

  it('also of a disabled person, and with the password in the header as well', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    await app.ask('PATCH', `/api/people/${ada.id}`, { headers: app.admin().session, json: { disabled: true } });
    expect((await remove(app, ada, {}, app.admin().passwordAuth)).status).toBe(200);
    const [entry] = await app.records.listAudit({ subjectId: ada.id }, { limit: 1 });
    expect(entry).toMatchObject({ action: 'account-deleted', details: {} });
    expect(await wireOf(await remove(app, ada))).toEqual(problem(404, 'not_found'));
  });

  it.each([
    [{ confirm: undefined }, { confirm: 'Expected the e-mail address of the account.' }],
    [{ confirm: 'another@example.org' }, { confirm: 'This is not the primary e-mail address of the account.' }],
    [{ password: undefined }, { password: 'Expected your password.' }],
    [{ password: 'a wrong password' }, { password: 'Wrong password.' }],
    [{ reason: ' ' }, { reason: 'Expected a reason, or no field.' }],
    [{ reason: 'Wrote from ada@example.org' }, { reason: 'Expected no e-mail address: the audit log keeps the reason.' }],
  ])('and with %j nothing changes', async (fields, words) => {
    const app = await createTestApp();
    const ada = await app.open();
    const response = await remove(app, ada, fields);
    expect([response.status, (await response.json()).fields]).toEqual([400, words]);
    expect(await isThere(app, ada)).toBe(true);
  });

  it('by the primary address, and not by another one of theirs', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const json = { email: 'second@example.org', password: ada.password };
    expect((await app.ask('POST', '/api/me/addresses', { headers: ada.session, json })).status).toBe(201);
    expect((await remove(app, ada, { confirm: 'second@example.org' })).status).toBe(400);
    expect((await remove(app, ada)).status).toBe(200);
  });

  it('without a password of their own only within ten minutes after they have signed in', async () => {
    const records = createMemoryRecords();
    const { storedPerson } = records;
    let admin: TestPerson | undefined;
    const withoutPassword = async (id: number) => {
      const stored = await storedPerson(id);
      return stored && id === admin?.id ? { ...stored, passwordHash: null } : stored;
    };
    const app = await createTestApp({ records, replaced: { storedPerson: withoutPassword } });
    const [ada, eve] = [await app.open(), await app.open()];
    admin = await app.open({ role: 'admin' });
    expect((await remove(app, ada, { password: undefined }, admin.session)).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS });
    const late = await remove(app, eve, { password: undefined }, admin.session);
    vi.useRealTimers();
    expect([await wireOf(late), await isThere(app, eve)]).toEqual([problem(403, 'sign_in_again'), true]);
  });

  it('and never their own', async () => {
    const app = await createTestApp();
    await app.open({ role: 'admin' });
    const response = await remove(app, app.admin());
    const { code, detail } = await response.json();
    expect([response.status, code, detail]).toEqual([
      409,
      'own_account',
      'This is your own account. Delete it under Data in the settings, or by DELETE /api/me.',
    ]);
    expect(await isThere(app, app.admin())).toBe(true);
  });

  it('and not that of the last administrator who stays', async () => {
    const app = await createTestApp();
    const other = await app.open({ role: 'admin' });
    const { session, password } = app.admin();
    expect((await app.ask('DELETE', '/api/me', { headers: session, json: { password } })).status).toBe(202);
    expect(await wireOf(await remove(app, other))).toEqual(problem(409, 'last_administrator'));
    expect(await isThere(app, other)).toBe(true);
    await app.ask('DELETE', '/api/me/deletion', { headers: session });
    expect((await remove(app, other)).status).toBe(200);
  });
});
