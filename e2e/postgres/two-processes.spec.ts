import { repeated } from '@/testing/guesses';
import { sendJson, signIn } from '../client/cloudreve';
import { openEvents } from '../client/events';
import { md5 } from '../client/gravatar';
import { openAccount, signInCookie, type TestPerson } from '../client/people';
import { READ_PATHS } from '../client/read-paths';
import { native, UPLOADS } from '../client/uploads';
import { expectQuarters, picture, quartersOf } from '../pictures/quarters';
import { openAdministrator } from '../server/administrator';
import type { Server } from '../server/server';
import { test } from '../server/two-servers';
import { expect } from '../server/upload-fixtures';

/** A change in one process is seen in the other as soon as PostgreSQL has announced it. */
const SOON = { timeout: 10_000, intervals: [20] };

/** Response under a policy that forbids changes. Complete messages are compared in lib/dialects. */
const REFUSALS: Record<string, { status: number; message: unknown }> = {
  'PUT /api/me/avatar': { status: 403, message: expect.stringContaining('changes_disabled') },
  'PATCH /api/v1/user/avatar': { status: 403, message: expect.stringContaining('Access denied') },
  'PUT /api/v4/user/setting/avatar': { status: 200, message: expect.stringContaining('"code":403') },
  'PATCH /v1/avatars/:id': { status: 403, message: expect.stringContaining('PermissionError') },
  'POST /api/v1/users/me/avatar': { status: 400, message: expect.stringContaining('Avatar changes are disabled in this organization.') },
};

const basicOf = (email: string, password: string) => `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
const limitsOf = async ({ baseURL }: Server, { auth }: TestPerson) => (await fetch(`${baseURL}/api/limits`, { headers: auth })).json();
const keyOf = async ({ baseURL }: Server, { auth }: TestPerson) =>
  (await (await fetch(`${baseURL}/api/me/avatar`, { headers: auth })).json()).key;

test('a policy change in one process applies at once in the other, for every write API', async ({ servers: [one, other] }) => {
  const [admin, member] = [await openAdministrator(other), await openAccount(one.baseURL)];
  const patch = async (change: object) => {
    const init = { method: 'PATCH', headers: admin.auth, body: JSON.stringify(change) };
    expect((await fetch(`${one.baseURL}/api/policy`, init)).status).toBe(200);
  };
  expect((await native.send(other.baseURL, member, await picture(quartersOf(0)))).status).toBe(200);
  const key = await keyOf(other, member);
  expect(await limitsOf(other, member)).toMatchObject({ locked: false });

  await patch({ avatarChangesDisabled: true });
  await expect.poll(() => limitsOf(other, member), SOON).toMatchObject({ locked: true });
  for (const { api, send } of UPLOADS) {
    const answer = await send(other.baseURL, member, await picture(quartersOf(1)));
    expect({ api, status: answer.status, message: await answer.text() }).toEqual({ api, ...REFUSALS[api] });
  }
  for (const server of [one, other]) expect(await keyOf(server, member)).toBe(key);

  await patch({ avatarChangesDisabled: false, maxAvatarBytes: 10_000 });
  await expect.poll(() => limitsOf(other, member), SOON).toMatchObject({ locked: false, maxBytes: 10_000 });
  await patch({ maxAvatarBytes: null });
  await expect.poll(() => limitsOf(other, member), SOON).toMatchObject({ maxBytes: 26_214_400 });
});

test('a picture that one process changes is shown at every address of the other', async ({ servers: [one, other] }) => {
  const person = await openAccount(one.baseURL);
  for (const [index, { api, send }] of UPLOADS.entries()) {
    await test.step(`after ${api}`, async () => {
      const [here, there] = index % 2 === 0 ? [one, other] : [other, one];
      expect((await send(here.baseURL, person, await picture(quartersOf(index)))).ok).toBe(true);
      for (const reader of READ_PATHS) {
        const shown = async () => expectQuarters(quartersOf(index), await reader.address(there.baseURL, person));
        await test.step(reader.api, () => expect(shown).toPass(SOON));
      }
    });
  }
});

test('a picture that one process changes is told to the event streams of the other', async ({ servers: [one, other] }) => {
  const person = await openAccount(one.baseURL);
  const stream = await openEvents(other.port, person.auth);
  await expect.poll(stream.events).toMatchObject([{ type: 'connected', version: 1 }]);
  expect((await native.send(one.baseURL, person, await picture(quartersOf(0)))).status).toBe(200);
  await expect.poll(stream.events).toMatchObject([{ type: 'connected' }, { type: 'picture-changed', version: 2 }]);
  stream.close();
});

test('a refresh token that was used at one process and comes again at the other ends its family in both', async ({
  servers: [one, other],
}) => {
  const person = await openAccount(one.baseURL);
  const { refresh: stolen } = await signIn(one, person);
  const { data: next } = await sendJson(one, 'POST', '/session/token/refresh', { refresh_token: stolen });
  expect((await sendJson(other, 'POST', '/session/token/refresh', { refresh_token: stolen })).code).toBe(40020);
  for (const server of [one, other]) {
    expect((await sendJson(server, 'POST', '/session/token/refresh', { refresh_token: next.refresh_token })).code).toBe(40020);
  }
});

test('an address that was unknown to one process shows the picture of an account that the other opened', async ({
  servers: [one, other],
}) => {
  const person = await openAccount(one.baseURL);
  const address = `${other.baseURL}/avatar/${md5(person.email)}?d=404`;
  const status = async () => (await fetch(address)).status;
  expect(await status()).toBe(404);
  expect((await native.send(one.baseURL, person, await picture(quartersOf(0)))).status).toBe(200);
  await expect.poll(status, SOON).toBe(200);
  expect((await fetch(`${one.baseURL}/api/me/avatar`, { method: 'DELETE', headers: person.auth })).ok).toBe(true);
  await expect.poll(status, SOON).toBe(404);
});

test('an API key that one process revokes is refused by the other', async ({ servers: [one, other] }) => {
  const person = await openAccount(one.baseURL);
  const status = async () => (await fetch(`${other.baseURL}/api/me`, { headers: person.auth })).status;
  expect(await status()).toBe(200);
  const cookie = await signInCookie(one.baseURL, person);
  const [key] = await (await fetch(`${one.baseURL}/api/keys`, { headers: { cookie } })).json();
  const headers = { authorization: basicOf(person.email, person.password) };
  expect((await fetch(`${one.baseURL}/api/keys/${key.id}`, { method: 'DELETE', headers })).status).toBe(204);
  await expect.poll(status, SOON).toBe(401);
});

test('wrong passwords at two processes count together', async ({ servers: [one, other] }) => {
  const { email } = await openAccount(one.baseURL);
  const init = { method: 'POST', headers: { authorization: basicOf(email, 'wrong password') }, body: '{"label":"x"}' };
  const attempt = async ({ baseURL }: Server) => (await fetch(`${baseURL}/api/keys`, init)).status;
  const statuses = await repeated(14, (index) => attempt(index % 2 === 0 ? one : other));
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
});
