import { expect } from '@playwright/test';
import sharp from 'sharp';
import type { TestPerson } from '../client/people';
import type { Server } from '../server/server';

export type Color = [red: number, green: number, blue: number];

/** A picture of one colour. */
export async function plain(
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif',
  [r, g, b]: Color,
  side = 300,
): Promise<Uint8Array<ArrayBuffer>> {
  const image = sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } });
  return new Uint8Array(await image.toFormat(format).toBuffer());
}

/** The colour of {@link oldPicture}. */
export const OLD_COLOR: Color = [200, 30, 90];

export const oldPicture = () => plain('png', OLD_COLOR);

/** The mean colour of a served picture. */
async function meanColor(url: string): Promise<Color> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  const [red = 0, green = 0, blue = 0] = await sharp(Buffer.from(await response.arrayBuffer()))
    .resize(1, 1)
    .raw()
    .toBuffer();
  return [red, green, blue];
}

/** Expects a picture of one colour at an address. Encoders change colours slightly. */
export async function expectPicture(url: string, color: Color): Promise<void> {
  const found = await meanColor(url);
  const distance = Math.max(...found.map((channel, index) => Math.abs(channel - (color[index] ?? 0))));
  expect(distance, `${url} is rgb(${found}), expected rgb(${color})`).toBeLessThanOrEqual(6);
}

/** Expects the picture of an owner to be unchanged: the same version, and its pixels at every address. */
export async function expectOldPicture({ baseURL }: Server, owner: TestPerson): Promise<void> {
  // A compressed response has a different tag.
  const response = await fetch(`${baseURL}/api/me/avatar`, { headers: { ...owner.auth, 'Accept-Encoding': 'identity' } });
  expect(response.headers.get('etag')).toBe(`"a${owner.id}v2"`);
  const avatar = (await response.json()) as { source: string; url: string; versions: Record<string, { url: string }> };
  expect(avatar.source).toBe('upload');
  await expectPicture(avatar.url, OLD_COLOR);
  await expectPicture(avatar.versions['64']?.url ?? '', OLD_COLOR);
  await expectPicture(`${baseURL}/u/${owner.id}/avatar?s=100`, OLD_COLOR);
}
