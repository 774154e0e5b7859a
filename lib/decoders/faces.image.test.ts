import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeHeader } from '@/lib/imaging/decode/header';
import { decodeSearched, findFirstFraming } from '@/lib/imaging/framing/first-framing';
import { toPixels } from '@/lib/imaging/sharp';
import { generatedInputs } from '@/testing/effort';
import { isInCircle, markedPhoto } from '@/testing/faces/photos';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { createFaceThread } from './faces';
import { ThreadFailedError } from './thread';

const reported: unknown[] = [];
const report = (error: unknown) => void reported.push(error);
const thread = createFaceThread({ seconds: 120, report });
afterAll(() => thread.close());

const PHOTOS = generatedInputs(24);

/** Share of the photos whose face the circle of the first framing shows. */
const LEAST_SHARE = 0.9;

it('a first framing shows the face of nearly every photo in its circle', async () => {
  let shown = 0;
  for (let number = 0; number < PHOTOS; number += 1) {
    const { bytes, face } = await markedPhoto(number);
    const source = await decodeHeader(bytes);
    const { crop } = await findFirstFraming(source, await decodeSearched(bytes, source), thread.find);
    if (isInCircle(face, crop)) shown += 1;
  }
  expect(shown / PHOTOS).toBeGreaterThanOrEqual(LEAST_SHARE);
  expect(reported).toEqual([]);
});

it('no face is found where there is none', async () => {
  expect(await thread.find(await toPixels(fromRaster(landscape(416, 300))))).toEqual([]);
});

it.each([
  [1, 1],
  [1024, 1],
  [33, 31],
])('a picture of %i × %i pixels is searched', async (width, height) => {
  expect(await thread.find(await toPixels(fromRaster(landscape(width, height))))).toEqual([]);
  expect(reported).toEqual([]);
});

it('the caller can still use the pixels after the search', async () => {
  const picture = await toPixels(fromRaster(landscape(64, 64)));
  const before = Buffer.from(picture.data);
  await thread.find(picture);
  expect(picture.data.equals(before)).toBe(true);
});

describe('a search that takes too long', () => {
  it('finds nothing, without a report', async () => {
    const hasty = createFaceThread({ seconds: 0.001, report });
    expect(await hasty.find(await toPixels(fromRaster(landscape(416, 416))))).toEqual([]);
    expect(reported).toEqual([]);
    await hasty.close();
  });

  it('finds nothing if others wait too long', async () => {
    const busy = createFaceThread({ waitSeconds: 0, report });
    const picture = await toPixels(fromRaster(landscape(416, 416)));
    const found = await Promise.all([busy.find(picture), busy.find(picture)]);
    expect(found).toEqual([[], []]);
    await busy.close();
  });
});

it('a thread that cannot start is reported, and finds nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
  const filename = join(folder, 'broken.mjs');
  await writeFile(filename, 'throw new Error("broken")');
  const broken = createFaceThread({ filename, report });
  expect(await broken.find(await toPixels(fromRaster(landscape(32, 32))))).toEqual([]);
  expect(reported.splice(0)).toEqual([expect.any(ThreadFailedError)]);
  await broken.close();
  await rm(folder, { recursive: true });
});
