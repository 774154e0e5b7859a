import { afterEach, describe, expect, it, vi } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { createTestApp, type TestPerson } from '@/testing/app';
import { signInByForm } from '@/testing/in-process/sign-in';
import type { SessionResource } from './account-schemas';

const app = await createTestApp();
const { baseUrl } = app.parts().services;

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:155.0) Gecko/20100101 Firefox/155.0';

interface Browser {
  Cookie: string;
  Origin: string;
}

/** Signs in by the form of our page. */
async function browserOf({ email, password }: TestPerson): Promise<Browser> {
  const response = await signInByForm(app, email, password, undefined, FIREFOX);
  const [cookie = ''] = response.headers.getSetCookie().filter((pair) => pair.includes('session-token='));
  return { Cookie: cookie.split(';', 1)[0] ?? '', Origin: baseUrl };
}

async function tokensOf({ email, password }: TestPerson): Promise<{ access: string; refresh: string }> {
  const { data } = await (await app.ask('POST', '/session/token', { json: { email, password } })).json();
  return { access: data.token.access_token, refresh: data.token.refresh_token };
}

const statusOf = async (headers: Record<string, string>) => (await app.ask('GET', '/api/me', { headers })).status;
const sessionsOf = async (browser: Browser): Promise<SessionResource[]> => {
  const response = await app.ask('GET', '/api/me/sessions', { headers: { ...browser } });
  return response.json();
};
const changePassword = (browser: Browser, currentPassword: string, newPassword: string) =>
  app.ask('PUT', '/api/me/password', { headers: { ...browser }, json: { currentPassword, newPassword } });

describe('sessions', () => {
  it('show device and address of each sign-in, in browsers and through other APIs, and which one is this', async () => {
    const ada = await app.open();
    const browser = await browserOf(ada);
    await tokensOf(ada);
    const listed = await sessionsOf(browser);
    expect(listed.map(({ device, issuer, current }) => ({ device, issuer, current }))).toEqual(
      expect.arrayContaining([
        { device: 'Firefox on Linux', issuer: null, current: true },
        { device: null, issuer: 'cloudreve', current: false },
        { device: null, issuer: null, current: false },
      ]),
    );
    expect(listed.find(({ current }) => current)?.address).toMatch(/^[\d.:a-f]+$/);
    const etag = (await app.ask('GET', '/api/me/sessions', { headers: { ...browser } })).headers.get('cache-control');
    expect(etag).toBe('private, no-store');
  });

  it('end one by one, and another copy of the cookie with them', async () => {
    const ada = await app.open();
    const [here, lost] = [await browserOf(ada), await browserOf(ada)];
    const { access, refresh } = await tokensOf(ada);
    const others = (await sessionsOf(here)).filter(({ current }) => !current);
    for (const { id } of others) {
      expect((await app.ask('DELETE', `/api/me/sessions/${id}`, { headers: { ...here } })).status).toBe(204);
    }
    expect([await statusOf({ ...here }), await statusOf({ ...lost }), await statusOf({ Authorization: `Bearer ${access}` })]).toEqual([
      200, 401, 401,
    ]);
    const renewed = await app.ask('POST', '/session/token/refresh', { json: { refresh_token: refresh } });
    expect((await renewed.json()).code).not.toBe(0);
    const again = await app.ask('DELETE', `/api/me/sessions/${others[0]?.id}`, { headers: { ...here } });
    expect([again.status, (await again.json()).detail]).toEqual([404, 'Session not found. It has ended already.']);
  });

  it('end all at once, but for this one', async () => {
    const ada = await app.open();
    const [here, there] = [await browserOf(ada), await browserOf(ada)];
    const { access } = await tokensOf(ada);
    expect((await app.ask('DELETE', '/api/me/sessions', { headers: { ...here } })).status).toBe(204);
    expect((await sessionsOf(here)).map(({ current }) => current)).toEqual([true]);
    expect([await statusOf({ ...there }), await statusOf({ Authorization: `Bearer ${access}` })]).toEqual([401, 401]);
  });

  it('end with the password of the account from a script, this one included', async () => {
    const ada = await app.open();
    const browser = await browserOf(ada);
    expect((await app.ask('DELETE', '/api/me/sessions', { headers: ada.passwordAuth })).status).toBe(204);
    expect(await statusOf({ ...browser })).toBe(401);
  });
});

describe('a session in use', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes on for as long as its browser renews the cookie', async () => {
    const own = await createTestApp();
    const ada = await own.open();
    const cookieOf = (response: Response) =>
      response.headers
        .getSetCookie()
        .find((pair) => pair.includes('session-token='))
        ?.split(';', 1)[0] ?? '';
    let cookie = cookieOf(await signInByForm(own, ada.email, ada.password));
    for (let month = 0; month < 3; month += 1) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 29 * 24 * 60 * 60 * 1000 });
      expect((await own.ask('GET', '/api/me', { headers: { Cookie: cookie } })).status).toBe(200);
      cookie = cookieOf(await own.ask('GET', '/api/auth/session', { headers: { Cookie: cookie } }));
    }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 24 * 60 * 60 * 1000 });
    expect((await own.ask('GET', '/api/me', { headers: { Cookie: cookie } })).status).toBe(401);
  });

  it('ends when another person signs in in the same browser', async () => {
    const [ada, eve] = [await app.open(), await app.open()];
    const before = await browserOf(ada);
    const csrf = await app.ask('GET', '/api/auth/csrf');
    const { csrfToken } = await csrf.json();
    const [pair = ''] = csrf.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    const signIn = async (password: string) => {
      const body = new URLSearchParams({ csrfToken, email: eve.email, password, json: 'true' });
      const headers = { Cookie: `${before.Cookie}; ${pair}`, Origin: baseUrl };
      return (await app.ask('POST', '/api/auth/callback/credentials', { headers, body })).status;
    };
    expect([await signIn('a wrong password'), await statusOf({ ...before })]).toEqual([401, 200]);
    expect([await signIn(eve.password), await statusOf({ ...before })]).toEqual([200, 401]);
  });
});

describe('signing out', () => {
  async function signOut(browser: Browser, to = app) {
    const csrf = await to.ask('GET', '/api/auth/csrf');
    const { csrfToken } = await csrf.json();
    const [pair = ''] = csrf.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    const headers = { Cookie: `${browser.Cookie}; ${pair}`, Origin: baseUrl };
    return to.ask('POST', '/api/auth/signout', { headers, body: new URLSearchParams({ csrfToken, json: 'true' }) });
  }

  it('ends the session, so that a copy of the cookie is worth nothing', async () => {
    const ada = await app.open();
    const [here, there] = [await browserOf(ada), await browserOf(ada)];
    expect((await signOut(here)).status).toBe(200);
    expect([await statusOf({ ...here }), await statusOf({ ...there })]).toEqual([401, 200]);
    const session = await app.ask('GET', '/api/auth/session', { headers: { Cookie: here.Cookie } });
    expect(await session.json()).toEqual({});
    expect((await signOut(here)).status).toBe(200);
  });

  it('fails while the database is unavailable, since the session would go on', async () => {
    const down = new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 });
    const failing = await createTestApp({ replaced: { endSession: () => Promise.reject(down) } });
    const response = await signOut(failing.admin().session, failing);
    expect([response.status, (await response.json()).code]).toEqual([503, 'database_unavailable']);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((await failing.ask('GET', '/api/me', { headers: failing.admin().session })).status).toBe(200);
  });
});

describe('a new password', () => {
  it('ends every other sign-in, and leaves this one and API keys alone', async () => {
    const ada = await app.open();
    const [here, there] = [await browserOf(ada), await browserOf(ada)];
    const { access, refresh } = await tokensOf(ada);
    expect((await changePassword(here, ada.password, 'a new long password')).status).toBe(204);
    expect([await statusOf({ ...here }), await statusOf({ ...there }), await statusOf(ada.auth)]).toEqual([200, 401, 200]);
    expect(await statusOf({ Authorization: `Bearer ${access}` })).toBe(401);
    const renewed = await app.ask('POST', '/session/token/refresh', { json: { refresh_token: refresh } });
    expect((await renewed.json()).code).not.toBe(0);
    const signIn = async (password: string) => (await signInByForm(app, ada.email, password)).status;
    expect([await signIn(ada.password), await signIn('a new long password')]).toEqual([401, 200]);
  });

  it('needs the current one, and a wrong one changes nothing', async () => {
    const ada = await app.open();
    const [here, there] = [await browserOf(ada), await browserOf(ada)];
    const response = await changePassword(here, 'not my password', 'a new long password');
    expect([response.status, (await response.json()).fields]).toEqual([400, { currentPassword: 'Wrong password.' }]);
    expect([await statusOf({ ...there }), (await signInByForm(app, ada.email, ada.password)).status]).toEqual([200, 200]);
  });

  it.each([
    ['short', 'Expected at least 8 characters.'],
    ['password123', /common/],
    ['x'.repeat(201), 'Expected at most 200 characters.'],
  ])('%s is refused beside its field', async (password, words) => {
    const ada = await app.open();
    const response = await changePassword(await browserOf(ada), ada.password, password);
    const { status, fields } = { status: response.status, ...(await response.json()) };
    expect([status, Object.values(fields).join()]).toEqual([400, typeof words === 'string' ? words : expect.stringMatching(words)]);
    expect(Object.keys(fields)).toEqual(['newPassword']);
  });

  it('cannot be guessed by a copied cookie: attempts count as sign-ins', async () => {
    const ada = await app.open();
    const browser = await browserOf(ada);
    const statuses = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push((await changePassword(browser, `guess ${attempt}`, 'a new long password')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429]);
  });
});

describe('a new name', () => {
  it('is shown by every API at once', async () => {
    const ada = await app.open({ name: 'Ada' });
    const browser = await browserOf(ada);
    await app.ask('GET', `/api/users/${ada.id}/avatar`);
    const response = await app.ask('PATCH', '/api/me', { headers: { ...browser }, json: { name: '  Ada Lovelace ' } });
    expect([response.status, (await response.json()).name]).toEqual([200, 'Ada Lovelace']);
    const me = async (path: string, headers: Record<string, string>) => (await app.ask('GET', path, { headers })).json();
    expect((await me('/api/me', ada.auth)).name).toBe('Ada Lovelace');
    expect((await me('/api/v1/users/me', ada.basic)).full_name).toBe('Ada Lovelace');
  });

  it.each([[{ name: '' }], [{ name: 'x'.repeat(101) }], [{ name: 7 }], [{ name: 'Ada', role: 'admin' }]])('%j is refused', async (json) => {
    const ada = await app.open({ name: 'Ada' });
    const response = await app.ask('PATCH', '/api/me', { headers: { ...(await browserOf(ada)) }, json });
    expect([response.status, (await response.json()).code]).toEqual([400, 'invalid_request']);
    expect((await (await app.ask('GET', '/api/me', { headers: ada.auth })).json()).name).toBe('Ada');
  });
});
