import { openAccount, type TestPerson } from '../people';
import type { Server } from '../server';
import { workerServer } from '../worker-server';
import { test as base, expect, MAX_UPLOAD_BYTES, oldPicture } from './fixtures';

/** What holds until an administrator says otherwise. */
export const OPEN = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] };

/** The policy holds for everyone, so these tests have a server to themselves, whose first account is the administrator's. */
export const test = base.extend<{ owner: TestPerson }, { server: Server; admin: TestPerson }>({
  server: workerServer({ DATABASE_URL: '', MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) }),
  admin: [async ({ server }, use) => use(await openAccount(server.baseURL, 'Grace Hopper')), { scope: 'worker' }],
  // The administrator first: the account that is opened first is theirs.
  owner: async ({ server, admin }, use) => {
    await change(server, admin, OPEN);
    const owner = await openAccount(server.baseURL);
    await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', body: await oldPicture(), headers: owner.auth });
    await use(owner);
    await change(server, admin, OPEN);
  },
});

export const policyOf = (server: Server, headers: Record<string, string>) => fetch(`${server.baseURL}/api/policy`, { headers });
export const patch = (server: Server, headers: Record<string, string>, body: string) =>
  fetch(`${server.baseURL}/api/policy`, { method: 'PATCH', headers, body });

export async function change(server: Server, admin: TestPerson, policy: object): Promise<void> {
  expect((await patch(server, admin.auth, JSON.stringify(policy))).status).toBe(200);
}
