import { describe, expect, it } from 'vitest';
import { OidcBrowser } from '@/testing/in-process/oidc-browser';
import { createOidcWorld } from '@/testing/in-process/oidc-world';
import { ADDRESS } from '@/testing/requests';

const { appWith, person } = createOidcWorld();

const ERROR = (code: string) => `/sign-in?error=${code}`;

describe('an identity, if something changes while its person is at the provider,', () => {
  it('is connected with the account that asked for it, and with no other one of the browser', async () => {
    const app = await appWith();
    person();
    const [owner, other] = [await app.open(), await app.open()];
    const browser = new OidcBrowser(app);
    browser.take(owner.session.Cookie);
    const back = await browser.authorize(await browser.start({ intent: 'connect' }));
    browser.take(other.session.Cookie);
    expect((await browser.back(back)).slice(ADDRESS.length)).toBe('/settings/connections?error=sign_in_again');
    // With cookies for our site, a page of another host below the same domain can plant the answer to a sign-in of its own.
    const planted = new OidcBrowser(app);
    const backOfAnother = await planted.authorize(await planted.start({ intent: 'connect' }));
    planted.take(other.session.Cookie);
    expect((await planted.back(backOfAnother)).slice(ADDRESS.length)).toBe('/settings/connections?error=sign_in_again');
    for (const { id } of [owner, other]) expect(await app.records.identitiesOf(id)).toEqual([]);
  });

  it('signs no person in, and opens no account, if the session that asked to connect it has ended', async () => {
    const app = await appWith();
    person();
    const owner = await app.open();
    const browser = new OidcBrowser(app);
    browser.take(owner.session.Cookie);
    const back = await browser.authorize(await browser.start({ intent: 'connect' }));
    await app.records.endSessions(owner.id, null);
    expect((await browser.back(back)).slice(ADDRESS.length)).toBe(ERROR('sign_in_again'));
    expect(await app.records.countPeople()).toMatchObject({ people: 2 });
  });

  it('signs no person in if it is disconnected meanwhile', async () => {
    const app = await appWith();
    person();
    await new OidcBrowser(app).signIn();
    const { id: userId } = (await app.records.personByEmail(person(), 'any')) ?? { id: 0 };
    const openSession = async (session: Parameters<typeof app.records.openSession>[0]) => {
      // As a mailed reset does.
      await app.records.changePassword(userId, { passwordVersion: 1, passwordHash: 'of another person', keep: null });
      for (const { id } of await app.records.identitiesOf(userId)) await app.records.removeIdentity(userId, id);
      return app.records.openSession(session);
    };
    const browser = new OidcBrowser(await appWith({}, { records: { ...app.records, openSession }, empty: true }));
    expect(await browser.signIn()).toBe(ERROR('invalid_credentials'));
    expect(await browser.me()).toBeNull();
    expect(await app.records.sessionsOf(userId)).toEqual([]);
  });
});
