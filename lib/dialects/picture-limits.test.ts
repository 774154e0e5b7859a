import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { basicAuth, bearer, createTestApp } from '@/testing/app';
import { FIVE_THEN_REFUSED, guess, guesses } from '@/testing/in-process/guesses';
import { oldPicture, pathOf } from '@/testing/in-process/pictures';

const app = await createTestApp({ userPerMinute: 5, addressPerMinute: 5 });
const OPEN = { 'Ulule-Version': '2018-11-26' };
const hash = (algorithm: 'md5' | 'sha256', email: string) => createHash(algorithm).update(email).digest('hex');

/** Whether the response is a picture. The status alone is not enough: Cloudreve's errors are 200. */
async function isPicture(response: Response): Promise<boolean> {
  await response.arrayBuffer();
  return response.status === 200 && (response.headers.get('content-type') ?? '').startsWith('image/');
}

/** Follows the redirect of the URL of a replaced picture. */
async function followed(path: string, headers: Record<string, string>, from: string): Promise<Response> {
  const response = await app.ask('GET', path, { headers, from });
  const location = response.headers.get('location');
  return location ? app.ask('GET', pathOf(location), { headers, from }) : response;
}

it('pictures are not rate-limited: neither for people past their limit nor for anonymous clients', async () => {
  const owner = await app.open();
  const from = '10.0.1.1';
  const put = async () => app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body: await oldPicture() });
  const { url, key } = await (await put()).json();
  while ((await put()).ok);
  await guesses(app, 6, from);
  const addresses = [
    pathOf(url),
    `/u/${owner.id}/avatar`,
    `/avatar/${hash('md5', owner.email)}?s=20`,
    `/avatar/${hash('sha256', 'nobody@example.org')}?d=identicon&s=20`,
    `/user/avatar/${owner.hashid}`,
    `/api/v4/user/avatar/${owner.hashid}?nocache=1`,
    `/user_avatars/1/${key}.png`,
    `/user_avatars/1/${key}-medium.png`,
  ];
  // Clients also send expired tokens and tokens of other servers.
  for (const headers of [{}, bearer('A'.repeat(32)), bearer('of.another.server')]) {
    for (const address of addresses) {
      expect(await isPicture(await followed(address, headers, from)), address).toBe(true);
    }
  }
  for (let time = 0; time < 10; time += 1) {
    expect((await app.ask('GET', `/avatar/${owner.id}`, { headers: owner.basic, from })).status).toBe(302);
  }
  expect(await guess(app, from)).toBe(429);
});

it('a wrong token counts on public paths except pictures, and the response is the public one', async () => {
  const owner = await app.open();
  await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body: await oldPicture() });
  const wrong = bearer('A'.repeat(32));
  const get = (path: string, headers: Record<string, string>, from: string) => app.ask('GET', path, { headers, from });
  for (let time = 0; time < 10; time += 1) {
    expect(await isPicture(await get(`/user/avatar/${owner.hashid}`, wrong, '10.0.2.1'))).toBe(true);
  }
  expect(await guesses(app, 7, '10.0.2.1')).toEqual(FIVE_THEN_REFUSED);

  for (const [host, path] of [`/v1/users/${owner.id}`, `/v1/avatars/${owner.id}`, `/user/info/${owner.hashid}`].entries()) {
    const from = `10.0.2.${10 + host}`;
    const known = await (await get(path, OPEN, '10.0.2.3')).json();
    for (let time = 0; time < 10; time += 1) {
      expect(await (await get(path, { ...wrong, ...OPEN }, from)).json()).toEqual(known);
    }
    expect(await guess(app, from)).toBe(429);
  }
  // Past the limit, the response does not reveal whether the password is right.
  const told = async (secret: string, from: string) => (await get(`/v1/avatars/${owner.id}`, basicAuth(owner.email, secret), from)).json();
  expect(await told(owner.password, '10.0.2.10')).toEqual(await told('wrong password', '10.0.2.10'));
  expect(await told(owner.password, '10.0.2.10')).toEqual(await told(owner.password, '10.0.2.2'));
  const later = { ...wrong, 'Ulule-Version': '2020-10-07' };
  expect((await get(`/v1/avatars/${owner.id}`, later, '10.0.2.10')).status).toBe(429);
});
