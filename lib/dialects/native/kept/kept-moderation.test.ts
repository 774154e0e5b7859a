import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, tiny } from '@/testing/in-process/pictures';
import { problem, wireOf } from '@/testing/in-process/wire';
import { keysBelow } from '@/testing/storage';

const RED: Colour = [200, 30, 30];
const BLUE: Colour = [30, 30, 200];

let app: TestApp;
let ada: TestPerson;
/** The id of an earlier picture. */
let red: number;
beforeEach(async () => {
  app = await createTestApp();
  ada = await app.open();
  for (const colour of [RED, BLUE]) await app.ask('PUT', '/api/me/avatar', { headers: ada.session, body: await tiny('png', colour) });
  await app.avatars.settled();
  red = (await (await app.ask('GET', '/api/me/avatars', { headers: ada.session })).json())[1].id;
});

const restore = () => app.ask('POST', `/api/me/avatars/${red}/restore`, { headers: ada.session });
const frame = () =>
  app.ask('PATCH', `/api/me/avatars/${red}`, { headers: ada.session, json: { crop: { x: 0, y: 0, width: 4, height: 4 } } });
const remove = () => app.ask('DELETE', `/api/me/avatars/${red}`, { headers: ada.session });

describe('kept pictures of a person who may not change the picture', () => {
  it.each([
    ['by a lock', () => [`/api/people/${ada.id}`, { avatarLockedUntil: '2100-01-01T00:00:00.000Z', reason: 'Too often' }] as const],
    ['by the policy', () => ['/api/policy', { avatarChangesDisabled: true }] as const],
  ])('can be looked at, and neither restored nor framed anew nor deleted: %s', async (_how, restriction) => {
    const [path, json] = restriction();
    expect((await app.ask('PATCH', path, { headers: app.admin().session, json })).status).toBe(200);
    const before = await keysBelow(app.storage);
    for (const answer of [await restore(), await frame(), await remove()])
      expect(await wireOf(answer)).toEqual(problem(403, 'changes_disabled'));
    for (const end of ['picture', 'original'])
      expect((await app.ask('GET', `/api/me/avatars/${red}/${end}`, { headers: ada.session })).status).toBe(200);
    expect(await keysBelow(app.storage)).toEqual(before);
    await expectColour(app, `/u/${ada.id}/avatar`, BLUE);
  });
});

it('a kept picture whose file was blocked is neither restored nor framed anew, and can be deleted', async () => {
  const eve = await app.open();
  await app.ask('PUT', '/api/me/avatar', { headers: eve.session, body: await tiny('png', RED) });
  const blocking = { headers: app.admin().session, json: { reason: 'Not yours', block: 'everyone' } };
  expect((await app.ask('DELETE', `/api/people/${eve.id}/avatar`, blocking)).status).toBe(204);
  const before = await keysBelow(app.storage);
  for (const answer of [await restore(), await frame()]) expect(await wireOf(answer)).toEqual(problem(403, 'file_blocked'));
  expect(await keysBelow(app.storage)).toEqual(before);
  await expectColour(app, `/u/${ada.id}/avatar`, BLUE);
  expect(await keysBelow(app.storage, 'originals/')).toHaveLength(2);
  expect((await remove()).status).toBe(204);
  expect(await keysBelow(app.storage, 'originals/')).toHaveLength(1);
});
