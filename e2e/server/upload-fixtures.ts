import { test as base, expect } from '@playwright/test';
import { openAccount, type TestPerson } from '../client/people';
import { oldPicture } from '../pictures/one-colour';
import type { Server } from './server';
import { workerServer } from './worker-server';

/** Small, so that a body of one byte too many is sent quickly. */
export const MAX_UPLOAD_BYTES = 300_000;

interface Fixtures {
  /** A person without a picture. */
  person: TestPerson;
  /** A person whose picture is {@link oldPicture}. */
  owner: TestPerson;
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: workerServer({ MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) }),
  person: async ({ server }, use) => use(await openAccount(server.baseURL)),
  owner: async ({ server }, use) => {
    const owner = await openAccount(server.baseURL);
    const response = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', body: await oldPicture(), headers: owner.auth });
    expect(response.status).toBe(200);
    await use(owner);
  },
});

export { expect };
