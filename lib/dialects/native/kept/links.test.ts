import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, tiny } from '@/testing/in-process/pictures';
import { ADDRESS } from '@/testing/requests';
import type { AvatarLinksResource } from './kept-schemas';

const app = await createTestApp();
const RED: Colour = [200, 30, 30];

const links = async (headers: Record<string, string>): Promise<AvatarLinksResource> =>
  (await app.ask('GET', '/api/me/avatar/links', { headers })).json();

async function withPicture(): Promise<TestPerson> {
  const ada = await app.open();
  await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: await tiny('png', RED) });
  return ada;
}

it('GET /api/me/avatar/links – every public address shows the picture', async () => {
  const ada = await withPicture();
  const { sizes, byId, byHash } = await links(ada.auth);
  expect([sizes[0], sizes.at(-1), byId.url]).toEqual([20, 1024, `${ADDRESS}/u/${ada.id}/avatar`]);
  const hash = createHash('sha256').update(ada.email).digest('hex');
  expect(byHash).toMatchObject([{ email: ada.email, url: `${ADDRESS}/avatar/${hash}`, hidden: null }]);
  for (const of of [byId, ...byHash]) {
    expect(Object.keys(of.sizes)).toEqual(sizes.map(String));
    expect(of.sizes['64']).toBe(`${of.url}?s=64`);
    await expectColour(app, of.url, RED);
    await expectColour(app, of.sizes['64'] ?? '', RED);
  }
});

it('GET /api/me/avatar/links – says why an address shows no picture', async () => {
  const ada = await withPicture();
  const [address] = await app.parts().services.accounts.addresses.list(ada.id);
  const change = (json: object) => app.ask('PATCH', `/api/me/addresses/${address?.id}`, { headers: ada.session, json });
  const hidden = async () => (await links(ada.auth)).byHash.map((of) => of.hidden);
  await change({ shows: 'none' });
  expect(await hidden()).toEqual(['picture']);
  await change({ hashLookup: false });
  expect(await hidden()).toEqual(['address']);
  const policy = (hashLookup: boolean) => app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: { hashLookup } });
  await policy(false);
  expect(await hidden()).toEqual(['policy']);
  await policy(true);
  const verifying = await createTestApp({ verifiesAddresses: true });
  const eve = await verifying.open();
  const found = await (await verifying.ask('GET', '/api/me/avatar/links', { headers: eve.auth })).json();
  const { proof } = (await verifying.records.addressesOf(eve.id))[0] ?? expect.unreachable('There is one');
  expect(found.byHash).toMatchObject([{ hidden: proof === 'assumed' ? 'unverified' : null }]);
});

it('GET /api/me/avatar/links – shows other e-mail addresses to their owner, and not to API keys', async () => {
  const ada = await withPicture();
  await app.records.addAddress(ada.id, { email: `second-${ada.email}`, proof: 'link' });
  const emails = async (headers: Record<string, string>) => (await links(headers)).byHash.map(({ email }) => email);
  expect(await emails(ada.auth)).toEqual([ada.email]);
  expect(await emails(ada.session)).toEqual([ada.email, `second-${ada.email}`]);
});
