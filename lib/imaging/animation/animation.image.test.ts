import { describe, expect, it } from 'vitest';
import { animation, flat, play } from '@/testing/animations';
import { sampledRows } from '@/testing/effort';
import { pixelAt } from '@/testing/pictures';
import { compare, landscape, type Raster, referenceCrop, storedFor } from '@/testing/reference';
import { decodeHeader } from '../decode/header';
import { encodeAnimation } from '../encode/encoders';
import { resolveCrop } from '../geometry/crop';
import { animationSide } from '../sizes';
import type { Crop } from '../types';
import { cropAnimation } from './animation';

const [RED, GREEN, BLUE] = [
  [200, 30, 30],
  [30, 160, 30],
  [30, 30, 200],
] as const;

const colours = [RED, GREEN, BLUE].map((colour) => flat(80, 60, colour));

/** Renders an upload as an animated WebP of this size. */
async function moving(upload: Buffer, crop?: Crop, size: 64 | 128 | 256 | 512 = 512) {
  const source = await decodeHeader(upload);
  return play(await encodeAnimation(await cropAnimation(upload, source, resolveCrop(source, crop)), size));
}

describe.each(['gif', 'webp', 'png'] as const)('an animation uploaded as %s', (format) => {
  it('keeps its frames, their delays and its loop count', async () => {
    const upload = await animation(colours, { delays: [100, 250, 40], loop: 3, format });
    const shown = await moving(upload);
    expect(shown).toMatchObject({ delays: [100, 250, 40], loop: 3 });
    expect(shown.frames.map(({ width, height }) => [width, height])).toEqual([
      [60, 60],
      [60, 60],
      [60, 60],
    ]);
    for (const [at, colour] of [RED, GREEN, BLUE].entries()) expectColour(shown.frames[at], colour);
  });

  it('is cropped equally in every frame', async () => {
    const frames = colours.map((_frame, at) => shifted(landscape(240, 160), at * 5));
    const crop = { x: 60, y: 20, width: 120, height: 120, rotate: 0 };
    const shown = await moving(await animation(frames, { delays: [100, 100, 100], format }), crop);
    for (const [at, frame] of shown.frames.entries()) expectLike(frame, referenceCrop(frames[at] as Raster, crop, 120), format);
  });

  it.each(sampledRows(3, [33, 90, 180]))('is rotated by %i degrees in every frame', async (rotate) => {
    const frames = colours.map((_frame, at) => shifted(landscape(240, 160), at * 5));
    const crop = resolveCrop({ width: 240, height: 160 }, { x: 40, y: 40, width: 100, height: 100, rotate });
    const shown = await moving(await animation(frames, { delays: [100, 100, 100], format }), crop);
    for (const [at, frame] of shown.frames.entries()) expectLike(frame, referenceCrop(frames[at] as Raster, crop, 100), format);
  });

  it('is rotated with all its corners, in larger frames', async () => {
    const frames = colours.map((_frame, at) => shifted(landscape(200, 200), at * 5));
    const crop = resolveCrop({ width: 200, height: 200 }, { x: 0, y: 0, width: 282, height: 282, rotate: 45 });
    const shown = await moving(await animation(frames, { delays: [100, 100, 100], format }), crop);
    for (const [at, frame] of shown.frames.entries()) expectLike(frame, referenceCrop(frames[at] as Raster, crop, 282), format);
  });

  it('is never enlarged, and scaled down for smaller sizes', async () => {
    const upload = await animation(colours, { delays: [100, 100, 100], format });
    expect((await moving(upload, undefined, 512)).frames[0]).toMatchObject({ width: 60 });
    const large = colours.map((_frame, at) => flat(300, 300, [40 * at, 90, 90]));
    expect((await moving(await animation(large, { delays: [90, 90, 90], format }), undefined, 64)).frames[0]).toMatchObject({ width: 64 });
  });
});

it('an animated WebP with EXIF orientation 6 is upright in every frame, also when it is rotated', async () => {
  const frames = colours.map((_frame, at) => shifted(landscape(240, 160), at * 5));
  for (const rotate of [0, 20]) {
    const upload = await animation(
      frames.map((frame) => storedFor(frame, 6)),
      { delays: [100, 100, 100], format: 'webp', orientation: 6 },
    );
    const crop = { x: 60, y: 40, width: 100, height: 100, rotate };
    const shown = await moving(upload, crop);
    for (const [at, frame] of shown.frames.entries()) expectLike(frame, referenceCrop(frames[at] as Raster, crop, 100), 'webp');
  }
});

it('a loop count above the WebP maximum becomes that maximum', async () => {
  const upload = await animation(colours, { delays: [100, 100, 100], loop: 4_000_000_000, format: 'png' });
  expect(await moving(upload)).toMatchObject({ loop: 65_535 });
});

it('an animation keeps the transparent pixels of each frame', async () => {
  const frames = [flat(60, 60, [200, 30, 30, 255], [0, 0, 0, 0]), flat(60, 60, [0, 0, 0, 0], [30, 30, 200, 255])];
  const shown = await moving(await animation(frames, { delays: [100, 100] }));
  expect(shown.frames.map((frame) => [pixelAt(frame, 30, 10)[3], pixelAt(frame, 30, 50)[3]])).toEqual([
    [255, 0],
    [0, 255],
  ]);
});

describe.each(['gif', 'webp', 'png'] as const)('unrelated frames of a %s', (format) => {
  const [white, black, nothing] = [
    [255, 255, 255, 255],
    [0, 0, 0, 255],
    [0, 0, 0, 0],
  ];
  const upload = () =>
    animation(
      [white, black, nothing, white].map((colour) => flat(700, 700, colour)),
      { delays: [500, 500, 500, 500], format },
    );
  const crops: [string, Crop][] = [
    ['uncropped', { x: 0, y: 0, width: 700, height: 700, rotate: 0 }],
    ['cropped', { x: 20, y: 35, width: 633, height: 633, rotate: 0 }],
    ['rotated by 90 degrees', { x: 20, y: 35, width: 633, height: 633, rotate: 90 }],
    ['rotated by 20 degrees', { x: 250, y: 250, width: 400, height: 400, rotate: 20 }],
  ];

  it.each(sampledRows(2, crops))('do not bleed into one another in any size: %s', async (_what, crop) => {
    const bytes = await upload();
    const source = await decodeHeader(bytes);
    const animation = await cropAnimation(bytes, source, crop);
    for (const size of [512, 256, 100, 20] as const) {
      const { frames } = await play(await encodeAnimation(animation, size));
      for (const [at, colour] of [white, black, nothing, white].entries()) expectEdges(frames[at], colour);
    }
  });
});

it('longer animations get smaller frames, so that memory stays constant', () => {
  expect([1, 40, 91, 150, 300].map((frames) => animationSide(frames, 2000))).toEqual([512, 512, 512, 400, 282]);
  expect(animationSide(300, 64)).toBe(64);
});

/** Shifts the picture to the right by this many pixels. */
function shifted({ data, width, height, channels }: Raster, by: number): Raster {
  const moved = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const row = data.subarray(y * width * channels, (y + 1) * width * channels);
    moved.set(row.subarray(0, (width - by) * channels), (y * width + by) * channels);
  }
  return { data: moved, width, height, channels };
}

/** A GIF has 256 colours and WebP is lossy, so this only checks that each frame is the right one at the right position. */
function expectLike(frame: Raster, expected: Raster, format: 'gif' | 'webp' | 'png'): void {
  const { offset, best } = compare(frame, expected);
  expect(offset).toEqual({ x: 0, y: 0 });
  expect(best).toBeLessThan(format === 'gif' ? 9 : 5);
}

function expectColour(frame: Raster | undefined, colour: readonly number[]): void {
  if (!frame) throw new Error('A frame is missing');
  const off = colour.map((value, channel) => Math.abs(value - (pixelAt(frame, 30, 30)[channel] ?? 0)));
  expect(Math.max(...off)).toBeLessThan(8);
}

/** Checks the first and the last row. Lossy encoding may change a plain colour by one or two. */
function expectEdges(frame: Raster | undefined, colour: readonly number[]): void {
  if (!frame) throw new Error('A frame is missing');
  for (const y of [0, frame.height - 1]) {
    for (const x of [0, frame.width >> 1, frame.width - 1]) {
      const [r = 0, g = 0, b = 0, alpha = 255] = pixelAt(frame, x, y);
      expect(alpha).toBe(colour[3]);
      if (alpha > 0) for (const [at, value] of [r, g, b].entries()) expect(Math.abs(value - (colour[at] ?? 0))).toBeLessThanOrEqual(2);
    }
  }
}
