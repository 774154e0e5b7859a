import { openAccount, signInCookie } from '../people';
import { discard, startServer } from '../server';
import { expect, expectOldPicture, expectPicture, form, plain, test } from './fixtures';
import { basic, error, PICTURE_PATH, whole } from './zulip-wire';

const PATH = '/api/v1/users/me/avatar';
const SESSION_PATH = '/json/users/me/avatar';
const NOT_LOGGED_IN = error('Not logged in: API authentication or user session required', 'UNAUTHORIZED');

test.describe(`${SESSION_PATH} – the session of a browser`, () => {
  const upload = async (baseURL: string, headers: Record<string, string>) =>
    fetch(baseURL + SESSION_PATH, { method: 'POST', headers, body: form({ file: await plain('png', [250, 250, 0]) }) });

  test('changes the picture from our own pages', async ({ server, owner }) => {
    const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: server.baseURL };
    const response = await upload(server.baseURL, headers);
    expect(await whole(response)).toEqual({
      status: 200,
      body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) },
    });
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [250, 250, 0]);
    expect((await fetch(server.baseURL + SESSION_PATH, { method: 'DELETE', headers })).status).toBe(200);
  });

  test('from another site → 403 CSRF_FAILED', async ({ server, owner }) => {
    const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: 'https://evil.example' };
    expect(await whole(await upload(server.baseURL, headers))).toEqual({
      status: 403,
      body: { ...error('CSRF error: Origin checking failed', 'CSRF_FAILED'), reason: 'Origin checking failed' },
    });
    await expectOldPicture(server, owner);
  });

  test('without a session, or with a key → 401', async ({ server, owner }) => {
    for (const headers of [{}, basic(owner)]) {
      const response = await upload(server.baseURL, headers);
      expect(response.headers.get('www-authenticate')).toBe('Session realm="zulip"');
      expect(await whole(response)).toEqual({ status: 401, body: NOT_LOGGED_IN });
    }
    await expectOldPicture(server, owner);
  });

  test(`is no key for ${PATH}`, async ({ server, owner }) => {
    const headers = { Cookie: await signInCookie(server.baseURL, owner), Origin: server.baseURL };
    expect(await whole(await fetch(server.baseURL + PATH, { method: 'DELETE', headers }))).toEqual({ status: 401, body: NOT_LOGGED_IN });
    await expectOldPicture(server, owner);
  });
});

test.describe('what the administrator sets', () => {
  test('holds in the order of Zulip: how many, whether, how large, what kind', async () => {
    const server = await startServer();
    const admin = await openAccount(server.baseURL);
    const member = await openAccount(server.baseURL);
    const policy = (change: object) =>
      fetch(`${server.baseURL}/api/policy`, {
        method: 'PATCH',
        headers: { ...admin.auth, 'Content-Type': 'application/json' },
        body: JSON.stringify(change),
      });
    const send = async (who: typeof admin, body?: FormData) =>
      whole(await fetch(server.baseURL + PATH, { method: body ? 'POST' : 'DELETE', headers: basic(who), ...(body && { body }) }));
    const DISABLED = { status: 400, body: error('Avatar changes are disabled in this organization.', 'BAD_REQUEST') };

    expect((await policy({ avatarChangesDisabled: true })).status).toBe(200);
    const png = await plain('png', [9, 9, 9]);
    expect(await send(member, form({ a: png, b: png }))).toEqual({
      status: 400,
      body: error('You must upload exactly one avatar.', 'BAD_REQUEST'),
    });
    expect(await send(member, form({ a: new Uint8Array(5 * 1024 * 1024 + 1) }))).toEqual(DISABLED);
    expect(await send(member, form({ a: png }))).toEqual(DISABLED);
    expect(await send(member)).toEqual(DISABLED);
    expect(await send(admin, form({ a: png }))).toMatchObject({ status: 200 });
    expect(await send(admin)).toMatchObject({ status: 200 });

    expect((await policy({ avatarChangesDisabled: false, maxAvatarBytes: 2 * 1024 * 1024 })).status).toBe(200);
    expect(await send(member, form({ a: new Uint8Array(2 * 1024 * 1024 + 1) }))).toEqual({
      status: 400,
      body: error('Uploaded file is larger than the allowed limit of 2 MiB', 'BAD_REQUEST'),
    });
    expect((await policy({ maxAvatarBytes: null, acceptedFormats: ['jpeg'] })).status).toBe(200);
    expect(await send(member, form({ a: png }))).toEqual({ status: 400, body: error('Invalid image format', 'BAD_IMAGE') });
    await discard(server);
  });
});
