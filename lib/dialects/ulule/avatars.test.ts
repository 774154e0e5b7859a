import { beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Bytes, expectColour, pathOf, tiny } from '@/testing/in-process/pictures';
import { expectedAvatar, keyOf, legacyKeys, MODERN, OPEN, SIDES, upload } from '@/testing/in-process/ulule';
import { formOf, ululeError, wireOf } from '@/testing/in-process/wire';
import { ADDRESS } from '@/testing/requests';

const app = await createTestApp();
let person: TestPerson;
beforeEach(async () => {
  person = await app.open();
});

const post = (image: Bytes, name?: string) =>
  app.ask('POST', `/v1/users/${person.id}/avatars`, { headers: { ...person.auth, ...MODERN }, body: formOf({ image }, name) });

it.each([
  ['gif', 'png'],
  ['jpeg', 'jpg'],
  ['png', 'png'],
] as const)('POST /v1/users/:id/avatars – a %s becomes the avatar → 201 and the resource', async (format, extension) => {
  const response = await post(await tiny(format, [20, 160, 60], 300), `holiday.${format}`);
  const body = await response.json();
  const name = `holiday.${format}`;
  expect(response.status).toBe(201);
  expect(body).toEqual(expectedAvatar(person, { name, format: extension, key: keyOf(body), side: 290 }));
  await expectColour(app, `/u/${person.id}/avatar?s=64`, [20, 160, 60]);
});

it('every URL of the resource serves the picture', async () => {
  const avatar = await upload(app, person, await tiny('png', [250, 120, 0]));
  expect(Object.keys(avatar.versions)).toEqual([...SIDES.map((side) => `${side}x${side}`), 'full']);
  for (const { url } of Object.values(avatar.versions)) await expectColour(app, url, [250, 120, 0]);
  await expectColour(app, avatar.value, [250, 120, 0]);
});

it('a picture of 100 pixels has the pixels that each key promises', async () => {
  const avatar = await upload(app, person, await tiny('png', [250, 120, 0], 100));
  expect(avatar).toEqual(expectedAvatar(person, { name: 'me.png', format: 'png', key: keyOf(avatar), side: 100 }));
});

it.each([
  ['absent', 'with', undefined],
  ['2016-01-01', 'with', '2016-01-01'],
  ['2017-12-11', 'with', '2017-12-11'],
  ['2017-12-12', 'without', '2017-12-12'],
  ['2020-10-07', 'without', '2020-10-07'],
  ['tomorrow', 'with', 'tomorrow'],
])('Ulule-Version %s – %s the legacy keys', async (_name, legacy, version) => {
  const modern = await upload(app, person);
  const headers = { ...person.auth, ...(version && { 'Ulule-Version': version }) };
  const expected = legacy === 'with' ? { ...modern, ...legacyKeys(modern) } : modern;
  expect(await (await app.ask('GET', `/v1/avatars/${modern.id}`, { headers })).json()).toEqual(expected);
  const user = { id: person.id, name: person.name, avatar: expected, has_avatar: true };
  expect(await (await app.ask('GET', '/v1/me', { headers })).json()).toEqual(user);
  const patched = await app.ask('PATCH', `/v1/avatars/${modern.id}`, { headers });
  expect(await wireOf(patched)).toEqual({ status: 200, body: expected });
});

it('PATCH /v1/avatars/:id – another picture under the same id → 200, and the old URL redirects to it', async () => {
  const before = await upload(app, person);
  const response = await app.ask('PATCH', `/v1/avatars/${before.id}`, {
    headers: { ...person.auth, ...MODERN },
    body: formOf({ image: await tiny('jpeg', [20, 60, 220]) }, 'new.jpg'),
  });
  const body = await response.json();
  const key = keyOf(body);
  const expected = expectedAvatar(person, { name: 'new.jpg', format: 'jpg', key });
  expect({ status: response.status, body }).toEqual({ status: 200, body: expected });
  expect(key).not.toBe(keyOf(before));
  await expectColour(app, `/u/${person.id}/avatar`, [20, 60, 220]);
  await app.avatars.settled();
  const moved = await app.ask('GET', before.value);
  expect(moved.status).toBe(302);
  await expectColour(app, new URL(moved.headers.get('location') ?? '', ADDRESS).href, [20, 60, 220]);
});

it.each([
  ['no body at all', undefined],
  ['an empty form', new FormData()],
  ['a form with other fields', formOf({ other: 'x' })],
])('PATCH /v1/avatars/:id – %s → 200 and nothing changed', async (_name, body) => {
  const before = await upload(app, person);
  const response = await app.ask('PATCH', `/v1/avatars/${before.id}`, { headers: { ...person.auth, ...MODERN }, body });
  expect(await wireOf(response)).toEqual({ status: 200, body: before });
});

it('DELETE /v1/avatars/:id – 204, the generated avatar, and then a new avatar may be created', async () => {
  const { id } = await upload(app, person);
  const response = await app.ask('DELETE', `/v1/avatars/${id}`, { headers: person.auth });
  expect([response.status, await response.text()]).toEqual([204, '']);
  const user = await (await app.ask('GET', '/v1/me', { headers: { ...person.auth, ...MODERN } })).json();
  const key = keyOf(user.avatar);
  const generated = expectedAvatar(person, { name: 'full.png', format: 'png', key, side: 290, full: 'full' });
  expect(user).toEqual({ id: person.id, name: person.name, avatar: generated, has_avatar: false });
  expect((await app.ask('GET', pathOf(user.avatar.versions.full.url))).status).toBe(200);
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const again = await wireOf(await app.ask(method, `/v1/avatars/${id}`, { headers: person.auth }));
    expect(again).toEqual(ululeError(404, 'ValueError', ['id'], `Avatar ${id} not found.`));
  }
  expect((await upload(app, person)).id).toBe(id);
});

it('GET /v1/users/:id – public, with the same body as for the person', async () => {
  const avatar = await upload(app, person, undefined, 'holiday.png');
  expect(avatar.name).toBe('holiday.png');
  const response = await app.ask('GET', `/v1/users/${person.id}`, { headers: OPEN });
  expect(await wireOf(response)).toEqual({ status: 200, body: { id: person.id, name: person.name, avatar, has_avatar: true } });
});

it('of two concurrent requests that create an avatar, one succeeds and one fails', async () => {
  const image = await tiny('png', [1, 2, 3]);
  const answers = await Promise.all([post(image), post(image)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
});
