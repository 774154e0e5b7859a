import { describe, expect, it } from 'vitest';
import type { TestApp } from '@/testing/app';
import { OidcBrowser } from '@/testing/in-process/oidc-browser';
import { createOidcWorld } from '@/testing/in-process/oidc-world';

const { provider, appWith, person } = createOidcWorld();

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
        issuer: provider().issuer,
        name: 'Example SSO',
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
      },
    ]);
    expect(await actions(app, id)).toEqual(['sign-in', 'account-created']);
  });

  it('comes back to the same account, whatever their address is by then', async () => {
    const app = await appWith();
    const email = person();
    const first = new OidcBrowser(app);
    await first.signIn({ callbackUrl: '/settings/data?a=1' });
    person({ email: 'renamed@example.org', name: 'Ada King' });
    const second = new OidcBrowser(app);
    expect(await second.signIn({ callbackUrl: '/settings/data?a=1' })).toBe('/settings/data?a=1');
    expect(await second.me()).toMatchObject({ id: (await first.me())?.id, email });
  });

  it.each([
    ['has an address that the provider has not verified', { email_verified: false }],
    ['has an address of which the provider says nothing', { email_verified: undefined }],
    ['has no address', { email: undefined }],
    ['has an address that cannot be one here', { email: 'ada@localhost' }],
    ['has an address that is too long', { email: `${'a'.repeat(244)}@example.org` }],
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
    expect(await browser.signIn({ intent: 'connect', callbackUrl: '/settings/connections' })).toBe('/settings/connections');
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
    expect(await old.signIn({ intent: 'connect' })).toBe('/settings/connections?error=sign_in_again');
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
    provider().subject = 'another subject';
    provider().people.set(provider().subject, { email, email_verified: true });
    expect(await new OidcBrowser(app).signIn({ intent: 'claim' })).toBe(ERROR('oidc_link'));
  });

  it('has an account that an administrator imported, without a password', async () => {
    const app = await appWith();
    const email = person();
    const imported = { email, name: 'Imported', passwordHash: null, generatedKey: 'f'.repeat(40), proof: 'administrator' } as const;
    const { id: userId } = await app.records.createPerson(imported);
    const browser = new OidcBrowser(app);
    expect(await browser.signIn()).toBe('/settings/picture');
    expect(await browser.me()).toMatchObject({ id: userId, name: 'Imported' });
    // From then on it is theirs alone.
    provider().subject = `${provider().subject} again`;
    person();
    expect(await new OidcBrowser(app).signIn()).toBe(ERROR('oidc_link'));
  });

  it('cannot connect what another person has connected', async () => {
    const app = await appWith();
    person();
    await new OidcBrowser(app).signIn();
    const other = await app.open({ proof: 'link' });
    const browser = new OidcBrowser(app);
    browser.take(other.session.Cookie);
    expect(await browser.signIn({ intent: 'connect' })).toBe('/settings/connections?error=identity_taken');
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
