import { formOf } from '@/testing/form';
import { rawRequest } from '../client/raw';
import { expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import { expect, test } from '../server/upload-fixtures';

/** Without addresses at the top level of an avatar. */
const MODERN = { 'Ulule-Version': '2017-12-12' };

test('a client signs in, creates an avatar, reads it from every address, replaces and deletes it', { tag: '@main' }, async ({
  server,
  person,
}) => {
  const grant = new URLSearchParams({ grant_type: 'password', username: person.email, password: person.password });
  const { access_token: token } = await (await fetch(`${server.baseURL}/oauth2/token/`, { method: 'POST', body: grant })).json();
  const headers = { Authorization: `Bearer ${token}`, ...MODERN };
  const created = await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, {
    method: 'POST',
    headers,
    body: formOf({ image: await plain('png', [250, 120, 0]) }, 'holiday.png'),
  });
  expect(created.status).toBe(201);
  const avatar = await created.json();
  expect(await (await fetch(`${server.baseURL}/v1/avatars/${person.id}`, { headers })).json()).toEqual(avatar);
  expect(Object.keys(avatar.versions)).toHaveLength(11);
  for (const { url } of Object.values<{ url: string }>(avatar.versions)) await expectPicture(url, [250, 120, 0]);

  const address = `${server.baseURL}/v1/avatars/${person.id}`;
  const body = formOf({ image: await plain('jpeg', [20, 60, 220]) }, 'new.jpg');
  expect((await fetch(address, { method: 'PATCH', headers, body })).status).toBe(200);
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar`, [20, 60, 220]);
  // A page that has the old address shows the new picture.
  await expectPicture(server.baseURL + avatar.value, [20, 60, 220]);

  const deleted = await fetch(address, { method: 'DELETE', headers });
  expect([deleted.status, await deleted.text()]).toEqual([204, '']);
  expect((await fetch(address, { headers })).status).toBe(404);
});

test('of two requests that create at once, one gets the avatar and the other the error', async ({ server, person }) => {
  const create = async () =>
    fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, {
      method: 'POST',
      headers: person.auth,
      body: formOf({ image: await plain('png', [1, 2, 3]) }),
    });
  const answers = await Promise.all([create(), create()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
});

test('PATCH /v1/avatars/:id – a body that is cut short changes nothing', async ({ server, owner }) => {
  const head = `PATCH /v1/avatars/${owner.id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`;
  const part = '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n';
  const { answer } = await rawRequest(server.port, [head, part, Buffer.alloc(50_000)]);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  await expectOldPicture(server, owner);
});
