import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '@/testing/app';
import { OidcBrowser } from '@/testing/in-process/oidc-browser';
import { createOidcWorld } from '@/testing/in-process/oidc-world';
import { startOidcProvider } from '@/testing/oidc-provider';
import { ADDRESS } from '@/testing/requests';

const { provider, appWith, person } = createOidcWorld();

const ERROR = (code: string) => `/sign-in?error=${code}`;

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
    const email = person();
    provider().alterIdToken = alter;
    const browser = new OidcBrowser(app);
    await refused(app, browser, await browser.signIn(), 'OAuthCallback');
    expect(app.logged.filter(({ level }) => level === 'warn')).toMatchObject([{ fields: { code: 'OAUTH_CALLBACK_ERROR' } }]);
    expect(JSON.stringify(app.logged)).not.toContain(email);
  });

  it.each([
    ['verified by an ID token that does not name it', { email_verified: false }, { email_verified: true }],
    ['that only the ID token names, and only the UserInfo endpoint verifies', { email_verified: true }, { email: 'eve@example.org' }],
  ])('with an address %s', async (_what, further, added) => {
    const app = await appWith();
    person(further);
    provider().alterIdToken = (claims) => ({ ...claims, ...added });
    const browser = new OidcBrowser(app);
    await refused(app, browser, await browser.signIn(), 'oidc_unverified');
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

  it.each(['state', 'nonce', 'pkce.code_verifier'])('with the cookie %s that a page over http could set', async (name) => {
    const app = await appWith();
    person();
    const browser = new OidcBrowser(app);
    const back = await browser.authorize(await browser.start());
    browser.own.set(`next-auth.${name}`, browser.own.get(`__Secure-next-auth.${name}`) ?? '');
    browser.own.delete(`__Secure-next-auth.${name}`);
    await refused(app, browser, (await browser.back(back)).slice(ADDRESS.length), 'OAuthCallback');
  });

  it('with the PKCE verifier of another sign-in, and a verifier is always used', async () => {
    const app = await appWith();
    person();
    const [browser, other] = [new OidcBrowser(app), new OidcBrowser(app)];
    const back = await browser.authorize(await browser.start());
    const { code_challenge: challenge, code_challenge_method: method } = Object.fromEntries(provider().authorizations.at(-1) ?? []);
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
    provider().refuses = true;
    const browser = new OidcBrowser(app);
    await refused(app, browser, await browser.signIn(), 'oidc_cancelled');
  });

  it('by a provider whose configuration names another issuer', async () => {
    // The address of its machine has two names.
    const app = await appWith({ issuer: provider().issuer.replace('127.0.0.1', 'localhost') });
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
    expect(url.startsWith(`${provider().issuer}/auth?`)).toBe(true);
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
    await browser.start({}, { Origin: ADDRESS, 'Accept-Language': 'de' });
    const german = (await browser.response?.text()) ?? '';
    expect(german).toContain('<html lang="de"');
    expect(german).toContain('>Weiter zu Example SSO</a>');
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
