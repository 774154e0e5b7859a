import { expect } from '@playwright/test';
import { openAccount, type TestPerson } from '../client/people';
import { oldPicture } from '../pictures/one-colour';
import { sharedServer } from './shared-server';

interface Fixtures {
  /** A person without a picture. */
  person: TestPerson;
  /** A person whose picture is {@link oldPicture}. */
  owner: TestPerson;
}

export const test = sharedServer.extend<Fixtures>({
  person: async ({ server }, use) => use(await openAccount(server.baseURL)),
  owner: async ({ server }, use) => {
    const owner = await openAccount(server.baseURL);
    const response = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', body: await oldPicture(), headers: owner.auth });
    expect(response.status).toBe(200);
    await use(owner);
  },
});

export { expect };
