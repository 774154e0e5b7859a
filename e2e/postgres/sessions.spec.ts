import { bearer, sendJson, signIn } from '../client/cloudreve';
import { type OpenEvents, openEvents } from '../client/events';
import { openAccount, signInCookie, type TestPerson } from '../client/people';
import { openAdministrator } from '../server/administrator';
import type { Server } from '../server/server';
import { test } from '../server/two-servers';
import { expect } from '../server/upload-fixtures';

/** Each way in which the sign-ins of a person end, sent to one server from a browser. */
const ENDINGS: Record<string, (server: Server, person: TestPerson, headers: Record<string, string>) => Promise<Response>> = {
  'signing out everywhere else': ({ baseURL }, _person, headers) => fetch(`${baseURL}/api/me/sessions`, { method: 'DELETE', headers }),
  'a new password': ({ baseURL }, { password }, headers) =>
    fetch(`${baseURL}/api/me/password`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ currentPassword: password, newPassword: 'a new long password' }),
    }),
};

const openStreams = (servers: Server[], credentials: Record<string, string>[]) =>
  Promise.all(servers.flatMap(({ port }) => credentials.map((headers) => openEvents(port, headers))));

/** Waits for the end of streams. It comes before the first heartbeat, which would end them too. */
async function endedAtOnce(streams: OpenEvents[]): Promise<void> {
  await Promise.all(streams.map(({ ended }) => ended));
  for (const stream of streams) expect(stream.text()).not.toMatch(HEARTBEAT);
}

/** The comment of a heartbeat. */
const HEARTBEAT = /^:/m;

for (const [ending, send] of Object.entries(ENDINGS)) {
  test(`${ending} ends cookies, access tokens, refresh tokens and event streams in both processes at once`, async ({
    servers: [one, other],
  }) => {
    const ada = await openAccount(one.baseURL);
    const [here, stolen] = [await signInCookie(one.baseURL, ada), await signInCookie(other.baseURL, ada)];
    const { access, refresh } = await signIn(other, ada);
    const streams = await openStreams([one, other], [{ Cookie: stolen }, bearer(access)]);
    const meOf = async (server: Server, headers: Record<string, string>) => (await fetch(`${server.baseURL}/api/me`, { headers })).status;
    for (const server of [one, other])
      expect([await meOf(server, { Cookie: stolen }), await meOf(server, bearer(access))]).toEqual([200, 200]);

    expect((await send(one, ada, { Cookie: here, Origin: one.baseURL })).status).toBe(204);
    for (const server of [other, one]) {
      expect([await meOf(server, { Cookie: stolen }), await meOf(server, bearer(access)), await meOf(server, { Cookie: here })]).toEqual([
        401, 401, 200,
      ]);
      expect((await sendJson(server, 'POST', '/session/token/refresh', { refresh_token: refresh })).code).toBe(40020);
      expect(await meOf(server, ada.auth)).toBe(200);
    }
    await endedAtOnce(streams);
  });
}

test('a revoked service key is refused by both processes at once', async ({ servers: [one, other] }) => {
  const headers = { Cookie: await signInCookie(one.baseURL, await openAdministrator(other)), Origin: one.baseURL };
  const keys = `${one.baseURL}/api/service-keys`;
  const body = JSON.stringify({ label: 'Intranet', scopes: ['people:read'] });
  const { id, key } = await (
    await fetch(keys, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body })
  ).json();
  const statuses = () =>
    Promise.all([one, other].map(async ({ baseURL }) => (await fetch(`${baseURL}/api/people`, { headers: bearer(key) })).status));
  expect(await statuses()).toEqual([200, 200]);
  expect((await fetch(`${keys}/${id}`, { method: 'DELETE', headers })).status).toBe(204);
  expect(await statuses()).toEqual([401, 401]);
});

test('disabling an account ends everything that it opened in both processes at once, and enabling it brings its keys back', async ({
  servers: [one, other],
}) => {
  const admin = await openAdministrator(other);
  const Cookie = await signInCookie(one.baseURL, admin);
  const ada = await openAccount(one.baseURL);
  const theirs = await signInCookie(other.baseURL, ada);
  const { access, refresh } = await signIn(one, ada);
  const streams = await openStreams([one, other], [{ Cookie: theirs }, bearer(access)]);
  const change = (disabled: boolean) =>
    fetch(`${one.baseURL}/api/people/${ada.id}`, {
      method: 'PATCH',
      headers: { Cookie, Origin: one.baseURL, 'Content-Type': 'application/json' },
      body: JSON.stringify({ disabled }),
    });
  const meOf = async ({ baseURL }: Server, headers: Record<string, string>) => (await fetch(`${baseURL}/api/me`, { headers })).status;
  expect((await change(true)).status).toBe(200);
  for (const server of [other, one]) {
    expect([await meOf(server, { Cookie: theirs }), await meOf(server, bearer(access)), await meOf(server, ada.auth)]).toEqual([
      401, 403, 403,
    ]);
    expect((await sendJson(server, 'POST', '/session/token/refresh', { refresh_token: refresh })).code).toBe(40020);
  }
  await endedAtOnce(streams);
  expect((await change(false)).status).toBe(200);
  for (const server of [other, one]) expect([await meOf(server, ada.auth), await meOf(server, { Cookie: theirs })]).toEqual([200, 401]);
});

test('signing out ends copies of the cookie and of both tokens, and their event streams, in both processes at once', async ({
  servers: [one, other],
}) => {
  const ada = await openAccount(one.baseURL);
  const cookie = await signInCookie(one.baseURL, ada);
  const { access, refresh } = await signIn(one, ada);
  const streams = await openStreams([one, other], [{ Cookie: cookie }, bearer(access)]);
  await signOut(other, cookie);
  expect((await sendJson(other, 'DELETE', '/session/token', { refresh_token: refresh })).code).toBe(0);
  for (const { baseURL } of [one, other]) {
    for (const headers of [{ Cookie: cookie }, bearer(access)]) {
      expect((await fetch(`${baseURL}/api/me`, { headers })).status).toBe(401);
    }
  }
  for (const server of [one, other]) {
    expect((await sendJson(server, 'POST', '/session/token/refresh', { refresh_token: refresh })).code).toBe(40020);
  }
  await endedAtOnce(streams);
});

/** Signs out as the page does. */
async function signOut({ baseURL }: Server, cookie: string): Promise<void> {
  const csrf = await fetch(`${baseURL}/api/auth/csrf`, { headers: { Cookie: cookie } });
  const [csrfCookie = ''] = csrf.headers.getSetCookie().map((header) => header.split(';', 1)[0]);
  const { csrfToken } = await csrf.json();
  const response = await fetch(`${baseURL}/api/auth/signout`, {
    method: 'POST',
    headers: { Cookie: `${cookie}; ${csrfCookie}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  expect(response.status).toBe(200);
}
