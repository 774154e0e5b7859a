import { describe, expect, it } from 'vitest';
import { draw } from '@/testing/corpus/chart';
import { fromRaster, plain } from '@/testing/pictures';
import { storedFor } from '@/testing/reference';
import { decodeHeader } from '../decode/header';
import type { Face, Pixels } from '../types';
import { decodeSearched, findFirstFraming } from './first-framing';

/** Grey, with a busy patch in skin tones in the last fifth of its longer side. */
function withPatch(width: number, height: number) {
  return draw(width, height, (x, y) => {
    const along = width > height ? x / width : y / height;
    if (along < 0.8) return [120, 120, 120, 255];
    return (Math.floor(x / 4) + Math.floor(y / 4)) % 2 ? [224, 172, 140, 255] : [150, 60, 40, 255];
  });
}

async function framing(bytes: Uint8Array, faces: Face[] = []) {
  const source = await decodeHeader(bytes);
  const searched: Pixels[] = [];
  const find = async (picture: Pixels) => {
    searched.push(picture);
    return faces;
  };
  return { ...(await findFirstFraming(source, await decodeSearched(bytes, source), find)), searched };
}

describe('a first framing', () => {
  it('is around a face, in whole pixels of the original', async () => {
    const upload = await plain(2000, 1000, [90, 90, 90]);
    const { crop, subject, faces, searched } = await framing(upload, [
      { x: 0.1, y: 0.4, width: 0.02, height: 0.05, score: 0.9 },
      { x: 0.7, y: 0.2, width: 0.1, height: 0.25, score: 0.9 },
    ]);
    expect(subject).toBe('face');
    expect(faces).toEqual([
      { x: 1400, y: 200, width: 200, height: 250 },
      { x: 200, y: 400, width: 40, height: 50 },
    ]);
    expect(crop).toEqual({ x: 1200, y: 0, width: 600, height: 600, rotate: 0 });
    expect(searched[0]).toMatchObject({ channels: 3, width: 588, height: 294 });
  });

  it.each([
    ['wide', 1200, 400],
    ['tall', 400, 1200],
  ])('without a face is the largest square where a %s picture attracts attention', async (_shape, width, height) => {
    const { crop, subject } = await framing(await fromRaster(withPatch(width, height)).png().toBuffer());
    expect(subject).toBe('attention');
    expect(crop).toMatchObject({ width: 400, height: 400 });
    expect(Math.max(crop.x, crop.y)).toBeGreaterThan(700);
    expect(Math.min(crop.x, crop.y)).toBe(0);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is in displayed pixels, for EXIF orientation %i', async (orientation) => {
    const displayed = withPatch(1200, 400);
    const upload = await fromRaster(storedFor(displayed, orientation)).withMetadata({ orientation }).jpeg({ quality: 90 }).toBuffer();
    const { crop, searched } = await framing(upload);
    expect(crop.x).toBeGreaterThan(700);
    expect(searched[0]).toMatchObject({ width: 721, height: 240 });
  });

  it('without a face is all of a square picture', async () => {
    const { crop, subject, faces } = await framing(await plain(300, 300, [90, 90, 90]));
    expect({ crop, subject, faces }).toEqual({ crop: { x: 0, y: 0, width: 300, height: 300, rotate: 0 }, subject: 'middle', faces: [] });
  });

  it.each([
    ['a line', 9000, 1],
    ['a transparent picture', 60, 40],
  ])('of %s is a square within it', async (_what, width, height) => {
    const { crop } = await framing(await plain(width, height, [90, 90, 90, 0]));
    expect(crop.width).toBe(Math.min(width, height));
    expect(crop.x + crop.width).toBeLessThanOrEqual(width);
  });

  it('of a truncated file is refused as its upload would be', async () => {
    const upload = await fromRaster(withPatch(1200, 400)).jpeg().toBuffer();
    await expect(framing(upload.subarray(0, upload.byteLength / 2))).rejects.toMatchObject({ code: 'corrupt_image' });
  });
});
