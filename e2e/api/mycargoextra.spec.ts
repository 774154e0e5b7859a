import { formOf } from '@/testing/form';
import { rawRequest } from '../client/raw';
import { expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/v1/user/avatar';

test('a page checks its token, which it keeps as a cookie over http, and uploads with that cookie', { tag: '@main' }, async ({
  server,
  owner,
}) => {
  const checked = await fetch(`${server.baseURL}/api/v1/user/check`, { headers: owner.auth });
  const cookie = `userToken=${owner.key}`;
  expect(checked.headers.getSetCookie()).toEqual([`${cookie}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`]);
  await expectPicture((await checked.json()).avatar, [200, 30, 90]);
  const headers = { Cookie: cookie, Origin: server.baseURL };
  const body = formOf({ avatar: await plain('jpeg', [20, 160, 60]) }, 'whatever.bin');
  const response = await fetch(server.baseURL + PATH, { method: 'PATCH', headers, body });
  expect(response.status).toBe(200);
  const { key_3: address } = await response.json();
  await expectPicture(address, [20, 160, 60]);
  expect((await (await fetch(`${server.baseURL}/api/v1/user/check`, { headers: owner.auth })).json()).avatar).toBe(address);
});

test(`PATCH ${PATH} – a body that is cut short is refused by the HTTP server itself and changes nothing`, { tag: '@main' }, async ({
  server,
  owner,
}) => {
  const head = `PATCH ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`;
  const part = '--b\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\n\r\n';
  const { answer } = await rawRequest(server.port, [head, part, Buffer.alloc(50_000)]);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  await expectOldPicture(server, owner);
});
