import { describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '@/testing/app';
import { hex } from '@/testing/records';

const ISSUER = 'https://sso.example.org';

/** Test people have a password. It counts as none until they choose another one. */
const FIRST_PASSWORD = 1;

/** An app in which every person but the administrator has no password. */
async function appWithoutPasswords() {
  const app = await createTestApp();
  const { storedPerson } = app.records;
  const without = async (id: number) => {
    const stored = await storedPerson(id);
    return stored && id !== app.admin().id && stored.passwordVersion === FIRST_PASSWORD ? { ...stored, passwordHash: null } : stored;
  };
  Object.assign(app.records, { storedPerson: without });
  return app;
}

const ask = async (app: TestApp, method: string, path: string, headers: Record<string, string>, json?: unknown) => {
  const response = await app.ask(method, path, { headers, ...(json !== undefined && { json }) });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
};

describe('identities', () => {
  it('are listed for their owner, and removed while there is a password', async () => {
    const app = await createTestApp();
    const { id, session, auth } = await app.open();
    const identity = await app.records.addIdentity(id, { issuer: ISSUER, subject: hex(8) });
    const listed = { id: identity.id, issuer: ISSUER, name: null, createdAt: identity.createdAt.toISOString(), lastUsedAt: null };
    expect(await ask(app, 'GET', '/api/me/identities', session)).toEqual({ status: 200, body: [listed] });
    expect(await ask(app, 'GET', '/api/me/identities', auth)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await ask(app, 'DELETE', `/api/me/identities/${identity.id}`, session)).toEqual({ status: 204, body: null });
    expect(await ask(app, 'DELETE', `/api/me/identities/${identity.id}`, session)).toMatchObject({ status: 404 });
    expect((await app.records.listAudit({ subjectId: id }, { limit: 5 })).map(({ action }) => action)).toContain('identity-disconnected');
  });

  it('that are the only way in stay', async () => {
    const app = await createTestApp();
    const { person } = await app.records.openWithIdentity(
      { issuer: ISSUER, subject: 'ada' },
      { email: 'ada@example.org', name: 'Ada', generatedKey: hex() },
      false,
    );
    const [identity] = await app.records.identitiesOf(person.id);
    await expect(app.records.removeIdentity(person.id, identity?.id ?? 0)).rejects.toMatchObject({ code: 'password_missing' });
  });

  it('are part of the data that a person downloads, and of those that are deleted', async () => {
    const app = await createTestApp();
    const { id, session, password } = await app.open();
    const account = { issuer: ISSUER, subject: hex(8) };
    await app.records.addIdentity(id, account);
    const archive = Buffer.from(await (await app.ask('GET', '/api/me/export', { headers: session })).arrayBuffer());
    expect(archive.includes(account.subject)).toBe(true);
    await app.ask('DELETE', '/api/me', { headers: session, json: { password, now: true } });
    expect(await app.records.identityOf(account)).toBeNull();
  });
});

describe('a person without a password', () => {
  it('deletes the account, adds an address and chooses a password soon after a sign-in', async () => {
    const app = await appWithoutPasswords();
    const { session, id } = await app.open();
    expect(await ask(app, 'POST', '/api/me/addresses', session, { email: `${hex(8)}@example.org` })).toMatchObject({ status: 201 });
    expect(await ask(app, 'DELETE', '/api/me', session, {})).toMatchObject({ status: 202 });
    expect(await ask(app, 'DELETE', '/api/me/deletion', session)).toMatchObject({ status: 204 });
    const newPassword = 'correct horse battery 2';
    expect(await ask(app, 'PUT', '/api/me/password', session, { newPassword })).toEqual({ status: 204, body: null });
    // From then on it is asked for.
    expect(await ask(app, 'DELETE', '/api/me', session, {})).toMatchObject({
      status: 400,
      body: { fields: { password: 'Expected your password.' } },
    });
    expect(await ask(app, 'DELETE', '/api/me', session, { password: newPassword, now: true })).toMatchObject({ status: 200 });
    expect(await app.records.personById(id)).toBeNull();
  });

  it('has to sign in again once that is ten minutes ago', async () => {
    const app = await appWithoutPasswords();
    const { session, id } = await app.open();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 });
    try {
      const refused = { status: 403, body: { code: 'sign_in_again' } };
      expect(await ask(app, 'POST', '/api/me/addresses', session, { email: 'eve@example.org' })).toMatchObject(refused);
      expect(await ask(app, 'DELETE', '/api/me', session, { now: true })).toMatchObject(refused);
      expect(await ask(app, 'PUT', '/api/me/password', session, { newPassword: 'correct horse battery 2' })).toMatchObject(refused);
    } finally {
      vi.useRealTimers();
    }
    expect(await app.records.addressesOf(id)).toHaveLength(1);
  });

  it('is not signed in with any password', async () => {
    const app = await createTestApp();
    const email = 'ada@example.org';
    await app.records.openWithIdentity({ issuer: ISSUER, subject: 'ada' }, { email, name: 'Ada', generatedKey: hex() }, false);
    for (const password of ['', 'null', 'undefined', 'correct horse battery']) {
      const Authorization = `Basic ${btoa(`${email}:${password}`)}`;
      expect(await ask(app, 'GET', '/api/me/sessions', { Authorization })).toMatchObject({
        status: 401,
        body: { code: 'invalid_credentials' },
      });
    }
  });
});
