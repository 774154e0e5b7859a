import { bearer, sendJson, signIn } from '../client/cloudreve';
import { openEvents } from '../client/events';
import { md5, sha256 } from '../client/gravatar';
import { openAccount, signInCookie } from '../client/people';
import { plain } from '../pictures/one-colour';
import type { Server } from '../server/server';
import { test } from '../server/two-servers';
import { expect } from '../server/upload-fixtures';

test('a deleted account has neither sign-ins nor pictures in both processes, and others keep theirs', async ({ servers: [one, other] }) => {
  const [bob, ada] = [await openAccount(one.baseURL), await openAccount(one.baseURL)];
  for (const { auth } of [bob, ada]) {
    const body = new Uint8Array(await plain('png', [200, 30, 40], 220));
    expect((await fetch(`${one.baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body })).status).toBe(200);
  }
  const pathsOf = async ({ id, email, auth }: typeof ada) => {
    const { key } = await (await fetch(`${one.baseURL}/api/me/avatar`, { headers: auth })).json();
    const hashes = [md5(email), sha256(email)].map((hash) => `/avatar/${hash}?d=404`);
    return [
      `/media/${key}/256.webp`,
      `/media/${key}/90.png`,
      `/u/${id}/avatar`,
      `/u/${id}/avatar?s=200`,
      `/api/users/${id}/avatar`,
      ...hashes,
    ];
  };
  const [theirs, paths] = [await pathsOf(bob), await pathsOf(ada)];
  const statuses = (server: Server, all: string[]) => Promise.all(all.map(async (path) => (await fetch(server.baseURL + path)).status));
  const cookies = [await signInCookie(one.baseURL, ada), await signInCookie(other.baseURL, ada)];
  const { access, refresh } = await signIn(other, ada);
  const credentials = [...cookies.map((Cookie) => ({ Cookie })), bearer(access), ada.auth];
  const signIns = (server: Server) =>
    Promise.all(credentials.map(async (headers) => (await fetch(`${server.baseURL}/api/me`, { headers })).status));
  const streams = await Promise.all([one, other].map(({ port }) => openEvents(port, { Cookie: cookies[0] ?? '' })));
  for (const server of [one, other]) {
    // Twice, so that every cache has an answer.
    for (const all of [paths, paths, theirs]) expect(await statuses(server, all)).toEqual(Array(all.length).fill(200));
    expect(await signIns(server)).toEqual(Array(credentials.length).fill(200));
  }

  const response = await fetch(`${one.baseURL}/api/me`, {
    method: 'DELETE',
    headers: { Cookie: cookies[0] ?? '', Origin: one.baseURL },
    body: JSON.stringify({ password: ada.password, now: true }),
  });
  expect([response.status, await response.json()]).toEqual([
    200,
    { deletedAt: expect.any(String), versions: 1, keys: 1, sessions: 3, objects: expect.any(Number), objectsLeft: 0 },
  ]);
  expect(await statuses(one, paths)).toEqual(Array(paths.length).fill(404));
  for (const server of [other, one]) {
    expect(await signIns(server)).toEqual(Array(credentials.length).fill(401));
    expect((await sendJson(server, 'POST', '/session/token/refresh', { refresh_token: refresh })).code).toBe(40020);
  }
  // The other process hears of it within milliseconds.
  await Promise.all(streams.map(({ ended }) => ended));
  await expect.poll(() => statuses(other, paths), { intervals: [50], timeout: 1_000 }).toEqual(Array(paths.length).fill(404));
  for (const server of [one, other]) expect(await statuses(server, theirs)).toEqual(Array(theirs.length).fill(200));
});
