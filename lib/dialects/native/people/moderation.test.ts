import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { originalPath } from '@/lib/avatars/paths';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, expectOldPicture, OLD_COLOUR, oldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf, problem, wireOf } from '@/testing/in-process/wire';
import { keysBelow } from '@/testing/storage';
import * as schemas from './moderation-schemas';

const BLUE: Colour = [20, 60, 220];
const REASON = 'Your photo for the directory';

const app = await createTestApp();
const admin = app.admin();
let owner: TestPerson;
beforeEach(async () => {
  owner = await openOwner(app);
});

const put = async (path: string, body?: BodyInit, headers: Record<string, string> = {}) =>
  app.ask('PUT', `/api/people/${path}`, { headers: { ...admin.session, ...headers }, body: body ?? (await tiny('png', BLUE)) });
const remove = (json: object, headers: Record<string, string> = {}) =>
  app.ask('DELETE', `/api/people/${owner.id}/avatar`, { headers: { ...admin.session, ...headers }, json });
const query = `?reason=${encodeURIComponent(REASON)}`;
const told = async () => {
  const body = await (await app.ask('GET', '/api/me/avatar/moderation', { headers: owner.auth })).json();
  expect(schemas.restrictions.parse(body)).toEqual(body);
  return body;
};
const noticeOf = (kind: string) => ({
  avatarLockedUntil: null,
  notice: { kind, reason: REASON, isImported: false, at: expect.any(String) },
});
const versions = async (): Promise<{ id: number }[]> => (await app.ask('GET', '/api/me/avatars', { headers: owner.auth })).json();

describe('PUT /api/people/{id}/avatar', () => {
  it('sets the picture of a person, who sees the reason and can go back to their own', async () => {
    const [own] = await versions();
    const response = await put(`${owner.id}/avatar${query}`);
    expect([response.status, (await response.json()).removed]).toEqual([200, []]);
    await expectColour(app, `/u/${owner.id}/avatar`, BLUE);
    expect(await told()).toEqual(noticeOf('set'));
    expect((await app.ask('POST', `/api/me/avatars/${own?.id}/restore`, { headers: owner.auth })).status).toBe(200);
    await expectColour(app, `/u/${owner.id}/avatar`, OLD_COLOUR);
    expect(await told()).toEqual({ avatarLockedUntil: null, notice: null });
  });

  it('finds the person by e-mail address, and takes the reason, crop and description from a form', async () => {
    const crop = { x: 1, y: 2, width: 4, height: 4, rotate: 0 };
    const form = formOf({ image: await tiny('png', BLUE), crop: JSON.stringify(crop), alt: 'Blue', reason: REASON });
    const response = await put(`${encodeURIComponent(owner.email.toUpperCase())}/avatar`, form);
    expect([response.status, await response.json()]).toMatchObject([200, { crop, alt: 'Blue' }]);
    expect(await told()).toEqual(noticeOf('set'));
  });

  it.each([
    ['no reason', ''],
    ['a blank reason', '?reason=%20%00'],
    ['a reason of 501 characters', `?reason=${'a'.repeat(501)}`],
  ])('is refused with %s', async (_name, without) => {
    expect(await wireOf(await put(`${owner.id}/avatar${without}`))).toMatchObject({
      status: 400,
      body: { fields: { reason: expect.any(String) } },
    });
    await expectOldPicture(app, owner);
  });

  it.each(['2000000000', 'x', 'nobody%40example.org'])('knows no person %s', async (id) => {
    expect(await wireOf(await put(`${id}/avatar${query}`))).toEqual(problem(404, 'not_found'));
  });

  it('keeps the picture if the new one is refused, cannot be stored, or the old one has changed', async () => {
    expect((await put(`${owner.id}/avatar${query}`, 'no picture')).status).toBe(415);
    await expectOldPicture(app, owner);
    app.storage.fails = ({ operation }) => operation === 'put';
    expect((await put(`${owner.id}/avatar${query}`)).status).toBe(502);
    app.storage.fails = () => false;
    await expectOldPicture(app, owner);
    for (const tag of [`"a${owner.id}v1"`, `"a${admin.id}v2"`])
      expect((await put(`${owner.id}/avatar${query}`, undefined, { 'If-Match': tag })).status).toBe(412);
    await expectOldPicture(app, owner);
    expect(await told()).toEqual({ avatarLockedUntil: null, notice: null });
    expect((await put(`${owner.id}/avatar${query}`, undefined, { 'If-Match': `"a${owner.id}v2"` })).status).toBe(200);
  });

  it('works while the picture is locked and while only administrators change pictures', async () => {
    const avatarLockedUntil = '2100-01-01T00:00:00.000Z';
    await app.ask('PATCH', `/api/people/${owner.id}`, { headers: admin.session, json: { avatarLockedUntil, reason: 'Locked' } });
    await app.ask('PATCH', '/api/policy', { headers: admin.session, json: { avatarChangesDisabled: true } });
    expect((await put(`${owner.id}/avatar${query}`)).status).toBe(200);
    await app.ask('PATCH', '/api/policy', { headers: admin.session, json: { avatarChangesDisabled: false } });
    expect(await told()).toEqual({ ...noticeOf('set'), avatarLockedUntil });
  });

  it('is replayed for the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': `moderation ${owner.id}` };
    const first = await (await put(`${owner.id}/avatar${query}`, undefined, headers)).json();
    const again = await put(`${owner.id}/avatar${query}`, undefined, headers);
    expect([again.headers.get('idempotency-replayed'), (await again.json()).key]).toEqual(['true', first.key]);
    expect((await put(`${owner.id}/avatar?reason=Another`, undefined, headers)).status).toBe(422);
  });
});

describe('DELETE /api/people/{id}/avatar', () => {
  it('removes the picture with its files for good, in every framing, and leaves other pictures', async () => {
    await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body: await tiny('png', BLUE) });
    await app.ask('PATCH', '/api/me/avatar', { headers: owner.auth, json: { crop: { x: 0, y: 0, width: 4, height: 4 } } });
    await app.avatars.settled();
    const [framedAnew, first, kept] = await app.avatars.historyOf(owner.id);
    expect((await remove({ reason: REASON })).status).toBe(204);
    await app.avatars.settled();
    expect(await app.avatars.stateOf(owner.id)).toMatchObject({ source: 'none', avatar: null });
    expect(await told()).toEqual(noticeOf('removed'));
    expect((await versions()).map(({ id }) => id)).toEqual([kept?.id]);
    for (const version of [framedAnew, first]) {
      const restored = await app.ask('POST', `/api/me/avatars/${version?.id}/restore`, { headers: owner.auth });
      expect(await wireOf(restored)).toEqual(problem(404, 'not_found'));
      expect(await keysBelow(app.storage, `renditions/${version?.key}/`)).toEqual([]);
      expect(await app.storage.get(originalPath(version?.originalKey ?? ''))).toBeNull();
    }
    expect((await app.ask('POST', `/api/me/avatars/${kept?.id}/restore`, { headers: owner.auth })).status).toBe(200);
    await expectColour(app, `/u/${owner.id}/avatar`, OLD_COLOUR);
  });

  it('removes the picture also if its files cannot be deleted now', async () => {
    app.storage.fails = ({ operation }) => operation === 'delete';
    const response = await remove({ reason: REASON, block: 'none' });
    app.storage.fails = () => false;
    await app.avatars.settled();
    expect(response.status).toBe(204);
    expect(app.reported.splice(0)).toContainEqual(expect.objectContaining({ code: 'storage_failed' }));
    expect(await versions()).toEqual([]);
  });

  it('blocks the file for the person unless told otherwise', async () => {
    const upload = async () => (await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body: await oldPicture() })).status;
    await remove({ reason: REASON, block: 'none' });
    expect(await upload()).toBe(200);
    await remove({ reason: REASON });
    expect(await upload()).toBe(403);
    const files = await (await app.ask('GET', '/api/blocked-files', { headers: admin.session })).json();
    expect(z.array(schemas.blockedFile).parse(files)).toEqual(files);
    expect(files[0]).toMatchObject({ userId: owner.id, reason: REASON });
    expect((await put(`${owner.id}/avatar${query}`, await oldPicture())).status).toBe(403);
  });

  it('changes nothing without a reason, for another version, or where a drawing is shown', async () => {
    for (const json of [{}, { reason: ' ' }, { reason: REASON, block: 'all' }, { reason: REASON, more: 1 }])
      expect((await remove(json)).status).toBe(400);
    expect((await remove({ reason: REASON }, { 'If-Match': `"a${owner.id}v1"` })).status).toBe(412);
    await expectOldPicture(app, owner);
    await app.ask('DELETE', '/api/me/avatar', { headers: owner.auth });
    expect((await remove({ reason: REASON })).status).toBe(204);
    expect(await told()).toEqual({ avatarLockedUntil: null, notice: null });
  });
});

describe('PATCH /api/people/{id}', () => {
  const patch = (json: object, id: number = owner.id) => app.ask('PATCH', `/api/people/${id}`, { headers: admin.session, json });
  const avatarLockedUntil = '2100-01-01T00:00:00.000Z';

  it.each([
    [{ avatarLockedUntil }, 'reason'],
    [{ avatarLockedUntil, reason: '' }, 'reason'],
    [{ avatarLockedUntil: '2020-01-01T00:00:00Z', reason: REASON }, 'avatarLockedUntil'],
    [{ avatarLockedUntil: 'soon', reason: REASON }, 'avatarLockedUntil'],
    [{ avatarLockedUntil: '+020266-01-01T00:00:00Z', reason: REASON }, 'avatarLockedUntil'],
  ])('does not lock a picture with %j', async (json, field) => {
    const response = await patch(json);
    expect([response.status, Object.keys((await response.json()).fields)]).toEqual([400, [field]]);
    expect(await told()).toEqual({ avatarLockedUntil: null, notice: null });
  });

  it('knows no person with another id', async () => {
    expect((await patch({ avatarLockedUntil, reason: REASON }, 2_000_000_000)).status).toBe(404);
  });

  it('shows the lock to administrators, and not to others', async () => {
    expect(await (await patch({ avatarLockedUntil, reason: REASON })).json()).toMatchObject({ id: owner.id, avatarLockedUntil });
    const details = await (await app.ask('GET', `/api/people/${owner.id}`, { headers: admin.session })).json();
    expect(details).toMatchObject({ avatarLockedUntil, notice: { kind: 'locked', reason: REASON } });
    for (const path of [`/api/users/${owner.id}/avatar`, `/v1/users/${owner.id}`])
      expect(await (await app.ask('GET', path, { headers: { 'Ulule-Version': '2018-11-26' } })).text()).not.toContain(REASON);
  });
});

it('the audit log has who did what to the picture, and why', async () => {
  const of = (fields: object) => ({ actor: 'person', actorId: admin.id, ...fields });
  const [{ key: oldKey } = expect.unreachable()] = await app.avatars.historyOf(owner.id);
  await put(`${owner.id}/avatar${query}`);
  const [{ key: newKey } = expect.unreachable()] = await app.avatars.historyOf(owner.id);
  await remove({ reason: REASON, block: 'everyone' });
  const [blocked] = await (await app.ask('GET', '/api/blocked-files', { headers: admin.session })).json();
  await app.ask('DELETE', `/api/blocked-files/${blocked.id}`, { headers: admin.session });
  const until = '2100-01-01T00:00:00.000Z';
  for (const json of [{ avatarLockedUntil: until, reason: REASON }, { avatarLockedUntil: null }])
    await app.ask('PATCH', `/api/people/${owner.id}`, { headers: admin.session, json });
  const entries = await app.records.listAudit({ subjectId: owner.id, actorId: admin.id }, { limit: 10 });
  expect(entries.reverse()).toMatchObject([
    of({ action: 'picture-changed', details: { oldKey, newKey, source: 'upload', reason: REASON } }),
    of({ action: 'picture-changed', details: { oldKey: newKey, newKey: null, source: 'none', reason: REASON, blocks: 'everyone' } }),
    of({ action: 'picture-locked', details: { until, reason: REASON } }),
    of({ action: 'picture-unlocked', details: {} }),
  ]);
  const [unblocked] = await app.records.listAudit({ action: 'file-unblocked' }, { limit: 1 });
  expect(unblocked).toMatchObject(of({ subjectId: null, details: { sha256: blocked.sha256 } }));
});

it.each([
  ['PUT', '/api/people/:id/avatar?reason=Mine'],
  ['DELETE', '/api/people/:id/avatar'],
  ['GET', '/api/blocked-files'],
  ['DELETE', '/api/blocked-files/1'],
])('%s %s is for administrators in person', async (method, path) => {
  const send = async (headers: Record<string, string>) => {
    const body = method === 'PUT' ? await tiny('png', BLUE) : undefined;
    const json = path === '/api/people/:id/avatar' ? { reason: REASON } : undefined;
    return (await app.ask(method, path.replace(':id', String(owner.id)), { headers, body, json })).status;
  };
  expect([await send({}), await send(owner.session), await send(owner.passwordAuth), await send(owner.auth)]).toEqual([401, 403, 403, 403]);
  expect([await send(admin.auth), await send(await admin.signIn())]).toEqual([403, 403]);
  if (method !== 'GET') expect(await send({ ...admin.session, Origin: 'https://evil.example' })).toBe(403);
  await expectOldPicture(app, owner);
});
