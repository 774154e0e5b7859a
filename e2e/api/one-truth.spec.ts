import sharp from 'sharp';
import { signInCookie, type TestPerson } from '../people';
import type { Server } from '../server';
import { type Color, expect, expectPicture, form, plain, test } from './fixtures';
import { md5, sha256, shownAt } from './gravatar-wire';

type Image = Uint8Array<ArrayBuffer>;

/** A change through each of the five APIs, each with another colour so that nothing stale can pass for new. */
const writes: { api: string; color: Color; send: (baseURL: string, person: TestPerson, image: Image) => Promise<Response> }[] = [
  {
    api: 'PUT /api/me/avatar',
    color: [200, 20, 20],
    send: (baseURL, { auth }, image) => fetch(`${baseURL}/api/me/avatar`, { method: 'PUT', headers: auth, body: form({ image }) }),
  },
  {
    api: 'PATCH /api/v1/user/avatar',
    color: [20, 160, 20],
    send: (baseURL, { auth }, avatar) => fetch(`${baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: auth, body: form({ avatar }) }),
  },
  {
    api: 'PUT /api/v4/user/setting/avatar',
    color: [20, 20, 200],
    send: (baseURL, { auth }, image) => fetch(`${baseURL}/api/v4/user/setting/avatar`, { method: 'PUT', headers: auth, body: image }),
  },
  {
    api: 'PATCH /v1/avatars/:id',
    color: [200, 160, 20],
    send: (baseURL, { id, auth }, image) => fetch(`${baseURL}/v1/avatars/${id}`, { method: 'PATCH', headers: auth, body: form({ image }) }),
  },
  {
    api: 'POST /api/v1/users/me/avatar',
    color: [160, 20, 160],
    send: (baseURL, person, file) =>
      fetch(`${baseURL}/api/v1/users/me/avatar`, { method: 'POST', headers: basic(person), body: form({ file }) }),
  },
];

const basic = ({ email, key }: TestPerson) => ({ Authorization: `Basic ${btoa(`${email}:${key}`)}` });

/** The address of the picture, as each API tells it. */
const reads: { api: string; address: (baseURL: string, person: TestPerson) => Promise<string> }[] = [
  { api: 'GET /api/me/avatar', address: async (baseURL, { auth }) => (await json(`${baseURL}/api/me/avatar`, auth)).url },
  {
    api: 'GET /api/users/{id}/avatar, the smallest',
    address: async (baseURL, { id }) => (await json(`${baseURL}/api/users/${id}/avatar`)).versions['20']?.url ?? '',
  },
  { api: 'GET /u/{id}/avatar', address: async (baseURL, { id }) => `${baseURL}/u/${id}/avatar?s=90` },
  {
    api: 'GET /api/v1/user/check',
    address: async (baseURL, { auth }) => (await json<{ avatar: string }>(`${baseURL}/api/v1/user/check`, auth)).avatar,
  },
  {
    api: 'GET /user/avatar/{id}',
    address: async (baseURL, { auth }) => `${baseURL}/user/avatar/${(await json(`${baseURL}/user/me`, auth)).data.id}?nocache=1`,
  },
  {
    api: 'GET /v1/users/:id',
    address: async (baseURL, { id }) => (await json<{ avatar: Answer }>(`${baseURL}/v1/users/${id}`)).avatar.versions['128x128']?.url ?? '',
  },
  {
    api: 'GET /api/v1/users/me',
    address: async (baseURL, person) => baseURL + (await json(`${baseURL}/api/v1/users/me`, basic(person))).avatar_url,
  },
  {
    api: 'GET /avatar/{id}/medium',
    address: async (baseURL, person) => {
      const response = await fetch(`${baseURL}/avatar/${person.id}/medium`, { headers: basic(person), redirect: 'manual' });
      expect(response.status).toBe(302);
      return new URL(response.headers.get('location') ?? '', baseURL).href;
    },
  },
  { api: 'GET /avatar/{md5}', address: async (baseURL, { email }) => `${baseURL}/avatar/${md5(email)}` },
  { api: 'GET /avatar/{sha256}', address: async (baseURL, { email }) => `${baseURL}/avatar/${sha256(email)}.webp?s=200` },
  {
    api: 'the settings page',
    address: async (baseURL, person) => {
      const page = await fetch(`${baseURL}/settings/picture`, { headers: { Cookie: await signInCookie(baseURL, person) } });
      const [path = 'no picture in the page'] = /\/media\/[0-9a-f]{40}\/\d+\.webp/.exec(await page.text()) ?? [];
      return baseURL + path;
    },
  },
];

/** What the dialects answer, as far as this looks at it. */
interface Answer {
  url: string;
  avatar_url: string;
  data: { id: string };
  versions: Record<string, { url: string }>;
}

async function json<T = Answer>(url: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, { headers });
  expect(response.status, url).toBe(200);
  return (await response.json()) as T;
}

async function expectEverywhere({ baseURL }: Server, person: TestPerson, color: Color): Promise<void> {
  for (const { api, address } of reads) {
    await test.step(api, async () => expectPicture(await address(baseURL, person), color));
  }
}

test('a change through any API is what all of them show at once', async ({ server, owner }) => {
  for (const { api, color, send } of writes) {
    await test.step(`after ${api}`, async () => {
      expect((await send(server.baseURL, owner, await plain('png', color))).ok).toBe(true);
      await expectEverywhere(server, owner, color);
    });
  }
});

test('after removal, the generated picture is what all of them show', async ({ server, owner }) => {
  await writes[0]?.send(server.baseURL, owner, await plain('png', [1, 2, 3]));
  await fetch(`${server.baseURL}/api/me/avatar`, { method: 'DELETE', headers: owner.auth });
  const small = async (address: string) =>
    sharp((await shownAt(address)).bytes)
      .resize(16, 16, { fit: 'fill' })
      .removeAlpha()
      .raw()
      .toBuffer();
  const generated = await small((await json(`${server.baseURL}/api/me/avatar`, owner.auth)).url);
  // Edges of cells blur in the smallest; another drawing has another colour as well, and is 40 and more away.
  // Cloudreve's clients draw a letter themselves where there is no picture.
  for (const { api, address } of reads.filter((read) => read.api !== 'GET /user/avatar/{id}')) {
    await test.step(api, async () => {
      const shown = await small(await address(server.baseURL, owner));
      expect(shown.reduce((sum, value, at) => sum + Math.abs(value - (generated[at] ?? 0)), 0) / shown.byteLength).toBeLessThan(20);
    });
  }
});

test('no address that was given out before shows an old picture', async ({ server, owner }) => {
  const [first, second] = [writes[0], writes[4]];
  await first?.send(server.baseURL, owner, await plain('png', first.color));
  // Each once before the change, so that whatever remembers pictures does.
  const addresses = await Promise.all(reads.map(async ({ address }) => address(server.baseURL, owner)));
  for (const address of addresses) await expectPicture(address, first?.color ?? [0, 0, 0]);
  await second?.send(server.baseURL, owner, await plain('png', second.color));
  await expect
    .poll(async () => Promise.all(addresses.map(async (address) => (await colorOf(address)) === 'new')))
    .toEqual(addresses.map(() => true));

  async function colorOf(address: string): Promise<'new' | 'old'> {
    const [r = 0, g = 0] = await sharp(Buffer.from(await (await fetch(address)).arrayBuffer()))
      .resize(1, 1)
      .raw()
      .toBuffer();
    return r < 180 && g < 60 ? 'new' : 'old';
  }
});
