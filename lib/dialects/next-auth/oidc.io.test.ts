import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OidcSettings } from '@/lib/accounts/identities/settings';
import { createTestApp, type TestApp, type TestAppOptions } from '@/testing/app';
import { OidcBrowser } from '@/testing/in-process/oidc-browser';
import { startOidcProvider, type TestProvider } from '@/testing/oidc-provider';
import { ADDRESS } from '@/testing/requests';

let provider: TestProvider;
let people = 0;

beforeAll(async () => {
  vi.stubEnv('NEXTAUTH_URL', ADDRESS);
  provider = await startOidcProvider(`${ADDRESS}/api/auth/callback/oidc`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await provider.close();
});
beforeEach(() => {
  people += 1;
  provider.subject = `subject-${people}`;
  provider.alterIdToken = (claims) => claims;
  provider.refuses = false;
});

const settings = (fields: Partial<OidcSettings> = {}): OidcSettings => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  name: 'Example SSO',
  scopes: ['openid', 'email', 'profile', 'groups'],
  allowedDomains: [],
  allowedGroups: [],
  groupsClaim: 'groups',
  adminGroup: undefined,
  picture: 'fallback',
  ...fields,
});

const appWith = (fields: Partial<OidcSettings> = {}, options: TestAppOptions = {}) =>
  createTestApp({ oidc: settings(fields), verifiesAddresses: true, ...options });

/** Gives the person in front of the browser these claims. @returns the address */
function person(claims: Record<string, unknown> = {}): string {
  const email = `person-${people}@example.org`;
  provider.people.set(provider.subject, { email, email_verified: true, name: 'Ada Lovelace', ...claims });
  return email;
}

const actions = async (app: TestApp, subjectId: number) =>
  (await app.records.listAudit({ subjectId }, { limit: 20 })).map(({ action }) => action);

const ERROR = (code: string) => `/sign-in?error=${code}`;

describe('a person who comes for the first time', () => {
  it('gets an account with the address that the provider has verified, and a session like any other', async () => {
    const app = await appWith();
    const email = person();
    const browser = new OidcBrowser(app, '203.0.113.9');
    expect(await browser.signIn()).toBe('/settings/picture');
    const me = await browser.me();
    expect(me).toMatchObject({ email, name: 'Ada Lovelace', role: 'member' });
    const id = me?.id ?? 0;
    expect(await app.records.addressesOf(id)).toMatchObject([{ email, proof: 'link', isPrimary: true }]);
    expect(await (await browser.ask('GET', '/api/me/sessions')).json()).toMatchObject([
      { issuer: null, address: '203.0.113.9', device: 'Firefox', current: true },
    ]);
    expect(await (await browser.ask('GET', '/api/me/identities')).json()).toEqual([
      {
        id: expect.any(Number),
        issuer: provider.issuer,
        name: 'Example SSO',
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
      },
    ]);
    expect(await actions(app, id)).toEqual(['sign-in', 'account-created']);
  });

  it('comes back to the same account, whatever their address is by then', async () => {
    const app = await appWith();
    person();
    const first = new OidcBrowser(app);
    await first.signIn({ callbackUrl: '/settings/data?a=1' });
    person({ email: 'renamed@example.org', name: 'Ada King' });
    const second = new OidcBrowser(app);
    expect(await second.signIn({ callbackUrl: '/settings/data?a=1' })).toBe('/settings/data?a=1');
    expect(await second.me()).toMatchObject({ id: (await first.me())?.id, email: `person-${people}@example.org` });
  });

  it.each([
    ['has an address that the provider has not verified', { email_verified: false }],
    ['has an address of which the provider says nothing', { email_verified: undefined }],
    ['has no address', { email: undefined }],
    ['has an address that cannot be one here', { email: 'ada@localhost' }],
  ])('and %s gets no account', async (_why, claims) => {
    const app = await appWith();
    person(claims);
    const browser = new OidcBrowser(app);
    expect(await browser.signIn()).toBe(ERROR('oidc_unverified'));
    expect(await browser.me()).toBeNull();
    expect(await app.records.countPeople()).toMatchObject({ people: 1 });
  });

  it.each([
    ['closed', []],
    ['invite', []],
    ['domains', ['school.example']],
  ] as const)('is refused by the rules for new accounts: %s', async (registration, registrationDomains) => {
    const app = await appWith({}, { registration: { registration, registrationDomains } });
    person();
    expect(await new OidcBrowser(app).signIn()).toBe(ERROR('registration_refused'));
    expect(await app.records.countPeople()).toMatchObject({ people: 1 });
  });

  it('is let in by the allowed domains and groups, whatever those rules are', async () => {
    const closed = { registration: { registration: 'closed', registrationDomains: [] } } as const;
    const app = await appWith({ allowedDomains: ['example.org'], allowedGroups: ['staff', 'pupils'] }, closed);
    person({ groups: ['pupils'] });
    const browser = new OidcBrowser(app);
    expect(await browser.signIn()).toBe('/settings/picture');
    // Also of those who have an account.
    person({ groups: ['guests'] });
    expect(await new OidcBrowser(app).signIn()).toBe(ERROR('oidc_not_allowed'));
    person({ groups: 'pupils', email: 'ada@elsewhere.example' });
    expect(await new OidcBrowser(app).signIn()).toBe(ERROR('oidc_not_allowed'));
    person({ groups: ['pupils'], email_verified: false });
    expect(await new OidcBrowser(app).signIn()).toBe(ERROR('oidc_not_allowed'));
  });
});

describe('a person whose address an account here has', () => {
  it('is asked for its password, and connects it with a recent sign-in', async () => {
    const app = await appWith();
    const email = person();
    const owner = await app.open({ email, proof: 'link' });
    const browser = new OidcBrowser(app);
    expect(await browser.signIn()).toBe(ERROR('oidc_link'));
    expect(await browser.me()).toBeNull();
    expect(await app.records.identitiesOf(owner.id)).toEqual([]);
    // As the page does after the password.
    browser.take(owner.session.Cookie);
    expect(await browser.signIn({ intent: 'connect', callbackUrl: '/settings/security' })).toBe('/settings/security');
    expect(await actions(app, owner.id)).toContain('identity-connected');
    const later = new OidcBrowser(app);
    expect(await later.signIn()).toBe('/settings/picture');
    expect(await later.me()).toMatchObject({ id: owner.id });
  });

  it('does not connect it with an old session', async () => {
    const app = await appWith();
    const email = person();
    const owner = await app.open({ email, proof: 'link' });
    const sessions = await app.records.sessionsOf(owner.id);
    const aged = { ...app.records, sessionsOf: async () => sessions.map((row) => ({ ...row, createdAt: new Date(Date.now() - 601_000) })) };
    const old = new OidcBrowser(await appWith({}, { records: aged, empty: true }));
    old.take(owner.session.Cookie);
    expect(await old.signIn({ intent: 'connect' })).toBe('/settings/security?error=sign_in_again');
    expect(await app.records.identitiesOf(owner.id)).toEqual([]);
  });

  it('takes it from an account that has not proved it, if they ask for that', async () => {
    const app = await appWith();
    const email = person();
    const other = await app.open({ email });
    const browser = new OidcBrowser(app);
    expect(await browser.signIn()).toBe(ERROR('oidc_claim'));
    expect(await browser.signIn({ intent: 'claim' })).toBe('/settings/picture');
    const me = await browser.me();
    expect(me).toMatchObject({ email });
    expect(me?.id).not.toBe(other.id);
    expect(await app.records.addressesOf(other.id)).toEqual([]);
    // The next one who asks for it gets nothing.
    provider.subject = 'another subject';
    provider.people.set(provider.subject, { email, email_verified: true });
    expect(await new OidcBrowser(app).signIn({ intent: 'claim' })).toBe(ERROR('oidc_link'));
  });

  it('cannot connect what another person has connected', async () => {
    const app = await appWith();
    person();
    await new OidcBrowser(app).signIn();
    const other = await app.open({ proof: 'link' });
    const browser = new OidcBrowser(app);
    browser.take(other.session.Cookie);
    expect(await browser.signIn({ intent: 'connect' })).toBe('/settings/security?error=identity_taken');
    expect(await browser.me()).toMatchObject({ id: other.id });
  });
});

describe('an account', () => {
  it('that is disabled is not signed in, and loses its session', async () => {
    const app = await appWith();
    person();
    const browser = new OidcBrowser(app);
    await browser.signIn();
    const id = (await browser.me())?.id ?? 0;
    await app.records.changePerson(id, { disabled: true });
    expect(await browser.me()).toBeNull();
    expect(await new OidcBrowser(app).signIn()).toBe(ERROR('account_disabled'));
    expect((await actions(app, id))[0]).toBe('sign-in-refused');
  });

  it('is an administrator’s while the person is in the group, except for the last one', async () => {
    const app = await appWith({ adminGroup: 'admins' });
    person({ groups: ['admins'] });
    const browser = new OidcBrowser(app);
    await browser.signIn();
    expect(await browser.me()).toMatchObject({ role: 'admin' });
    person({ groups: [] });
    await new OidcBrowser(app).signIn();
    expect(await browser.me()).toMatchObject({ role: 'member' });
    person({ groups: ['admins'] });
    await new OidcBrowser(app).signIn();
    await app.records.changeRole(app.admin().id, 'member');
    person({ groups: [] });
    expect(await new OidcBrowser(app).signIn()).toBe('/settings/picture');
    expect(await browser.me()).toMatchObject({ role: 'admin' });
    const id = (await browser.me())?.id ?? 0;
    expect((await actions(app, id)).filter((action) => action === 'role-changed')).toHaveLength(2);
  });

  it('replaces the session of the browser, so that a copy of the earlier cookie ends', async () => {
    const app = await appWith();
    person();
    const browser = new OidcBrowser(app);
    await browser.signIn();
    const copy = new OidcBrowser(app);
    for (const [name, value] of browser.own) copy.own.set(name, value);
    await browser.signIn();
    expect(await browser.me()).not.toBeNull();
    expect(await copy.me()).toBeNull();
  });
});

describe('no person is signed in', () => {
  async function refused(app: TestApp, browser: OidcBrowser, landed: string, code: string) {
    expect(landed).toBe(ERROR(code));
    expect(await browser.me()).toBeNull();
    expect(await app.records.countPeople()).toMatchObject({ people: 1 });
  }

  const now = () => Math.floor(Date.now() / 1000);

  it.each([
    ['with the nonce of another sign-in', (claims: Record<string, unknown>) => ({ ...claims, nonce: 'another one' })],
    ['without a nonce', ({ nonce: _, ...claims }: Record<string, unknown>) => claims],
    ['that has expired', (claims: Record<string, unknown>) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 })],
    ['from another issuer', (claims: Record<string, unknown>) => ({ ...claims, iss: 'https://elsewhere.example' })],
    ['for another client', (claims: Record<string, unknown>) => ({ ...claims, aud: 'another client' })],
    ['of another person than the UserInfo endpoint', (claims: Record<string, unknown>) => ({ ...claims, sub: 'another person' })],
  ])('by an ID token %s', async (_what, alter) => {
    const app = await appWith();
    person();
    provider.alterIdToken = alter;
    const browser = new OidcBrowser(app);
    await refused(app, browser, await browser.signIn(), 'OAuthCallback');
    expect(app.logged.filter(({ level }) => level === 'warn')).toMatchObject([{ fields: { code: 'OAUTH_CALLBACK_ERROR' } }]);
    expect(JSON.stringify(app.logged)).not.toContain(`person-${people}@`);
  });

  it('by an answer with the state of another sign-in', async () => {
    const app = await appWith();
    person();
    const [browser, other] = [new OidcBrowser(app), new OidcBrowser(app)];
    await browser.start();
    const back = await other.authorize(await other.start());
    await refused(app, browser, (await browser.back(back)).slice(ADDRESS.length), 'OAuthCallback');
  });

  it.each(['state', 'nonce', 'pkce.code_verifier'])('without the cookie %s', async (name) => {
    const app = await appWith();
    person();
    const browser = new OidcBrowser(app);
    const back = await browser.authorize(await browser.start());
    browser.own.delete(`__Secure-next-auth.${name}`);
    await refused(app, browser, (await browser.back(back)).slice(ADDRESS.length), 'OAuthCallback');
  });

  it('with the PKCE verifier of another sign-in, and a verifier is always used', async () => {
    const app = await appWith();
    person();
    const [browser, other] = [new OidcBrowser(app), new OidcBrowser(app)];
    const back = await browser.authorize(await browser.start());
    const { code_challenge: challenge, code_challenge_method: method } = Object.fromEntries(provider.authorizations.at(-1) ?? []);
    expect({ challenge, method }).toEqual({ challenge: expect.stringMatching(/^[\w-]{43}$/), method: 'S256' });
    await other.start();
    const name = '__Secure-next-auth.pkce.code_verifier';
    browser.own.set(name, other.own.get(name) ?? '');
    await refused(app, browser, (await browser.back(back)).slice(ADDRESS.length), 'OAuthCallback');
  });

  it('twice by the same answer', async () => {
    const app = await appWith();
    person();
    const browser = new OidcBrowser(app);
    const start = await browser.start();
    const cookies = new Map(browser.own);
    const back = await browser.authorize(start);
    await browser.back(back);
    const copy = new OidcBrowser(app);
    for (const [name, value] of cookies) copy.own.set(name, value);
    expect((await copy.back(back)).slice(ADDRESS.length)).toBe(ERROR('OAuthCallback'));
    expect(await copy.me()).toBeNull();
  });

  it('who has refused at the provider', async () => {
    const app = await appWith();
    person();
    provider.refuses = true;
    const browser = new OidcBrowser(app);
    await refused(app, browser, await browser.signIn(), 'oidc_cancelled');
  });

  it('by a provider whose configuration names another issuer', async () => {
    // The address of its machine has two names.
    const app = await appWith({ issuer: provider.issuer.replace('127.0.0.1', 'localhost') });
    person();
    const browser = new OidcBrowser(app);
    await refused(app, browser, await browser.signIn(), 'OAuthCallback');
  });

  it('while the provider is down, and passwords work', async () => {
    const gone = await startOidcProvider(`${ADDRESS}/api/auth/callback/oidc`);
    await gone.close();
    const app = await appWith({ issuer: gone.issuer });
    const browser = new OidcBrowser(app);
    await refused(app, browser, await browser.signIn(), 'OAuthSignin');
    expect(browser.own.get('__Secure-next-auth.state')).toBeUndefined();
    const owner = await app.open();
    expect((await app.ask('GET', '/api/me', { headers: owner.session })).status).toBe(200);
  });

  it('if the provider goes away in between', async () => {
    const gone = await startOidcProvider(`${ADDRESS}/api/auth/callback/oidc`);
    const app = await appWith({ issuer: gone.issuer });
    gone.people.set(gone.subject, { email: 'ada@example.org', email_verified: true });
    const browser = new OidcBrowser(app);
    const back = await browser.authorize(await browser.start());
    await gone.close();
    await refused(app, browser, (await browser.back(back)).slice(ADDRESS.length), 'OAuthCallback');
  });
});

describe('the form of the button', () => {
  it('leads to the provider by a page, without a script, and never from another site', async () => {
    const app = await appWith();
    const browser = new OidcBrowser(app);
    const url = await browser.start();
    expect(url.startsWith(`${provider.issuer}/auth?`)).toBe(true);
    const { response } = browser;
    expect({
      status: response?.status,
      type: response?.headers.get('content-type'),
      cache: response?.headers.get('cache-control'),
    }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      cache: 'no-store',
    });
    expect(await response?.text()).toContain('>Continue to Example SSO</a>');
    for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site', Origin: ADDRESS }, {}] as Record<
      string,
      string
    >[]) {
      const foreign = new OidcBrowser(app);
      expect(await foreign.start({}, headers)).toBe('');
      expect([foreign.response?.status, foreign.own.size]).toEqual([403, 0]);
    }
  });

  it.each(['https://evil.example/', '//evil.example', '/sign-in', 'javascript:alert(1)', '/api/me'])(
    'never leads to %s',
    async (callbackUrl) => {
      const app = await appWith();
      person();
      expect(await new OidcBrowser(app).signIn({ callbackUrl })).toBe('/settings/picture');
    },
  );

  it('exists only with a provider', async () => {
    const app = await createTestApp();
    for (const [method, path] of [
      ['POST', '/api/auth/signin/oidc'],
      ['GET', '/api/auth/callback/oidc'],
    ] as const) {
      const response = await app.ask(method, path, { headers: { Origin: ADDRESS } });
      expect([response.status, (await response.json()).code]).toEqual([404, 'not_found']);
    }
  });
});
