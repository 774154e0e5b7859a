import { expect } from '@playwright/test';
import { md5, sha256 } from './gravatar';
import { signInCookie, type TestPerson } from './people';
import { basic } from './zulip';

/** The address of the picture in each API. */
export const READ_PATHS: { api: string; address: (baseURL: string, person: TestPerson) => Promise<string> }[] = [
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
    address: async (baseURL, { id, auth }) =>
      (await json<{ avatar: Answer }>(`${baseURL}/v1/users/${id}`, auth)).avatar.versions['128x128']?.url ?? '',
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

/** Fields of responses that contain an address. */
interface Answer {
  url: string;
  avatar_url: string;
  data: { id: string };
  versions: Record<string, { url: string }>;
}

export async function json<T = Answer>(url: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, { headers });
  expect(response.status, url).toBe(200);
  return (await response.json()) as T;
}
