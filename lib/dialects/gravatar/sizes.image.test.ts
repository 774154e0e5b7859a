import { beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { OLD_COLOUR, tiny } from '@/testing/in-process/pictures';
import { difference, sha256, shownAt } from '@/testing/in-process/shown';

const app = await createTestApp();

/** A person with a picture of 300 pixels. Larger sizes are upscaled. */
let owner: TestPerson;
beforeAll(async () => {
  owner = await app.open();
  const body = await tiny('png', OLD_COLOUR, 300);
  expect((await app.ask('PUT', '/api/me/avatar', { headers: owner.auth, body })).status).toBe(200);
});

it.each([
  ['', 80],
  ['?s=1', 1],
  ['?s=100', 100],
  ['?s=200', 200],
  ['?size=333', 333],
  ['?s=2048', 2048],
  ['?s=5000', 2048],
  ['?s=0', 80],
  ['?s=-1', 80],
  ['?s=big', 80],
  ['?s=64&size=48', 48],
])('GET /avatar/{sha256}%s – %i px', async (query, side) => {
  for (const extension of ['', '.png', '.webp']) {
    const { width, height, pixels } = await shownAt(app, `/avatar/${sha256(owner.email)}${extension}${query}`);
    expect({ width, height }).toEqual({ width: side, height: side });
    expect(difference(pixels, Buffer.alloc(pixels.byteLength, Buffer.from([...OLD_COLOUR, 255])))).toBeLessThan(8);
  }
});
