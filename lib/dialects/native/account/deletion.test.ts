import { describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';
import { keysBelow } from '@/testing/storage';

const DAY_MS = 24 * 60 * 60 * 1000;

const deleteMe = (app: TestApp, { session, password }: TestPerson, fields: object = {}) =>
  app.ask('DELETE', '/api/me', { headers: session, json: { password, ...fields } });

const deletionOf = async (app: TestApp, { session }: TestPerson) => (await app.ask('GET', '/api/me/deletion', { headers: session })).json();

/** Every object that the deleted account could have left. */
const objects = (app: TestApp) => keysBelow(app.storage);

describe('deleting the account at once', () => {
  it('deletes pictures, originals and every way in, and gives a report; those of others stay', async () => {
    const app = await createTestApp();
    const eve = await openOwner(app);
    await app.ask('GET', `/u/${eve.id}/avatar?s=200`);
    await app.avatars.settled();
    const before = await objects(app);
    const ada = await openOwner(app);
    await app.ask('GET', `/u/${ada.id}/avatar?s=200`);
    const { access } = (await (await app.ask('POST', '/session/token', { json: ada })).json()).data.token ?? {};
    await app.avatars.settled();
    const stored = await objects(app);
    expect(stored.length).toBeGreaterThan(before.length);
    expect(await deletionOf(app, ada)).toMatchObject({ deleteAt: null, versions: 1, keys: 1 });

    const response = await deleteMe(app, ada, { now: true });
    const gone = { versions: 1, keys: 1, sessions: 2, objects: stored.length - before.length, objectsLeft: 0 };
    expect([response.status, await response.json()]).toEqual([200, { deletedAt: expect.any(String), ...gone }]);
    expect(await objects(app)).toEqual(before);
    for (const headers of [ada.session, ada.auth, ada.passwordAuth, { Authorization: `Bearer ${access}` }])
      expect((await app.ask('GET', '/api/me/avatars', { headers })).status).toBe(401);
    for (const path of [`/u/${ada.id}/avatar`, `/api/users/${ada.id}/avatar`]) expect((await app.ask('GET', path)).status).toBe(404);
    expect((await app.ask('GET', '/api/me', { headers: eve.auth })).status).toBe(200);
    expect(await app.records.erasures()).toEqual([]);
  });

  it('needs the password, and a wrong one changes nothing', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const response = await deleteMe(app, { ...ada, password: 'a wrong password' }, { now: true });
    expect([response.status, (await response.json()).fields]).toEqual([400, { password: 'Wrong password.' }]);
    expect((await app.ask('GET', '/api/me', { headers: ada.auth })).status).toBe(200);
  });

  it('goes on after the storage failed: nothing is shown meanwhile, and nothing is left in the end', async () => {
    const app = await createTestApp();
    const before = await objects(app);
    const ada = await openOwner(app);
    await app.avatars.settled();
    app.storage.fails = ({ operation }) => operation === 'delete';
    const response = await deleteMe(app, ada, { now: true });
    expect([response.status, (await response.json()).objectsLeft]).toEqual([200, expect.any(Number)]);
    expect(await app.records.erasures()).toHaveLength(1);
    expect((await app.ask('GET', `/u/${ada.id}/avatar`)).status).toBe(404);
    const failures: unknown[] = [];
    const { erasures } = app.parts().services;
    await erasures.run((error) => failures.push(error));
    expect([failures.length, (await app.records.erasures()).length]).toEqual([1, 1]);
    app.storage.fails = () => false;
    await erasures.run((error) => failures.push(error));
    expect([failures.length, await app.records.erasures(), await objects(app)]).toEqual([1, [], before]);
  });

  it('is refused to the only administrator of other people', async () => {
    const app = await createTestApp();
    await app.open();
    for (const now of [true, false]) {
      const response = await deleteMe(app, app.admin(), { now });
      expect([response.status, (await response.json()).detail]).toEqual([403, expect.stringContaining('only administrator')]);
    }
    expect((await app.ask('GET', '/api/me', { headers: app.admin().auth })).status).toBe(200);
  });
});

describe('deleting the account in seven days', () => {
  it('can be cancelled until then', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const now = Date.now();
    const deleteAt = new Date(now + 7 * DAY_MS).toISOString();
    vi.useFakeTimers({ toFake: ['Date'], now });
    const response = await deleteMe(app, ada);
    vi.useRealTimers();
    expect([response.status, await response.json()]).toEqual([202, { deleteAt }]);
    expect(await deletionOf(app, ada)).toMatchObject({ deleteAt });
    expect((await app.ask('DELETE', '/api/me/deletion', { headers: ada.session })).status).toBe(204);
    expect(await deletionOf(app, ada)).toMatchObject({ deleteAt: null });
  });

  it('happens then, and not earlier', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    await deleteMe(app, ada);
    const { erasures } = app.parts().services;
    const failed = (error: unknown) => expect.unreachable(String(error));
    await erasures.run(failed);
    expect((await app.ask('GET', '/api/me', { headers: ada.auth })).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7 * DAY_MS });
    await erasures.run(failed);
    vi.useRealTimers();
    expect((await app.ask('GET', '/api/me', { headers: ada.auth })).status).toBe(401);
  });
});
