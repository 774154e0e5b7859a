import { expect, expectPicture, form, plain, test } from './fixtures';
import { answered, expectedAvatar, keyOf, legacyKeys, MODERN, OPEN, SIDES, upload } from './ulule-fixtures';

for (const [format, extension] of [
  ['gif', 'png'],
  ['jpeg', 'jpg'],
  ['png', 'png'],
] as const) {
  test(`POST /v1/users/:id/avatars – a ${format} becomes the avatar → 201 and the resource`, async ({ server, person }) => {
    const response = await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, {
      method: 'POST',
      headers: { ...person.auth, ...MODERN },
      body: form({ image: await plain(format, [20, 160, 60]) }, `holiday.${format}`),
    });
    const { status, body } = await answered(response);
    const avatar = body as Parameters<typeof keyOf>[0];
    expect(status).toBe(201);
    expect(body).toEqual(expectedAvatar(server, person, { name: `holiday.${format}`, format: extension, key: keyOf(avatar) }));
    await expectPicture(`${server.baseURL}/u/${person.id}/avatar?s=64`, [20, 160, 60]);
  });
}

test('every address of the resource serves the picture', async ({ server, person }) => {
  const avatar = await upload(server, person, await plain('png', [250, 120, 0]));
  expect(Object.keys(avatar.versions)).toEqual([...SIDES.map((side) => `${side}x${side}`), 'full']);
  for (const { url } of Object.values(avatar.versions)) await expectPicture(url, [250, 120, 0]);
  await expectPicture(server.baseURL + avatar.value, [250, 120, 0]);
});

test('a picture of 100 pixels has the pixels that each key promises', async ({ server, person }) => {
  const avatar = await upload(server, person, await plain('png', [250, 120, 0], 100));
  expect(avatar).toEqual(expectedAvatar(server, person, { name: 'me.png', format: 'png', key: keyOf(avatar), side: 100 }));
});

for (const [version, legacy] of [
  [undefined, true],
  ['2016-01-01', true],
  ['2017-12-11', true],
  ['2017-12-12', false],
  ['2020-10-07', false],
  ['tomorrow', true],
] as const) {
  test(`Ulule-Version ${version ?? 'absent'} – ${legacy ? 'with' : 'without'} the legacy keys`, async ({ server, person }) => {
    const modern = await upload(server, person);
    const headers = { ...person.auth, ...(version && { 'Ulule-Version': version }) };
    const expected = legacy ? { ...modern, ...legacyKeys(modern) } : modern;
    expect(await (await fetch(`${server.baseURL}/v1/avatars/${modern.id}`, { headers })).json()).toEqual(expected);
    const user = { id: person.id, name: person.name, avatar: expected, has_avatar: true };
    expect(await (await fetch(`${server.baseURL}/v1/me`, { headers })).json()).toEqual(user);
    const patched = await fetch(`${server.baseURL}/v1/avatars/${modern.id}`, { method: 'PATCH', headers });
    expect(await answered(patched)).toEqual({ status: 200, body: expected });
  });
}

test('PATCH /v1/avatars/:id – another picture under the same id → 200', async ({ server, person }) => {
  const before = await upload(server, person);
  const response = await fetch(`${server.baseURL}/v1/avatars/${before.id}`, {
    method: 'PATCH',
    headers: { ...person.auth, ...MODERN },
    body: form({ image: await plain('jpeg', [20, 60, 220]) }, 'new.jpg'),
  });
  const { status, body } = await answered(response);
  const key = keyOf(body as typeof before);
  expect({ status, body }).toEqual({ status: 200, body: expectedAvatar(server, person, { name: 'new.jpg', format: 'jpg', key }) });
  expect(key).not.toBe(keyOf(before));
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar`, [20, 60, 220]);
  // The page that still has the address of before shows the picture of now.
  await expectPicture(server.baseURL + before.value, [20, 60, 220]);
});

for (const [name, body] of [
  ['no body at all', () => undefined],
  ['an empty form', () => new FormData()],
  ['a form with other fields', () => form({ other: 'x' })],
] as const) {
  test(`PATCH /v1/avatars/:id – ${name} → 200 and nothing changed`, async ({ server, person }) => {
    const before = await upload(server, person);
    const response = await fetch(`${server.baseURL}/v1/avatars/${before.id}`, {
      method: 'PATCH',
      headers: { ...person.auth, ...MODERN },
      body: body(),
    });
    expect(await answered(response)).toEqual({ status: 200, body: before });
  });
}

test('DELETE /v1/avatars/:id – 204, the generated picture, and then a new avatar may be created', async ({ server, person }) => {
  const { id } = await upload(server, person);
  const address = `${server.baseURL}/v1/avatars/${id}`;
  const response = await fetch(address, { method: 'DELETE', headers: person.auth });
  expect([response.status, await response.text()]).toEqual([204, '']);
  const user = await (await fetch(`${server.baseURL}/v1/me`, { headers: { ...person.auth, ...MODERN } })).json();
  const generated = expectedAvatar(server, person, { name: 'full.png', format: 'png', key: keyOf(user.avatar), full: 'full' });
  expect(user).toEqual({ id: person.id, name: person.name, avatar: generated, has_avatar: false });
  expect((await fetch(user.avatar.versions.full.url)).status).toBe(200);
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const again = await answered(await fetch(address, { method, headers: person.auth }));
    const message = `Avatar ${id} not found.`;
    expect(again).toEqual({ status: 404, body: [{ fieldNames: ['id'], classification: 'ValueError', message }] });
  }
  expect((await upload(server, person)).id).toBe(id);
});

test('GET /v1/users/:id – open to all, as the person sees it', async ({ server, person }) => {
  const avatar = await upload(server, person, undefined, 'holiday.png');
  expect(avatar.name).toBe('holiday.png');
  const response = await fetch(`${server.baseURL}/v1/users/${person.id}`, { headers: OPEN });
  expect(await answered(response)).toEqual({ status: 200, body: { id: person.id, name: person.name, avatar, has_avatar: true } });
});

test('of two that create at once, one gets the avatar and the other the error', async ({ server, person }) => {
  const create = async () =>
    fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, {
      method: 'POST',
      headers: person.auth,
      body: form({ image: await plain('png', [1, 2, 3]) }),
    });
  const answers = await Promise.all([create(), create()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
});
