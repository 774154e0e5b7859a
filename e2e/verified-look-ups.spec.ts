import { expect, test } from '@playwright/test';
import { md5, sha256 } from './client/gravatar';
import { openAccount } from './client/people';
import { native } from './client/uploads';
import { picture, quartersOf } from './pictures/quarters';
import { discard, startServer } from './server/server';

test('once a server verifies addresses, it shows no picture for the address that an earlier account only claims', async () => {
  const before = await startServer({ DATABASE_URL: '' });
  const eve = await openAccount(before.baseURL, 'Eve');
  expect((await native.send(before.baseURL, eve, await picture(quartersOf(0)))).ok).toBe(true);
  const statuses = (baseURL: string) =>
    Promise.all([md5, sha256].map(async (hash) => (await fetch(`${baseURL}/avatar/${hash(eve.email)}?d=404`)).status));
  expect(await statuses(before.baseURL)).toEqual([200, 200]);
  await before.stop();
  const verifying = await startServer({ DATABASE_URL: '', DATA_DIR: before.dataDir, EMAIL_VERIFICATION: 'required' });
  expect(await statuses(verifying.baseURL)).toEqual([404, 404]);
  expect((await fetch(`${verifying.baseURL}/u/${eve.id}/avatar`)).status).toBe(200);
  const fields = { email: eve.email, name: 'Ada', password: 'a long enough password' };
  const signUp = await fetch(`${verifying.baseURL}/api/accounts`, { method: 'POST', body: JSON.stringify(fields) });
  expect(signUp.status).toBe(202);
  await discard(verifying);
});
