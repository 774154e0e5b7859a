import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { sharp } from '@/lib/imaging/sharp';
import type { TestApp } from '../app';

export const md5 = (email: string) => createHash('md5').update(email).digest('hex');
export const sha256 = (email: string) => createHash('sha256').update(email).digest('hex');

/** Hashes of addresses without an account. */
export const UNKNOWN_HASH = md5('nobody@example.org');
export const OTHER_UNKNOWN_HASH = md5('nobody-else@example.org');

/** Headers of every picture by hash. */
export const PICTURE_HEADERS = {
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=300',
  'content-disposition': 'inline',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  etag: expect.stringMatching(/^"[0-9a-f]{40}-\d+px-[a-z]+"$/),
  'x-content-type-options': 'nosniff',
  'x-request-id': expect.any(String),
};

export interface Shown {
  type: string | null;
  format: string | undefined;
  width: number;
  height: number;
  bytes: Buffer;
  /** Four channels. */
  pixels: Buffer;
}

/** A picture that has to be there. */
export async function shownAt(app: TestApp, path: string, headers: Record<string, string> = {}): Promise<Shown> {
  const response = await app.ask('GET', path, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
  const { format, width, height } = await sharp(bytes).metadata();
  const pixels = await sharp(bytes).ensureAlpha().raw().toBuffer();
  return { type: response.headers.get('content-type'), format, width, height, bytes, pixels };
}

/** Largest difference of any channel of any pixel: 0 to 255. */
export function difference(one: Buffer, other: Buffer): number {
  expect(one.byteLength).toBe(other.byteLength);
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? 0))), 0);
}
