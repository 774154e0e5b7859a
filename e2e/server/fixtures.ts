import { expect, type Page } from '@playwright/test';
import { openAccount, signInCookie, type TestPerson } from '../client/people';
import { sharedServer } from './shared-server';

interface Fixtures {
  /** Opens an account over the API, with a key. Tests share a server and no people. */
  newPerson: () => Promise<TestPerson>;
  /** The person without a picture who is signed in on `page`. */
  person: TestPerson;
  /** Requests of `page` that went to other servers: there must be none, in any test. */
  strangers: string[];
  /** Console messages about violations of the policies of a page. There must be none, in any test. */
  blocked: string[];
}

export const test = sharedServer.extend<Fixtures>({
  baseURL: async ({ server }, use) => use(server.baseURL),
  newPerson: async ({ server }, use) => use(() => openAccount(server.baseURL)),
  person: async ({ server, page, newPerson }, use) => {
    const person = await newPerson();
    await signIn(page, server.baseURL, person);
    await use(person);
  },
  strangers: [
    async ({ page, baseURL }, use) => {
      const strangers: string[] = [];
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL) strangers.push(request.url());
      });
      await use(strangers);
      expect(strangers, 'requests to other servers').toEqual([]);
    },
    { auto: true },
  ],
  blocked: [
    async ({ page }, use) => {
      const blocked: string[] = [];
      page.on('console', (message) => {
        if (/Content[- ]Security[- ]Policy|Permissions[- ]Policy/i.test(message.text())) blocked.push(message.text());
      });
      await use(blocked);
      expect(blocked, 'blocked by the policies of the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs the browser in without its form. */
export async function signIn(page: Page, baseURL: string, person: Pick<TestPerson, 'email' | 'password'>): Promise<void> {
  const [name = '', value = ''] = (await signInCookie(baseURL, person)).split('=');
  await page.context().addCookies([{ name, value, url: baseURL }]);
}
