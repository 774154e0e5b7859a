import { describe, expect, it } from 'vitest';
import { basicAuth, createTestApp } from '@/testing/app';
import { expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { ADDRESS } from '@/testing/requests';

const app = await createTestApp();
const owner = await openOwner(app);
const other = await app.open();
const { Cookie } = owner.session;

const PATH = '/api/me/avatar';
const WRITES = [
  ['PUT', PATH],
  ['PATCH', PATH],
  ['DELETE', PATH],
  ['POST', '/api/me/avatars/1/restore'],
  ['POST', '/api/keys'],
  ['DELETE', '/api/keys/1'],
];
const REFUSED: [headers: Record<string, string>, status: number, code: string][] = [
  [{}, 401, 'not_authenticated'],
  [{ Authorization: `Bearer ${'A'.repeat(32)}` }, 401, 'invalid_credentials'],
  [basicAuth(owner.email, 'A'.repeat(32)), 401, 'invalid_credentials'],
  [{ Authorization: 'Basic nonsense' }, 401, 'invalid_credentials'],
  [{ Cookie: `${Cookie.split('=', 1)}=forged` }, 401, 'not_authenticated'],
  [{ Cookie }, 403, 'cross_origin'],
  [{ Cookie, Origin: 'https://evil.example' }, 403, 'cross_origin'],
  [{ Cookie, Origin: ADDRESS, 'Sec-Fetch-Site': 'cross-site' }, 403, 'cross_origin'],
  [{ Cookie, Origin: ADDRESS, 'Sec-Fetch-Site': 'same-site' }, 403, 'cross_origin'],
];

describe('writes', () => {
  it.each(WRITES)('%s %s is refused without credentials, with wrong ones and from another site', async (method, path) => {
    for (const [headers, status, code] of REFUSED) {
      const response = await app.ask(method, path, { headers });
      expect({ headers, status: response.status, code: (await response.json()).code }).toEqual({ headers, status, code });
    }
    await expectOldPicture(app, owner);
  });

  it('are accepted with the session from our own page, and with a key in Bearer and in Basic', async () => {
    for (const ways of [other.session, other.auth, other.basic]) {
      const response = await app.ask('PUT', PATH, { headers: ways, body: await tiny('png', [20, 60, 220]) });
      expect(response.status).toBe(200);
    }
  });

  it('cannot restore, read or revoke data of another person', async () => {
    const mine = await (await app.ask('GET', PATH, { headers: owner.auth })).json();
    const restore = await app.ask('POST', `/api/me/avatars/${mine.id}/restore`, { headers: other.auth });
    expect(restore.status).toBe(404);
    const [key] = await (await app.ask('GET', '/api/keys', { headers: owner.session })).json();
    const revoke = await app.ask('DELETE', `/api/keys/${key.id}`, { headers: other.passwordAuth });
    expect(revoke.status).toBe(404);
    await expectOldPicture(app, owner);
    expect((await app.ask('DELETE', `/api/keys/${key.id}`, { headers: owner.passwordAuth })).status).toBe(204);
    expect((await app.ask('GET', PATH, { headers: owner.auth })).status).toBe(401);
  });
});
