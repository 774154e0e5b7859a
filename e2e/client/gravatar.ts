import { createHash } from 'node:crypto';
import { expect } from '@playwright/test';
import sharp from 'sharp';
import { expectLength } from './lengths';

export const md5 = (email: string) => createHash('md5').update(email).digest('hex');
export const sha256 = (email: string) => createHash('sha256').update(email).digest('hex');

/** Headers that Node adds to every response. */
const OF_NODE = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

/** All headers but those that Node adds. */
export function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => !OF_NODE.includes(name)));
}

export interface Shown {
  type: string | null;
  format: string | undefined;
  width: number;
  height: number;
  bytes: Buffer;
  /** Four channels. */
  pixels: Buffer;
}

/** Fetches a picture. Fails if there is none. */
export async function shownAt(url: string, headers: Record<string, string> = {}): Promise<Shown> {
  const response = await fetch(url, { headers, redirect: 'error' });
  expect(response.status, url).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  expectLength(response, bytes.byteLength);
  const { format, width, height } = await sharp(bytes).metadata();
  const pixels = await sharp(bytes).ensureAlpha().raw().toBuffer();
  return { type: response.headers.get('content-type'), format, width, height, bytes, pixels };
}
