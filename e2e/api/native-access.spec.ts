import { openAccount, signInCookie } from '../people';
import { type Color, expect, expectOldPicture, plain, test } from './fixtures';

const PATH = '/api/me/avatar';
const BLUE: Color = [20, 60, 220];

test.describe('who may write', () => {
  const writes: { method: string; path: string }[] = [
    { method: 'PUT', path: PATH },
    { method: 'PATCH', path: PATH },
    { method: 'DELETE', path: PATH },
    { method: 'POST', path: '/api/me/avatars/1/restore' },
    { method: 'POST', path: '/api/keys' },
    { method: 'DELETE', path: '/api/keys/1' },
  ];
  for (const { method, path } of writes) {
    test(`${method} ${path} – not without credentials, not with wrong ones, not from another site`, async ({ server, owner }) => {
      const session = await signInCookie(server.baseURL, owner);
      const attempts: [Record<string, string>, number, string][] = [
        [{}, 401, 'not_authenticated'],
        [{ Authorization: `Bearer ${'A'.repeat(32)}` }, 401, 'invalid_credentials'],
        [{ Authorization: `Basic ${btoa(`${owner.email}:${'A'.repeat(32)}`)}` }, 401, 'invalid_credentials'],
        [{ Authorization: 'Basic nonsense' }, 401, 'invalid_credentials'],
        [{ Cookie: 'next-auth.session-token=forged' }, 401, 'not_authenticated'],
        [{ Cookie: session }, 403, 'cross_origin'],
        [{ Cookie: session, Origin: 'https://evil.example' }, 403, 'cross_origin'],
        [{ Cookie: session, Origin: server.baseURL, 'Sec-Fetch-Site': 'cross-site' }, 403, 'cross_origin'],
        [{ Cookie: session, Origin: server.baseURL, 'Sec-Fetch-Site': 'same-site' }, 403, 'cross_origin'],
      ];
      for (const [headers, status, code] of attempts) {
        const response = await fetch(server.baseURL + path, { method, headers });
        expect({ headers, status: response.status, code: (await response.json()).code }).toEqual({ headers, status, code });
      }
      await expectOldPicture(server, owner);
    });
  }

  test('the session from our own page, Bearer and Basic with a key may all write', async ({ server, owner }) => {
    const session = await signInCookie(server.baseURL, owner);
    const ways: Record<string, string>[] = [
      { Cookie: session, Origin: server.baseURL },
      owner.auth,
      { Authorization: `Basic ${btoa(`${owner.email}:${owner.key}`)}` },
    ];
    for (const headers of ways) {
      const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers, body: await plain('png', BLUE) });
      expect(response.status).toBe(200);
    }
  });

  test("nobody goes back to, reads or revokes what is someone else's", async ({ server, owner }) => {
    const other = await openAccount(server.baseURL);
    const mine = await (await fetch(server.baseURL + PATH, { headers: owner.auth })).json();
    const restore = await fetch(`${server.baseURL}/api/me/avatars/${mine.id}/restore`, { method: 'POST', headers: other.auth });
    expect(restore.status).toBe(404);
    const password = { Authorization: `Basic ${btoa(`${owner.email}:${owner.password}`)}` };
    const listing = await fetch(`${server.baseURL}/api/keys`, { headers: { Cookie: await signInCookie(server.baseURL, owner) } });
    const [key] = await listing.json();
    const revoke = await fetch(`${server.baseURL}/api/keys/${key.id}`, {
      method: 'DELETE',
      headers: { Authorization: `Basic ${btoa(`${other.email}:${other.password}`)}` },
    });
    expect(revoke.status).toBe(404);
    await expectOldPicture(server, owner);
    expect((await fetch(`${server.baseURL}/api/keys/${key.id}`, { method: 'DELETE', headers: password })).status).toBe(204);
    expect((await fetch(server.baseURL + PATH, { headers: owner.auth })).status).toBe(401);
  });
});
