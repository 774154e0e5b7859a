import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { plain } from '@/testing/pictures';
import type { ListedPerson, PeoplePageResource } from './people-schemas';
import * as schemas from './people-schemas';

const app = await createTestApp();
const admin = app.admin();
const { baseUrl } = app.parts().services;

const ask = (method: string, path: string, json?: object, headers: Record<string, string> = admin.session) =>
  app.ask(method, `/api/people${path}`, { headers, json });
const page = async (query: string): Promise<PeoplePageResource> => (await ask('GET', query)).json();
const idsOf = ({ people }: PeoplePageResource) => people.map(({ id }) => id);
const statusOf = async (headers: Record<string, string>, path = '/api/me') => (await app.ask('GET', path, { headers })).status;

/** People whom one search finds. */
async function group(size: number): Promise<{ mark: string; people: TestPerson[] }> {
  const mark = randomUUID().slice(0, 8);
  const people: TestPerson[] = [];
  for (let at = 0; at < size; at += 1) people.unshift(await app.open({ name: `Grace ${mark} ${at}` }));
  return { mark, people };
}

describe('GET /api/people', () => {
  it('lists the newest accounts first, with role, state and the address of their picture', async () => {
    const { mark, people } = await group(2);
    const [{ id, email } = expect.unreachable()] = people;
    const found = await page(`?q=${mark}`);
    expect(schemas.peoplePage.parse(found)).toEqual(found);
    expect(found).toMatchObject({ next: null, matching: 2 });
    expect(found.people[0]).toEqual({
      id,
      email,
      name: `Grace ${mark} 1`,
      publicName: null,
      role: 'member',
      createdAt: expect.any(String),
      disabledAt: null,
      picture: `${baseUrl}/u/${id}/avatar`,
    } satisfies ListedPerson);
    expect((await ask('GET', '')).headers.get('cache-control')).toBe('private, no-store');
  });

  it('goes from page to page without repeating or skipping anybody', async () => {
    const { mark, people } = await group(5);
    const first = await page(`?q=grace+${mark}&limit=2`);
    expect([idsOf(first), first.matching]).toEqual([people.slice(0, 2).map(({ id }) => id), 5]);
    await app.open({ name: `Grace ${mark} late` });
    const second = await page(`?q=grace+${mark}&limit=2&cursor=${first.next}`);
    const third = await page(`?q=grace+${mark}&limit=2&cursor=${second.next}`);
    expect([...idsOf(second), ...idsOf(third)]).toEqual(people.slice(2).map(({ id }) => id));
    expect(third.next).toBeNull();
  });

  it('filters by role and state, and counts', async () => {
    const { mark, people } = await group(3);
    const [promoted, disabled, member] = people.map(({ id }) => id);
    const before = (await page('')).counts;
    await ask('PATCH', `/${promoted}`, { role: 'admin' });
    await ask('PATCH', `/${disabled}`, { disabled: true });
    expect(idsOf(await page(`?q=${mark}&role=admin`))).toEqual([promoted]);
    expect(idsOf(await page(`?q=${mark}&state=disabled&role=`))).toEqual([disabled]);
    expect(idsOf(await page(`?q=${mark}&state=enabled&role=member`))).toEqual([member]);
    expect((await page('')).counts).toEqual({
      people: before.people,
      administrators: before.administrators + 1,
      disabled: before.disabled + 1,
    });
    await ask('PATCH', `/${promoted}`, { role: 'member' });
  });

  it('takes any text as a search', async () => {
    for (const q of ["'", '\\', "x' | 'y", '!a & (b', ':*', '%00', '\u{1F40E}', 'a'.repeat(200)]) {
      const { people } = await page(`?q=${encodeURIComponent(q)}`);
      expect(Array.isArray(people)).toBe(true);
    }
  });

  it.each([
    ['?role=owner', { role: 'Expected member or admin.' }],
    ['?state=gone', { state: 'Expected enabled or disabled.' }],
    ['?limit=0', { limit: 'Expected at least 1.' }],
    ['?limit=101', { limit: 'Expected at most 100.' }],
    ['?cursor=x', { cursor: 'Expected the value of next.' }],
    [`?q=${'a'.repeat(201)}`, { q: 'Expected at most 200 characters.' }],
  ])('%s is refused', async (query, fields) => {
    const response = await ask('GET', query);
    expect([response.status, (await response.json()).fields]).toEqual([400, fields]);
  });
});

describe('GET /api/people/{id}', () => {
  it('shows the account with sessions, keys without secrets, and pictures without the names of files', async () => {
    const ada = await app.open();
    const form = new FormData();
    for (const colour of [10, 20]) {
      form.set('image', new Blob([new Uint8Array(await plain(8, 8, [colour, 2, 3]))]), 'private name.png');
      await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: form });
    }
    const response = await ask('GET', `/${ada.id}`);
    const text = await response.text();
    const details = JSON.parse(text);
    expect(schemas.personDetails.parse(details)).toEqual(details);
    expect(details).toMatchObject({
      id: ada.id,
      email: ada.email,
      role: 'member',
      disabledAt: null,
      avatar: { source: 'upload', name: null },
    });
    expect(details.versions.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
    expect(details.addresses).toMatchObject([{ email: ada.email, primary: true, verified: false, shows: 'account' }]);
    expect(details.sessions).toMatchObject([{ id: ada.sessionId, current: false, address: '192.0.2.1' }]);
    expect(details.keys).toMatchObject([{ label: 'test', lastFour: ada.key.slice(-4) }]);
    expect(text).not.toContain(ada.key);
    expect(text).not.toContain('private name');
  });

  it('marks the session of the request', async () => {
    const { sessions } = await (await ask('GET', `/${admin.id}`)).json();
    expect(sessions).toContainEqual(expect.objectContaining({ id: admin.sessionId, current: true }));
  });
});

describe('an administrator', () => {
  it('changes the role of a person, which holds from their next request', async () => {
    const ada = await app.open();
    expect(await statusOf(ada.session, '/api/people')).toBe(403);
    const response = await ask('PATCH', `/${ada.id}`, { role: 'admin' });
    const changed = await response.json();
    expect(schemas.changedPerson.parse(changed)).toEqual(changed);
    expect(changed).toMatchObject({ id: ada.id, role: 'admin' });
    expect(await statusOf(ada.session, '/api/people')).toBe(200);
    await ask('PATCH', `/${ada.id}`, { role: 'member' }, ada.session);
    expect(await statusOf(ada.session, '/api/people')).toBe(403);
  });

  it('with the password, as a script has it, manages people too', async () => {
    const ada = await app.open();
    expect((await ask('PATCH', `/${ada.id}`, { disabled: true }, admin.passwordAuth)).status).toBe(200);
    expect(await statusOf(ada.auth)).toBe(403);
  });

  it('who is the last one keeps the role and the account', async () => {
    for (const change of [{ role: 'member' }, { disabled: true }]) {
      const response = await ask('PATCH', `/${admin.id}`, change);
      expect([response.status, (await response.json()).code]).toEqual([409, 'last_administrator']);
    }
    expect(await statusOf(admin.session, '/api/people')).toBe(200);
  });

  it('ends all sessions of a person, and no key', async () => {
    const ada = await app.open();
    const token = await ada.signIn();
    expect((await ask('DELETE', `/${ada.id}/sessions`)).status).toBe(204);
    expect([await statusOf(ada.session), await statusOf(token), await statusOf(ada.auth)]).toEqual([401, 401, 200]);
  });

  it('revokes one key of a person', async () => {
    const [ada, eve] = [await app.open(), await app.open()];
    const [{ id } = expect.unreachable()] = await app.records.keysOf(ada.id);
    expect((await ask('DELETE', `/${eve.id}/keys/${id}`)).status).toBe(404);
    expect(await statusOf(ada.auth)).toBe(200);
    expect((await ask('DELETE', `/${ada.id}/keys/${id}`)).status).toBe(204);
    expect([await statusOf(ada.auth), await statusOf(ada.session)]).toEqual([401, 200]);
    expect((await ask('DELETE', `/${ada.id}/keys/${id}`)).status).toBe(404);
  });

  it.each([
    ['GET', '', undefined],
    ['PATCH', '', { disabled: true }],
    ['DELETE', '/sessions', undefined],
    ['DELETE', '/keys/1', undefined],
    ['POST', '/password-reset', undefined],
    ['DELETE', '', { confirm: 'x@example.org', password: 'x' }],
  ])('is told that a person does not exist: %s %s', async (method, path, json) => {
    for (const id of ['2000000000', '99999999999', 'x']) expect((await ask(method, `/${id}${path}`, json)).status).toBe(404);
  });

  it.each([[{ role: 'owner' }], [{ disabled: 'yes' }], [{ email: 'x@example.org' }]])('is told what is wrong with %j', async (change) => {
    expect((await ask('PATCH', `/${admin.id}`, change)).status).toBe(400);
  });
});

it.each([
  ['GET', ''],
  ['GET', '/1'],
  ['PATCH', '/1'],
  ['DELETE', '/1/sessions'],
  ['DELETE', '/1/keys/1'],
  ['POST', '/1/password-reset'],
  ['DELETE', '/1'],
])('%s /api/people%s is for administrators in person', async (method, path) => {
  const member = await app.open();
  const readOnly = await admin.createKey(['avatar:read']);
  const json = method === 'PATCH' ? { role: 'admin' } : undefined;
  const refused = async (headers: Record<string, string>) => (await ask(method, path, json, headers)).status;
  const key = (secret: string) => ({ Authorization: `Bearer ${secret}` });
  expect([await refused({}), await refused(member.session), await refused(member.passwordAuth), await refused(member.auth)]).toEqual([
    401, 403, 403, 403,
  ]);
  expect([await refused(admin.auth), await refused(key(readOnly)), await refused(await admin.signIn())]).toEqual([403, 403, 403]);
  if (method !== 'GET') expect(await refused({ ...admin.session, Origin: 'https://evil.example' })).toBe(403);
});
