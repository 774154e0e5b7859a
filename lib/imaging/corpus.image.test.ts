import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Upload } from '@/lib/avatars/change';
import { createHeicThread } from '@/lib/decoders/heic';
import { play } from '@/testing/animations';
import { CORPUS } from '@/testing/corpus';
import { logo } from '@/testing/corpus/alpha';
import { extractSquare, middleSquare, onBackground } from '@/testing/corpus/comparison';
import { addTolerance, expectLike } from '@/testing/corpus/expect';
import { metadataPictures } from '@/testing/corpus/metadata';
import type { Moving, Nearness, Shown } from '@/testing/corpus/picture';
import { IS_THOROUGH, sampledRows } from '@/testing/effort';
import { embeddedData } from '@/testing/embedded-data';
import { foundByExiftool, hasExiftool } from '@/testing/exiftool';
import { sharedRecords } from '@/testing/memory/records';
import { fromRaster, pixels } from '@/testing/pictures';
import type { Raster } from '@/testing/reference';
import { type World, world } from '@/testing/world';
import { OUTPUT_FORMATS, type OutputFormat } from './media-types';
import { sharp } from './sharp';
import { PREVIEW_SIDE, type Size } from './sizes';

const records = sharedRecords();
const thread = createHeicThread();
afterAll(() => thread.close());

/** All renditions stay here until exiftool has read them in a single process. */
let folder = '';
let kept = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-corpus-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function keep(bytes: Uint8Array, extension: string): Promise<void> {
  await writeFile(join(folder, `${kept}.${extension}`), bytes);
  kept += 1;
}

const FORMATS = Object.keys(OUTPUT_FORMATS) as OutputFormat[];

/** A size below that of the larger pictures, to test scaling. It divides their size because the comparison needs whole patches. */
const SMALLER: Size = 64;
const sizesOf = (side: number): Size[] => (side > SMALLER ? ['full', side % SMALLER === 0 ? SMALLER : 40] : ['full']);

/** Renditions that a short run compares, but for the first picture of each family: one lossless format, and one that is scaled. */
const isCompared = (size: Size, format: OutputFormat) => (format === 'png' && size === 'full') || format === 'webp';

/** Error added by our lossy encoders and by scaling: both blur the hard edges between patches. */
const ENCODED: Nearness = { mean: 3, patch: 1.5 };

/** In smaller squares, lossy encoding blurs every patch to its middle, so only the PNG is compared. */
const SMALLEST_COMPARED = 64;

/** Previews are temporary and must be fast, so they are encoded at low effort. */
const PREVIEW: Nearness = { mean: 4, patch: 2.5 };

/** Animated renditions are compressed more: every page that shows the person loads all of their frames. */
const MOVING: Nearness = { mean: 6, patch: 2.5 };

describe.each(Object.entries(CORPUS))('%s', (_family, pictures) => {
  const rows = pictures.map((picture, index) => [picture.name, picture, index] as const);
  it.each(sampledRows(5, rows))('%s', async (_name, picture, index) => {
    const person = await world(records(), {}, { heic: thread.decode });
    const { avatars, change } = person;
    const upload = { bytes: await picture.file(), fileName: picture.fileName, accepted: picture.accepted };
    if ('refused' in picture) return expect(avatars.replace(change, upload)).rejects.toMatchObject({ code: picture.refused });
    const { format, picture: whole, frames, moves } = picture.shows;
    await expectPreview(person, upload, picture.shows);
    const { avatar } = await avatars.replace(change, upload);
    expect(avatar).toMatchObject({ format, width: whole.width, height: whole.height, ...(frames && { frames }) });
    await expectServed(person, picture.shows, IS_THOROUGH || index === 0 ? () => true : isCompared);
    if (typeof moves === 'string') expect(avatar).toMatchObject({ animation: 'dropped', animationDropped: moves });
    else if (moves) await expectMoving(person, picture.shows, moves);
  });
});

/** Browsers that cannot decode an upload crop on the preview, so the preview must match the saved picture. */
async function expectPreview({ avatars, change }: World, upload: Upload, { picture: whole, near }: Shown): Promise<void> {
  const { bytes, width, height } = await avatars.preview(change, upload);
  expect({ width, height }).toEqual({ width: whole.width, height: whole.height });
  const preview = await pixels(bytes);
  const middle = middleSquare(whole);
  if (Math.max(width, height) > PREVIEW_SIDE) expect(Math.max(preview.width, preview.height)).toBe(PREVIEW_SIDE);
  else if (middle.width >= SMALLEST_COMPARED)
    expectLike(extractSquare(preview, middle), extractSquare(whole, middle), addTolerance(near, PREVIEW), 'the preview');
}

/** Every format serves the first frame. For a still picture, the still variant equals the picture itself. */
async function expectServed({ served, state }: World, { picture: whole, near }: Shown, compared: typeof isCompared): Promise<void> {
  const square = extractSquare(whole, middleSquare(whole));
  const moving = (await state()).avatar?.animation === 'kept';
  for (const output of FORMATS) {
    for (const size of sizesOf(square.width)) {
      if (!compared(size, output)) continue;
      const bytes = await served({ size, format: output, still: output === 'webp' && moving });
      if (output === 'webp' && !moving) expect(Buffer.compare(await served({ size, format: output, still: true }), bytes)).toBe(0);
      await keep(bytes, output);
      expect(embeddedData(bytes, output), `in ${size}.${output}`).toEqual([]);
      expect(await framesOf(bytes), `frames of ${size}.${output}`).toBe(1);
      const rendition = await pixels(bytes);
      const side = size === 'full' ? square.width : size;
      expect(rendition, `${size}.${output}`).toMatchObject({ width: side, height: side });
      if (output !== 'png' && side < SMALLEST_COMPARED) continue;
      const most = output === 'png' && size === 'full' ? near : addTolerance(near, ENCODED);
      expectLike(rendition, square, most, `${size}.${output}`, output === 'jpg' ? 'white' : 'both');
    }
  }
}

/** Checks every frame of an animation and its delay. */
async function expectMoving({ served }: World, { picture: whole, near }: Shown, { frames, delays, loop }: Moving): Promise<void> {
  const middle = middleSquare(whole);
  for (const size of sizesOf(middle.width)) {
    const bytes = await served({ size, format: 'webp' });
    await keep(bytes, 'webp');
    expect(embeddedData(bytes, 'webp'), `in ${size}.webp`).toEqual([]);
    const played = await play(bytes);
    expect(played).toMatchObject({ delays, loop, frames: frames.map(() => ({ width: size === 'full' ? middle.width : size })) });
    for (const [index, frame] of played.frames.entries()) {
      expectLike(frame, extractSquare(frames[index] as Raster, middle), addTolerance(near, MOVING), `frame ${index} of ${size}.webp`);
    }
  }
}

async function framesOf(bytes: Uint8Array): Promise<number> {
  return (await sharp(bytes, { animated: true }).metadata()).pages ?? 1;
}

describe('a served rendition', () => {
  it.runIf(hasExiftool() || process.env.REQUIRE_EXIFTOOL)('has no metadata that exiftool can find', async () => {
    const { files, found } = await foundByExiftool(folder);
    expect(found).toEqual([]);
    expect(files).toBe(kept);
  });

  it.each([
    ['jpg', 'jpeg'],
    ['png', 'png'],
    ['webp', 'webp'],
    ['avif', 'avif'],
  ] as const)('in %s is checked by a parser that does find metadata in an upload', async (output, format) => {
    const upload = metadataPictures.find((picture) => 'shows' in picture && picture.shows.format === format);
    expect(embeddedData((await upload?.file()) ?? new Uint8Array(), output).length).toBeGreaterThan(1);
  });
});

describe('a logo on a transparent background', () => {
  /** Of 255: deviation that lossy encoders cause at an edge. Black bleeding in from behind transparent pixels causes 100 and more. */
  const FRINGE = 32;

  it.each([
    ['white', [255, 255, 255], 255],
    ['black', [0, 0, 0], 0],
  ] as const)('that is %s has no visible fringe on a page of its own colour, upright or rotated', async (_name, colour, background) => {
    const { avatars, change, served } = await world(records());
    for (const rotate of [0, 30]) {
      await avatars.replace(change, {
        bytes: await fromRaster(logo(colour)).png().toBuffer(),
        crop: { x: 16, y: 16, width: 96, height: 96, rotate },
      });
      for (const output of FORMATS.filter((format) => format !== 'jpg' || background === 255)) {
        for (const size of ['full', SMALLER, 20] as const) {
          const page = onBackground(await pixels(await served({ size, format: output })), background);
          expect(Math.max(...page.data.map((value) => Math.abs(value - background))), `${rotate}° ${size}.${output}`).toBeLessThanOrEqual(
            FRINGE,
          );
        }
      }
    }
  });
});
