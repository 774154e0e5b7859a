import { bearer, sendJson, signIn } from '../client/cloudreve';
import { openEvents } from '../client/events';
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

for (const [ending, send] of Object.entries(ENDINGS)) {
  test(`${ending} ends cookies, access tokens, refresh tokens and event streams in both processes at once`, async ({
    servers: [one, other],
  }) => {
    const ada = await openAccount(one.baseURL);
    const [here, stolen] = [await signInCookie(one.baseURL, ada), await signInCookie(other.baseURL, ada)];
    const { access, refresh } = await signIn(other, ada);
    const streams = await Promise.all([one, other].map(({ port }) => openEvents(port, { Cookie: stolen })));
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
    await Promise.all(streams.map(({ ended }) => ended));
  });
}

test('disabling an account ends everything that it opened in both processes at once, and enabling it brings its keys back', async ({
  servers: [one, other],
}) => {
  const admin = await openAdministrator(other);
  const Cookie = await signInCookie(one.baseURL, admin);
  const ada = await openAccount(one.baseURL);
  const theirs = await signInCookie(other.baseURL, ada);
  const { access, refresh } = await signIn(one, ada);
  const streams = await Promise.all([one, other].map(({ port }) => openEvents(port, { Cookie: theirs })));
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
  await Promise.all(streams.map(({ ended }) => ended));
  expect((await change(false)).status).toBe(200);
  for (const server of [other, one]) expect([await meOf(server, ada.auth), await meOf(server, { Cookie: theirs })]).toEqual([200, 401]);
});
