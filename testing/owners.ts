import { expect } from 'vitest';
import type { TestApp, TestPerson } from './app';
import { pixelAt, pixels, plain } from './pictures';
import { keysBelow } from './storage';

export type Colour = readonly [red: number, green: number, blue: number];

export const OLD_COLOUR: Colour = [200, 30, 90];

/** A person with a picture of {@link OLD_COLOUR}. */
export async function openOwner(app: TestApp): Promise<TestPerson> {
  const owner = await app.open();
  await app.avatars.replace(owner.change, { bytes: await plain(8, 8, OLD_COLOUR) });
  await app.avatars.settled();
  return owner;
}

/** Runs, then expects the person's picture and all stored objects to be as before. */
export async function expectNoChange<T>(app: TestApp, { id }: TestPerson, run: () => Promise<T>): Promise<T> {
  const contents = async () => ({ state: await app.avatars.stateOf(id), stored: await keysBelow(app.storage) });
  const before = await contents();
  const result = await run();
  expect(await contents()).toEqual(before);
  return result;
}

/** Expects an image of one colour, as encoders keep it. */
export async function expectColour(response: Response, colour: Colour): Promise<void> {
  expect(response.status).toBe(200);
  const raster = await pixels(new Uint8Array(await response.arrayBuffer()));
  const found = pixelAt(raster, raster.width >> 1, raster.height >> 1);
  const distance = Math.max(...colour.map((channel, index) => Math.abs(channel - (found[index] ?? 0))));
  expect(distance, `rgb(${found}), expected rgb(${colour})`).toBeLessThanOrEqual(6);
}

/** Expects this person's picture, as every API shows it, to have one colour. */
export async function expectPicture(app: TestApp, { id }: TestPerson, colour: Colour): Promise<void> {
  await expectColour(await app.ask('GET', `/u/${id}/avatar?s=64`), colour);
}
