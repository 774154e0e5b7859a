import { expect } from 'vitest';
import type { TestApp, TestPerson } from '../app';
import { type Colour, expectColour, pathOf } from './pictures';

async function read(app: TestApp, path: string, headers: Record<string, string> = {}) {
  const response = await app.ask('GET', path, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
}

/** Every address of this installation that shows the picture of a person, as each API names it. */
export async function addressesOf(app: TestApp, { id, auth }: TestPerson): Promise<string[]> {
  const { key, url, versions } = await read(app, '/api/me/avatar', auth);
  return [
    url,
    versions['20'].url,
    (await read(app, `/api/users/${id}/avatar`)).url,
    `/u/${id}/avatar`,
    (await read(app, '/api/v1/user/check', auth)).avatar,
    (await read(app, `/v1/users/${id}`, auth)).avatar.versions['128x128'].url,
    `/user_avatars/1/${key}.png`,
    `/user_avatars/1/${key}-medium.png`,
  ];
}

/** Every address shows this colour, and none of them redirects. */
export async function expectEverywhere(app: TestApp, person: TestPerson, colour: Colour): Promise<void> {
  for (const address of await addressesOf(app, person)) await expectColour(app, pathOf(address), colour);
}
