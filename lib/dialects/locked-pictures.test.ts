import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { DISABLED, otherChanges } from '@/testing/in-process/picture-changes';
import { type Colour, expectColour, expectOldPicture, OLD_COLOUR, oldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { UPLOADS } from '@/testing/in-process/uploads';
import { enveloped, failure, message, problem, ululeError, type Wire, wireOf, zulipError } from '@/testing/in-process/wire';
import { createMemoryRecords } from '@/testing/memory/records';

const BLUE: Colour = [20, 60, 220];
const HOUR_MS = 60 * 60 * 1000;
const REASON = 'Please wait for the new photos.';

const app = await createTestApp();
const admin = app.admin();

const patch = async ({ id }: TestPerson, json: object) => {
  const response = await app.ask('PATCH', `/api/people/${id}`, { headers: admin.session, json });
  expect(response.status).toBe(200);
  return response.json();
};
const lock = (person: TestPerson) => patch(person, { avatarLockedUntil: new Date(Date.now() + HOUR_MS).toISOString(), reason: REASON });

async function expectTaken(person: TestPerson): Promise<void> {
  for (const upload of UPLOADS) {
    // Cloudreve's failures have status 200.
    const body = upload.api === 'cloudreve' ? { code: 0, msg: '' } : expect.any(Object);
    expect(await wireOf(await upload.send(app, person, await tiny('png', BLUE))), upload.api).toEqual({ status: 200, body });
  }
}

describe('a locked picture', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('stays whatever the person does, and every API says so in its own words', async () => {
    const owner = await openOwner(app);
    const { id: versionId } = await (await app.ask('GET', '/api/me/avatar', { headers: owner.auth })).json();
    app.gravatar.answer = { kind: 'picture', bytes: await tiny('png', BLUE) };
    await lock(owner);
    for (const [at, upload] of UPLOADS.entries()) {
      expect(await wireOf(await upload.send(app, owner, await tiny('png', BLUE))), upload.api).toEqual(DISABLED[at]);
      await expectOldPicture(app, owner);
    }
    for (const { call, send, words } of otherChanges(app, owner)) {
      expect(await wireOf(await send(versionId)), call).toEqual(words);
      await expectOldPicture(app, owner);
    }
  });

  it('is told until when, and why', async () => {
    const owner = await openOwner(app);
    const { avatarLockedUntil } = await lock(owner);
    const refused = await app.ask('DELETE', '/api/me/avatar', { headers: owner.auth });
    expect((await refused.json()).detail).toBe(`An administrator has locked this picture until ${avatarLockedUntil}.`);
    const told = await (await app.ask('GET', '/api/me/avatar/moderation', { headers: owner.auth })).json();
    expect(told).toEqual({ avatarLockedUntil, notice: { kind: 'locked', reason: REASON, isImported: false, at: expect.any(String) } });
  });

  it('is told to Zulip’s clients, which then offer no change', async () => {
    const owner = await openOwner(app);
    const disabled = async () => {
      const body = new URLSearchParams({ fetch_event_types: '["realm"]' });
      const state = await (await app.ask('POST', '/api/v1/register', { headers: owner.basic, body })).json();
      return [state.realm_avatar_changes_disabled, state.server_avatar_changes_disabled];
    };
    expect(await disabled()).toEqual([false, false]);
    await lock(owner);
    expect(await disabled()).toEqual([false, true]);
  });

  it('is free again when its time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const owner = await openOwner(app);
    await lock(owner);
    vi.setSystemTime(Date.now() + HOUR_MS - 1);
    expect((await UPLOADS[0]?.send(app, owner, await tiny('png', BLUE)))?.status).toBe(403);
    vi.setSystemTime(Date.now() + 1);
    await expectTaken(owner);
  });

  it('is free again when an administrator ends the lock', async () => {
    const owner = await openOwner(app);
    await lock(owner);
    expect(await patch(owner, { avatarLockedUntil: null })).toMatchObject({ avatarLockedUntil: null, notice: null });
    await expectTaken(owner);
  });

  it('is locked for administrators too where it is their own', async () => {
    const other = await app.open({ role: 'admin' });
    await lock(other);
    expect(await wireOf(await app.ask('PUT', '/api/me/avatar', { headers: other.session, body: await tiny('png', BLUE) }))).toEqual(
      problem(403, 'changes_disabled'),
    );
    await patch(other, { role: 'member' });
  });

  it('is not changed by an upload that began before', async () => {
    const records = createMemoryRecords();
    // Asked after the permission, and long before the commit.
    const isFileBlocked = async (userId: number) => {
      await records.lockPicture(userId, { until: new Date(Date.now() + HOUR_MS), reason: REASON });
      return false;
    };
    const racing = await createTestApp({ records, replaced: { isFileBlocked } });
    const owner = await openOwner(racing);
    for (const [at, upload] of UPLOADS.entries()) {
      await records.lockPicture(owner.id, null);
      expect(await wireOf(await upload.send(racing, owner, await tiny('png', BLUE))), upload.api).toEqual(DISABLED[at]);
      await expectOldPicture(racing, owner);
    }
  });

  it('keeps its copy from Gravatar, and the hourly refresh reports nothing', async () => {
    const own = await createTestApp();
    const person = await own.open();
    own.gravatar.answer = { kind: 'picture', bytes: await oldPicture() };
    expect((await own.ask('PUT', '/api/me/avatar/gravatar', { headers: person.auth })).status).toBe(200);
    await own.records.gravatarChecked(person.id, 2, new Date(0));
    await own.records.lockPicture(person.id, { until: new Date(Date.now() + HOUR_MS), reason: REASON });
    own.gravatar.answer = { kind: 'picture', bytes: await tiny('png', BLUE) };
    await own.avatars.refreshGravatars();
    await expectColour(own, `/u/${person.id}/avatar`, OLD_COLOUR);
    await own.records.lockPicture(person.id, null);
    await own.avatars.refreshGravatars();
    await expectColour(own, `/u/${person.id}/avatar`, BLUE);
    expect(own.reported).toEqual([]);
  });
});

/** The same error in the format of each API, in the order of `UPLOADS`. */
const BLOCKED: Wire[] = [
  problem(403, 'file_blocked'),
  message(403, 'Access denied'),
  enveloped(failure(403, 'Permission denied')),
  ululeError(403, 'PermissionError', ['image']),
  zulipError('This image is not allowed in this organization.', 'BAD_REQUEST'),
];

describe('a file that an administrator has removed', () => {
  const remove = async (person: TestPerson, block: string) => {
    const json = { reason: REASON, block };
    expect((await app.ask('DELETE', `/api/people/${person.id}/avatar`, { headers: admin.session, json })).status).toBe(204);
  };
  /** Removes the picture and uploads it again; Ulule only replaces pictures, so that another one comes first. */
  async function expectRefused(person: TestPerson): Promise<void> {
    const wait = await app.ask('PUT', '/api/me/avatar', { headers: person.auth, body: await tiny('png', BLUE) });
    expect(wait.status).toBe(200);
    for (const [at, upload] of UPLOADS.entries()) {
      expect(await wireOf(await upload.send(app, person, await oldPicture())), upload.api).toEqual(BLOCKED[at]);
      await expectColour(app, `/u/${person.id}/avatar`, BLUE);
    }
  }

  it('does not come back to the person through any API, and another person may have it', async () => {
    const [owner, other] = [await openOwner(app), await app.open()];
    await remove(owner, 'person');
    await expectRefused(owner);
    expect((await app.ask('PUT', '/api/me/avatar', { headers: other.auth, body: await oldPicture() })).status).toBe(200);
  });

  it('does not come back by Gravatar', async () => {
    const owner = await openOwner(app);
    await remove(owner, 'person');
    app.gravatar.answer = { kind: 'picture', bytes: await oldPicture() };
    const taken = await app.ask('PUT', '/api/me/avatar/gravatar', { headers: owner.auth });
    expect(await wireOf(taken)).toEqual(problem(502, 'gravatar_unusable'));
    // Cloudreve follows Gravatar in any case, and shows the drawing meanwhile.
    const followed = await app.ask('PUT', '/user/setting/avatar', { headers: owner.auth });
    expect((await followed.json()).code).toBe(0);
    expect(await app.avatars.stateOf(owner.id)).toMatchObject({ source: 'gravatar', avatar: null });
  });

  it('comes back to no one if it is blocked for everyone, also not from the history, until it is unblocked', async () => {
    const [owner, other] = [await openOwner(app), await openOwner(app)];
    const { id: earlier } = await (await app.ask('GET', '/api/me/avatar', { headers: other.auth })).json();
    await remove(owner, 'everyone');
    await expectRefused(other);
    const restore = () => app.ask('POST', `/api/me/avatars/${earlier}/restore`, { headers: other.auth });
    expect(await wireOf(await restore())).toEqual(problem(403, 'file_blocked'));
    const [blocked] = await (await app.ask('GET', '/api/blocked-files', { headers: admin.session })).json();
    expect(blocked).toMatchObject({ userId: null, reason: REASON, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const unblock = () => app.ask('DELETE', `/api/blocked-files/${blocked.id}`, { headers: admin.session });
    expect([(await unblock()).status, (await unblock()).status]).toEqual([204, 404]);
    expect((await restore()).status).toBe(200);
  });
});
