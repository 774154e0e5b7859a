import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeicThread } from '@/lib/decoders/heic';
import { sharedRecords } from '@/lib/testing/database';
import { foundByExiftool, hasExiftool } from '@/lib/testing/exiftool';
import { fromRaster, pixels } from '@/lib/testing/pictures';
import type { Raster } from '@/lib/testing/reference';
import { beyondStructure } from '@/lib/testing/structure';
import { world } from '@/lib/testing/world';
import { ZOO } from '@/lib/testing/zoo';
import { mark } from '@/lib/testing/zoo/alpha';
import { cutOut, meanDifference, onGround, reduced, worstPatch } from '@/lib/testing/zoo/judge';
import { metadataPictures } from '@/lib/testing/zoo/metadata';
import type { Nearness } from '@/lib/testing/zoo/picture';
import { OUTPUT_FORMATS, type OutputFormat, type Size } from './limits';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());

/** Where all renditions are kept until exiftool has read them: one process for all files. */
let folder = '';
let kept = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-zoo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function keep(bytes: Uint8Array, extension: string): Promise<void> {
  await writeFile(join(folder, `${kept}.${extension}`), bytes);
  kept += 1;
}

const FORMATS = Object.keys(OUTPUT_FORMATS) as OutputFormat[];

/** A size below that of the larger pictures, so that scaling is judged as well: one that divides theirs, as the judge needs it. */
const SMALLER: Size = 64;
const sizesOf = (side: number): Size[] => (side > SMALLER ? ['full', side % SMALLER === 0 ? SMALLER : 40] : ['full']);

/** What our lossy encoders and scaling add: both blur the hard edges between patches. */
const ENCODED: Nearness = { mean: 3, patch: 1.5 };

/** In smaller squares no patch has a middle that a lossy encoder leaves alone, so there only the PNG is judged. */
const SMALLEST_JUDGED = 64;

/** A page of either is what transparency is seen on; on both, it is right only where the alpha is. JPEG brings its own. */
const GROUNDS = [255, 0];

describe.each(Object.entries(ZOO))('%s', (_family, pictures) => {
  it.each(pictures.map((picture) => [picture.name, picture] as const))('%s', async (_name, picture) => {
    const { avatars, change, served } = await world(records(), {}, thread.decode);
    const upload = { bytes: await picture.file(), fileName: picture.fileName, accepted: picture.accepted };
    if ('refused' in picture) return expect(avatars.replace(change, upload)).rejects.toMatchObject({ code: picture.refused });
    const { format, picture: whole, near, frames } = picture.shows;
    const { avatar } = await avatars.replace(change, upload);
    expect(avatar).toMatchObject({ format, width: whole.width, height: whole.height, ...(frames && { frames }) });
    const square = cutOut(whole, middleOf(whole));
    for (const output of FORMATS) {
      for (const size of sizesOf(square.width)) {
        const bytes = await served({ size, format: output });
        await keep(bytes, output);
        expect(beyondStructure(bytes, output), `in ${size}.${output}`).toEqual([]);
        const rendition = await pixels(bytes);
        const side = size === 'full' ? square.width : size;
        expect(rendition, `${size}.${output}`).toMatchObject({ width: side, height: side });
        if (output !== 'png' && side < SMALLEST_JUDGED) continue;
        const most = output === 'png' && size === 'full' ? near : { mean: near.mean + ENCODED.mean, patch: near.patch + ENCODED.patch };
        for (const ground of output === 'jpg' ? [255] : GROUNDS) {
          const expected = onGround(square, ground);
          expectLike(
            onGround(rendition, ground),
            side === square.width ? expected : reduced(expected, side),
            most,
            `${size}.${output} on ${ground}`,
          );
        }
      }
    }
  });
});

describe('what is served', () => {
  it.runIf(hasExiftool() || process.env.REQUIRE_EXIFTOOL)('has nothing that exiftool knows beyond structure', async () => {
    const { files, found } = await foundByExiftool(folder);
    expect(found).toEqual([]);
    expect(files).toBe(kept);
  });

  it.each([
    ['jpg', 'jpeg'],
    ['png', 'png'],
    ['webp', 'webp'],
    ['avif', 'avif'],
  ] as const)('is looked through by a parser that would find metadata in %s', async (output, format) => {
    const upload = metadataPictures.find((picture) => 'shows' in picture && picture.shows.format === format);
    expect(beyondStructure((await upload?.file()) ?? new Uint8Array(), output).length).toBeGreaterThan(1);
  });
});

function middleOf({ width, height }: Raster) {
  const side = Math.min(width, height);
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), width: side, height: side };
}

function expectLike(actual: Raster, expected: Raster, most: Nearness, what: string): void {
  const { difference, column, row } = worstPatch(actual, expected);
  expect(difference, `CIEDE2000 of ${what} in column ${column}, row ${row}`).toBeLessThanOrEqual(most.patch);
  expect(meanDifference(actual, expected), `mean difference of ${what}`).toBeLessThanOrEqual(most.mean);
}

describe('a mark on nothing', () => {
  /** Of 255: what lossy encoders make of an edge. A fringe of the black that hides behind transparent pixels makes 100 and more. */
  const FRINGE = 32;

  it.each([
    ['white', [255, 255, 255], 255],
    ['black', [0, 0, 0], 0],
  ] as const)('that is %s is not seen on a page of its colour, upright or tilted: it has no fringe', async (_name, colour, ground) => {
    const { avatars, change, served } = await world(records());
    for (const rotate of [0, 30]) {
      await avatars.replace(change, {
        bytes: await fromRaster(mark(colour)).png().toBuffer(),
        crop: { x: 16, y: 16, width: 96, height: 96, rotate },
      });
      for (const output of FORMATS.filter((format) => format !== 'jpg' || ground === 255)) {
        for (const size of ['full', SMALLER, 20] as const) {
          const page = onGround(await pixels(await served({ size, format: output })), ground);
          expect(Math.max(...page.data.map((value) => Math.abs(value - ground))), `${rotate}° ${size}.${output}`).toBeLessThanOrEqual(
            FRINGE,
          );
        }
      }
    }
  });
});
