import { expect, test } from '@playwright/test';
import { runAdmin } from '../client/admin';
import { openAccount, signInCookie } from '../client/people';
import { discard, freshDatabase, startServer } from '../server/server';

test('npm run admin on a database server – both processes follow within moments', async () => {
  const DATABASE_URL = await freshDatabase();
  const one = await startServer({ DATABASE_URL });
  const servers = [one, await startServer({ DATABASE_URL, DATA_DIR: one.dataDir })];
  const admin = (args: string[]) => runAdmin({ DATA_DIR: one.dataDir, DATABASE_URL }, args);
  const [ada, bob] = [await openAccount(one.baseURL), await openAccount(one.baseURL)];
  const [cookie, other] = [await signInCookie(one.baseURL, ada), await signInCookie(one.baseURL, bob)];
  const statuses = (Cookie: string) =>
    Promise.all(servers.map(async ({ baseURL }) => (await fetch(`${baseURL}/api/me`, { headers: { Cookie } })).status));
  expect(await statuses(cookie)).toEqual([200, 200]);
  expect((await admin(['disable', ada.email])).code).toBe(0);
  expect(await statuses(cookie)).toEqual([401, 401]);
  expect((await admin(['promote', bob.email])).output).toBe(`${bob.id}\tadmin\t${bob.email}\t${bob.name}\n`);
  expect((await admin(['erase', ada.email, '--yes'])).output).toMatch(
    new RegExp(`^Deleted account ${ada.id}: .* 0 sessions, \\d stored objects`),
  );
  const pictures = () => Promise.all(servers.map(async ({ baseURL }) => (await fetch(`${baseURL}/u/${ada.id}/avatar`)).status));
  await expect.poll(pictures, { intervals: [50], timeout: 1_000 }).toEqual([404, 404]);
  expect(await statuses(other)).toEqual([200, 200]);
  const { entries } = await (await fetch(`${one.baseURL}/api/audit?limit=3`, { headers: { Cookie: other } })).json();
  expect(entries.map(({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`)).toEqual([
    'command account-deleted',
    'command role-changed',
    'command account-disabled',
  ]);
  await servers[1]?.stop();
  await discard(one);
});
