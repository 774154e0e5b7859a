import { bearer } from './cloudreve';
import { expect, oldPicture } from './fixtures';
import { md5, sha256 } from './gravatar-wire';
import { FIVE_THEN_REFUSED, guess, guesses } from './guesses';
import { test } from './limited-fixtures';
import { basic, OPEN } from './ulule-fixtures';
import { basic as withKey } from './zulip-wire';

/** Whether this is a picture. The status alone does not say it: Cloudreve refuses with 200 as well. */
async function shown(response: Response): Promise<boolean> {
  await response.arrayBuffer();
  return response.status === 200 && (response.headers.get('content-type') ?? '').startsWith('image/');
}

test('pictures are never limited: not for who has used up a minute, nor for strangers', async ({ server, newPerson, from }) => {
  const { baseURL } = server;
  const owner = await newPerson();
  const put = async () => fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await oldPicture() });
  const { url, key } = await (await put()).json();
  while ((await put()).ok);
  await guesses(server, 6, () => from());
  const { data } = await (await fetch(`${baseURL}/user/me`, { headers: owner.auth })).json();
  const addresses = [
    url,
    `${baseURL}/u/${owner.id}/avatar`,
    `${baseURL}/avatar/${md5(owner.email)}`,
    `${baseURL}/avatar/${sha256('nobody@example.org')}?d=identicon`,
    `${baseURL}/user/avatar/${data.id}`,
    `${baseURL}/api/v4/user/avatar/${data.id}?nocache=1`,
    `${baseURL}/user_avatars/1/${key}.png`,
    `${baseURL}/user_avatars/1/${key}-medium.png`,
  ];
  // A client goes on sending its token when that has ended, or is another server's.
  for (const headers of [{}, bearer('A'.repeat(32)), bearer('of.another.server')]) {
    for (const address of addresses) {
      for (let time = 0; time < 3; time += 1)
        expect(await shown(await fetch(address, { headers: { ...headers, ...from() } })), address).toBe(true);
    }
  }
  for (let time = 0; time < 10; time += 1) {
    const led = await fetch(`${baseURL}/avatar/${owner.id}`, { headers: { ...withKey(owner), ...from() }, redirect: 'manual' });
    expect(led.status).toBe(302);
  }
  expect(await guess(server, from())).toBe(429);
});

test('a wrong token with a picture does not use the minute up; with what else everyone sees it does, and it is shown', async ({
  server,
  newPerson,
  from,
}) => {
  const { baseURL } = server;
  const owner = await newPerson();
  await fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: owner.auth, body: await oldPicture() });
  const { data } = await (await fetch(`${baseURL}/user/me`, { headers: owner.auth })).json();
  const wrong = bearer('A'.repeat(32));
  const get = (path: string, headers: Record<string, string>) => fetch(baseURL + path, { headers });
  for (let time = 0; time < 10; time += 1) {
    expect(await shown(await get(`/user/avatar/${data.id}`, { ...wrong, ...from(1) }))).toBe(true);
  }
  expect(await guesses(server, 7, () => from(1))).toEqual(FIVE_THEN_REFUSED);

  for (const [host, path] of [`/v1/users/${owner.id}`, `/v1/avatars/${owner.id}`, `/user/info/${data.id}`].entries()) {
    const known = await (await get(path, OPEN)).json();
    for (let time = 0; time < 10; time += 1) {
      expect(await (await get(path, { ...wrong, ...OPEN, ...from(10 + host) })).json()).toEqual(known);
    }
    expect(await guess(server, from(10 + host))).toBe(429);
  }
  // Nor does such an address tell whether a password is right, to somebody who may try no more.
  const told = async (secret: string, host: number) =>
    (await get(`/v1/avatars/${owner.id}`, { ...basic(owner.email, secret), ...from(host) })).json();
  expect(await told(owner.password, 10)).toEqual(await told('wrong password', 10));
  expect(await told(owner.password, 10)).toEqual(await told(owner.password, 2));
  expect((await get(`/v1/avatars/${owner.id}`, { ...wrong, ...from(10), 'Ulule-Version': '2020-10-07' })).status).toBe(429);
});
