import { expect } from 'vitest';
import type { TestApp, TestPerson } from '../app';
import { ADDRESS } from '../requests';
import { type Bytes, oldPicture } from './pictures';
import { formOf } from './wire';

/** Sides of the squares on the published page, which also has `full`. */
export const SIDES = [20, 30, 40, 55, 75, 90, 128, 180, 230, 290];
/** First version without addresses at the top level of an avatar. */
export const MODERN = { 'Ulule-Version': '2017-12-12' };
/** First version that shows users to everyone. */
export const OPEN = { 'Ulule-Version': '2018-11-26' };

/** The requests that change an avatar. */
export const WRITES = [
  ['POST', (id: number | string) => `/v1/users/${id}/avatars`],
  ['PATCH', (id: number | string) => `/v1/avatars/${id}`],
  ['DELETE', (id: number | string) => `/v1/avatars/${id}`],
] as const;

export interface UluleAvatar {
  id: number;
  name: string;
  value: string;
  versions: Record<string, { height: number | null; url: string; width: number | null }>;
}

export interface ExpectedAvatar {
  name: string;
  format: 'png' | 'jpg';
  key: string;
  /** Side of the picture in pixels. Larger squares have the exact size in their address. */
  side?: number;
  full?: 'whole' | 'full';
}

/** The whole avatar, in the shape of the published page. */
export function expectedAvatar({ id }: { id: number }, { name, format, key, side = 8, full = 'whole' }: ExpectedAvatar): UluleAvatar {
  const url = (size: number | string) => `${ADDRESS}/media/${key}/${size}.${format}`;
  const exactSizes = SIDES.map((size) => [
    `${size}x${size}`,
    { height: size, url: url(size > side ? `${size}x${size}` : size), width: size },
  ]);
  return {
    id,
    name,
    value: `/media/${key}/${full}.${format}`,
    versions: { ...Object.fromEntries(exactSizes), full: { height: null, url: url(full), width: null } },
  };
}

/** Keys that clients of versions before 2017-12-12 find beside the others. */
export function legacyKeys(avatar: UluleAvatar) {
  const exactSizes = SIDES.map((size) => [String(size), avatar.versions[`${size}x${size}`]?.url]);
  return { ...Object.fromEntries(exactSizes), full: avatar.versions.full?.url };
}

/** The key in the addresses of an avatar. Each picture has another one. */
export function keyOf({ value }: Pick<UluleAvatar, 'value'>): string {
  return /^\/media\/([0-9a-f]{40})\/(?:full|whole)\.(?:png|jpg)$/.exec(value)?.[1] ?? `no key in ${value}`;
}

/** Sends the first picture of a person. */
export async function upload(app: TestApp, { id, auth }: TestPerson, bytes?: Bytes, name = 'me.png'): Promise<UluleAvatar> {
  const body = formOf({ image: bytes ?? (await oldPicture()) }, name);
  const response = await app.ask('POST', `/v1/users/${id}/avatars`, { headers: { ...auth, ...MODERN }, body });
  expect(response.status).toBe(201);
  return response.json();
}
