import { sha256 } from '../client/gravatar';
import { openAccount } from '../client/people';
import { expectPicture, plain } from '../pictures/one-colour';
import { openAdministrator } from '../server/administrator';
import { test } from '../server/two-servers';
import { expect } from '../server/upload-fixtures';

/** A change in one process is seen in the other as soon as PostgreSQL has announced it. */
const SOON = { timeout: 10_000, intervals: [20] };

test('what one process lets an address show, and whether hashes are answered at all, holds in the other', async ({
  servers: [one, other],
}) => {
  const [admin, person] = [await openAdministrator(other), await openAccount(one.baseURL)];
  const [older, newer] = [
    [20, 140, 90],
    [40, 60, 200],
  ] as const;
  for (const color of [older, newer]) {
    const body = await plain('png', [...color]);
    expect((await fetch(`${one.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body })).status).toBe(200);
  }
  const byHash = `${other.baseURL}/avatar/${sha256(person.email)}.png`;
  await expect(() => expectPicture(byHash, [...newer])).toPass(SOON);

  const headers = { Authorization: `Basic ${Buffer.from(`${person.email}:${person.password}`).toString('base64')}` };
  const [address] = await (await fetch(`${one.baseURL}/api/me/addresses`, { headers })).json();
  const [, version] = await (await fetch(`${one.baseURL}/api/me/avatars`, { headers: person.auth })).json();
  const show = async (shows: unknown) => {
    const init = { method: 'PATCH', headers, body: JSON.stringify({ shows }) };
    expect((await fetch(`${one.baseURL}/api/me/addresses/${address.id}`, init)).status).toBe(200);
  };
  const status = async () => (await fetch(`${byHash}?d=404`)).status;
  await show({ avatar: version.id });
  await expect(() => expectPicture(byHash, [...older])).toPass(SOON);
  await show('none');
  await expect.poll(status, SOON).toBe(404);
  await show('account');
  await expect(() => expectPicture(byHash, [...newer])).toPass(SOON);

  const patch = async (hashLookup: boolean) => {
    const init = { method: 'PATCH', headers: admin.auth, body: JSON.stringify({ hashLookup }) };
    expect((await fetch(`${one.baseURL}/api/policy`, init)).status).toBe(200);
  };
  await patch(false);
  await expect.poll(status, SOON).toBe(404);
  await patch(true);
  await expect.poll(status, SOON).toBe(200);
});
