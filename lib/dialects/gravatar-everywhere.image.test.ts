import { beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { addressesOf, expectEverywhere } from '@/testing/in-process/addresses-of';
import { type Colour, openOwner, pathOf, tiny } from '@/testing/in-process/pictures';
import { enveloped, formOf, wireOf } from '@/testing/in-process/wire';

const PATH = '/api/me/avatar/gravatar';
const TEAL: Colour = [20, 150, 150];
const PLUM: Colour = [140, 30, 110];
const GRAVATAR = 'https://gravatar.example';
const app = await createTestApp({ gravatarUrl: GRAVATAR });

let owner: TestPerson;
beforeEach(async () => {
  owner = await openOwner(app);
  app.gravatar.asked.splice(0);
  app.gravatar.answer = { kind: 'none' };
});

const hasPicture = async (colour: Colour) => {
  app.gravatar.answer = { kind: 'picture', bytes: await tiny('jpeg', colour) };
};
const put = ({ auth }: TestPerson, headers: Record<string, string> = {}) => app.ask('PUT', PATH, { headers: { ...auth, ...headers } });
const avatarOf = async ({ auth }: TestPerson) => (await app.ask('GET', '/api/me/avatar', { headers: auth })).json();

/** In Cloudreve, an upload without a body selects Gravatar. */
async function emptyUpload({ auth }: TestPerson): Promise<void> {
  const response = await app.ask('PUT', '/user/setting/avatar', { headers: auth });
  expect(await wireOf(response)).toEqual(enveloped({ code: 0, msg: '' }));
}

it.each<[way: string, send: (person: TestPerson) => Promise<unknown>]>([
  ['PUT /api/me/avatar/gravatar', async (person) => expect((await put(person)).status).toBe(200)],
  ['PUT /user/setting/avatar without a body', (person) => emptyUpload(person)],
])('%s – the picture is fetched once from Gravatar, and every URL of ours serves the copy', async (_way, send) => {
  await hasPicture(TEAL);
  await send(owner);
  expect(app.gravatar.asked).toEqual([owner.email]);
  await expectEverywhere(app, owner, TEAL);
  expect(app.gravatar.asked).toEqual([owner.email]);
});

it('PUT /user/setting/avatar without a body – if Gravatar has no picture, every URL of ours serves the generated avatar', async () => {
  await emptyUpload(owner);
  const { key, source, id } = await avatarOf(owner);
  expect({ source, id }).toEqual({ source: 'gravatar', id: null });
  for (const address of await addressesOf(app, owner)) {
    expect(address.includes(key) || address.endsWith(`/u/${owner.id}/avatar`), address).toBe(true);
    expect([address, (await app.ask('GET', pathOf(address))).status]).toEqual([address, 200]);
  }
});

it('Ulule treats the copy as the avatar of the person', async () => {
  await hasPicture(TEAL);
  await put(owner);
  expect(await (await app.ask('GET', `/v1/users/${owner.id}`, { headers: owner.auth })).json()).toMatchObject({ has_avatar: true });
  const body = formOf({ image: await tiny('png', PLUM) });
  expect((await app.ask('POST', `/v1/users/${owner.id}/avatars`, { headers: owner.auth, body })).status).toBe(400);
  expect((await app.ask('PATCH', `/v1/avatars/${owner.id}`, { headers: owner.auth, body })).status).toBe(200);
  await expectEverywhere(app, owner, PLUM);
  expect(await avatarOf(owner)).toMatchObject({ source: 'upload' });
});
