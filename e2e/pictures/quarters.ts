import { expect } from '@playwright/test';
import sharp from 'sharp';
import type { Color } from './one-colour';

/** Four quarters from the top left, row by row. Each write has others in every quarter, so that nothing stale or turned passes for new. */
export type Quarters = readonly [Color, Color, Color, Color];

const COLORS: readonly Color[] = [
  [200, 20, 20],
  [20, 160, 20],
  [20, 20, 200],
  [200, 160, 20],
  [160, 20, 160],
];
/** The quarters of one of several writes. */
export function quartersOf(write: number): Quarters {
  const color = (quarter: number) => COLORS.at((write + quarter) % COLORS.length) ?? [0, 0, 0];
  return [color(0), color(1), color(2), color(3)];
}

export async function picture(quarters: Quarters): Promise<Uint8Array<ArrayBuffer>> {
  const pixels = new Uint8Array(quarters.flat());
  const image = sharp(pixels, { raw: { width: 2, height: 2, channels: 3 } }).resize(600, 600, { kernel: 'nearest' });
  return new Uint8Array(await image.png().toBuffer());
}

/** How far the picture at this address is from them, in the middle of each quarter: the largest difference of a channel. */
async function distanceFrom(quarters: Quarters, address: string): Promise<number> {
  const response = await fetch(address);
  expect(response.status, address).toBe(200);
  const cells = sharp(await response.arrayBuffer())
    .resize(6, 6, { kernel: 'nearest', fit: 'fill' })
    .removeAlpha()
    .raw();
  const pixels = await cells.toBuffer();
  const middles = [7, 10, 25, 28].map((cell) => [...pixels.subarray(cell * 3, cell * 3 + 3)]);
  return Math.max(...middles.flat().map((value, at) => Math.abs(value - (quarters.flat()[at] ?? 0))));
}

/** Largest error of encoders in flat colours, far below the distance between any two of these colours. */
const AS_ENCODED = 12;

/** Expects the picture of these quarters at an address, after redirects. */
export async function expectQuarters(quarters: Quarters, address: string): Promise<void> {
  expect(await distanceFrom(quarters, address), address).toBeLessThanOrEqual(AS_ENCODED);
}
