import { call, OK } from '../client/cloudreve';
import { openAccount, signInCookie, type TestPerson } from '../client/people';
import { type Color, expectOldPicture, expectPicture, OLD_COLOR, oldPicture, plain } from '../pictures/one-colour';
import { type GravatarWorker, gravatarWorker, sha256 } from '../server/gravatar';
import { discard, type Server, startServer } from '../server/server';
import { test as base, expect } from '../server/upload-fixtures';

const PATH = '/api/me/avatar/gravatar';
const TEAL: Color = [20, 150, 150];

const test = base.extend<object, GravatarWorker>(gravatarWorker);

const put = ({ baseURL }: Server, { auth }: TestPerson) => fetch(baseURL + PATH, { method: 'PUT', headers: auth });

async function json({ baseURL }: Server, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(baseURL + path, { headers });
  expect(response.status, path).toBe(200);
  return response.json();
}

/** Addresses that show the picture, and none of which may lead a visitor to another server. */
async function addresses(server: Server, person: TestPerson): Promise<string[]> {
  const { baseURL } = server;
  const { key, url } = await json(server, '/api/me/avatar', person.auth);
  const page = await fetch(`${baseURL}/settings/picture`, { headers: { Cookie: await signInCookie(baseURL, person) } });
  const text = await page.text();
  expect(text).not.toMatch(/\/avatar\/[0-9a-f]{32}/);
  const [path = 'no picture in the page'] = /\/media\/[0-9a-f]{40}\/\d+\.webp/.exec(text) ?? [];
  return [url, `${baseURL}/u/${person.id}/avatar`, baseURL + path, `${baseURL}/user_avatars/1/${key}.png`];
}

test(`PUT ${PATH} – the server fetches the picture, and every address of ours shows the copy`, { tag: '@main' }, async ({
  server,
  gravatar,
  owner,
}) => {
  gravatar.set(owner.email, await plain('jpeg', TEAL));
  expect((await put(server, owner)).status).toBe(200);
  expect(gravatar.asked(owner.email)).toEqual([`/avatar/${sha256(owner.email)}?s=1024&d=404`]);
  for (const address of await addresses(server, owner)) {
    expect((await fetch(address, { redirect: 'manual' })).status, address).toBe(200);
    await expectPicture(address, TEAL);
  }
  expect(gravatar.asked(owner.email)).toHaveLength(1);
});

test('where Gravatar cannot be reached, the native API keeps the upload and Cloudreve’s leads there; the log does not say of whom', async () => {
  const server = await startServer();
  const person = await openAccount(server.baseURL);
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: await oldPicture() });
  const response = await put(server, person);
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 502, body: { code: 'gravatar_unavailable' } });
  const { id } = await json(server, '/api/me/avatar', person.auth);
  await expectOldPicture(server, person);
  expect(await call(server, 'PUT', '/user/setting/avatar', { headers: person.auth })).toEqual(OK);
  expect(await json(server, '/api/me/avatar', person.auth)).toMatchObject({ source: 'gravatar', id: null });
  for (const address of await addresses(server, person)) {
    expect((await fetch(address, { redirect: 'manual' })).status, address).toBe(200);
  }
  const restore = { method: 'POST', headers: person.auth };
  expect((await fetch(`${server.baseURL}/api/me/avatars/${id}/restore`, restore)).status).toBe(200);
  expect(await json(server, '/api/me/avatar', person.auth)).toMatchObject({ source: 'upload' });
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar?s=100`, OLD_COLOR);
  expect(server.output()).not.toContain(sha256(person.email));
  expect(server.output()).toContain('No picture from 127.0.0.1:9');
  await discard(server);
});
