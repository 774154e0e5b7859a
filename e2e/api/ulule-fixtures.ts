import type { TestPerson } from '../people';
import type { Server } from '../server';
import { expect, form, oldPicture } from './fixtures';

/** The squares of the published page; `full` comes beside them. */
export const SIDES = [20, 30, 40, 55, 75, 90, 128, 180, 230, 290];
/** The first version of the API whose avatars have no addresses at their top level. */
export const MODERN = { 'Ulule-Version': '2017-12-12' };

/** The first version whose users are shown to everyone. */
export const OPEN = { 'Ulule-Version': '2018-11-26' };

export interface UluleAvatar {
  id: number;
  name: string;
  value: string;
  versions: Record<string, { height: number | null; url: string; width: number | null }>;
}

/** The avatar as the published page has it, whole. @param side of the picture: where it has fewer pixels, the addresses are others */
export function expectedAvatar(
  server: Server,
  person: Pick<TestPerson, 'id'>,
  {
    name,
    format,
    key,
    side = 290,
    full = 'whole',
  }: { name: string; format: 'png' | 'jpg'; key: string; side?: number; full?: 'whole' | 'full' },
) {
  const url = (size: number | string) => `${server.baseURL}/media/${key}/${size}.${format}`;
  const exactSizes = SIDES.map((size) => [
    `${size}x${size}`,
    { height: size, url: url(size > side ? `${size}x${size}` : size), width: size },
  ]);
  return {
    id: person.id,
    name,
    value: `/media/${key}/${full}.${format}`,
    versions: { ...Object.fromEntries(exactSizes), full: { height: null, url: url(full), width: null } },
  };
}

/** What clients of versions before 2017-12-12 find beside it. */
export function legacyKeys(avatar: UluleAvatar) {
  const exactSizes = SIDES.map((size) => [String(size), avatar.versions[`${size}x${size}`]?.url]);
  return { ...Object.fromEntries(exactSizes), full: avatar.versions.full?.url };
}

/** The key in the addresses of an avatar: another one for each picture. */
export function keyOf({ value }: Pick<UluleAvatar, 'value'>): string {
  return /^\/media\/([0-9a-f]{40})\/(?:full|whole)\.(?:png|jpg)$/.exec(value)?.[1] ?? `no key in ${value}`;
}

export async function upload(server: Server, person: TestPerson, bytes?: Uint8Array<ArrayBuffer>, name = 'me.png'): Promise<UluleAvatar> {
  const response = await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, {
    method: 'POST',
    headers: { ...person.auth, ...MODERN },
    body: form({ image: bytes ?? (await oldPicture()) }, name),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as UluleAvatar;
}

/** Status and whole body of an answer, to be compared at once. */
export async function answered(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

export const basic = (name: string, secret: string) => ({ Authorization: `Basic ${btoa(`${name}:${secret}`)}` });
