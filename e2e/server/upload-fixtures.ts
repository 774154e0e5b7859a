import { test as base, expect } from '@playwright/test';
import sharp from 'sharp';
import { openAccount, type TestPerson } from '../client/people';
import type { Server } from './server';
import { workerServer } from './worker-server';

/** Small enough that a body of one byte too many is quick to send. */
export const MAX_UPLOAD_BYTES = 300_000;

interface Fixtures {
  /** A person without a picture. */
  person: TestPerson;
  /** A person with the picture that {@link oldPicture} makes. */
  owner: TestPerson;
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: workerServer({ MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) }),
  person: async ({ server }, use) => use(await openAccount(server.baseURL)),
  owner: async ({ server }, use) => {
    const owner = await openAccount(server.baseURL);
    const response = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', body: await oldPicture(), headers: owner.auth });
    expect(response.status).toBe(200);
    await use(owner);
  },
});

export { expect };

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

/** Of {@link oldPicture}. */
export const OLD_COLOR: Color = [200, 30, 90];

export const oldPicture = () => plain('png', OLD_COLOR);

/** The colour in the middle of a served picture. */
export async function middleOf(url: string): Promise<Color> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  const { dominant } = await sharp(Buffer.from(await response.arrayBuffer()))
    .resize(1, 1)
    .raw()
    .toBuffer()
    .then(([r, g, b]) => ({ dominant: [r, g, b] }));
  return dominant as Color;
}

export async function expectPicture(url: string, color: Color): Promise<void> {
  const found = await middleOf(url);
  const distance = Math.max(...found.map((channel, index) => Math.abs(channel - (color[index] ?? 0))));
  expect(distance, `${url} is rgb(${found}), expected rgb(${color})`).toBeLessThanOrEqual(6);
}

/** Nothing happened to the picture that was there: the same version, and its bytes are served at every address. */
export async function expectOldPicture({ baseURL }: Server, owner: TestPerson): Promise<void> {
  // A compressed answer has a tag of its own.
  const response = await fetch(`${baseURL}/api/me/avatar`, { headers: { ...owner.auth, 'Accept-Encoding': 'identity' } });
  expect(response.headers.get('etag')).toBe(`"a${owner.id}v2"`);
  const avatar = (await response.json()) as { source: string; url: string; versions: Record<string, { url: string }> };
  expect(avatar.source).toBe('upload');
  await expectPicture(avatar.url, OLD_COLOR);
  await expectPicture(avatar.versions['64']?.url ?? '', OLD_COLOR);
  await expectPicture(`${baseURL}/u/${owner.id}/avatar?s=100`, OLD_COLOR);
}

/** A PNG whose header says that it is 300 megapixels; there is next to nothing behind it. */
export async function hugePng(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await plain('png', [0, 0, 0], 8));
  const view = new DataView(bytes.buffer);
  view.setUint32(16, 20_000);
  view.setUint32(20, 15_000);
  view.setUint32(29, crc32(bytes.subarray(12, 29)));
  return bytes;
}

/** ISO 3309, as PNG section 5.5 has it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Half of a JPEG with some detail in it. */
export async function truncatedJpeg(): Promise<Uint8Array<ArrayBuffer>> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const whole = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'gray', noise } })
    .jpeg()
    .toBuffer();
  return new Uint8Array(whole.subarray(0, Math.floor(whole.byteLength / 2)));
}

export function form(fields: Record<string, Uint8Array<ArrayBuffer> | string>, fileName = 'picture.png'): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, new Blob([value]), fileName);
  }
  return data;
}
