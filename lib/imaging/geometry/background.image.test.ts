import { describe, expect, it } from 'vitest';
import { animation, play } from '@/testing/animations';
import { fromRaster, photo, pixelAt, pixels, plain } from '@/testing/pictures';
import { compare, landscape, type Raster, referenceCrop } from '@/testing/reference';
import { decodeHeader } from '../decode/header';
import { deadlineIn } from '../decode/pixels';
import { renderAll, renderFromOriginal } from '../encode/render';
import { OUTPUT_FORMATS, type OutputFormat } from '../media-types';
import type { Crop, Framing } from '../types';
import { resolveCrop } from './crop';
import { cropPixels } from './extract';

const at = (x: number, y: number, side: number, rest: Partial<Crop> = {}): Crop => ({
  x,
  y,
  width: side,
  height: side,
  rotate: 0,
  ...rest,
});

/** A rendition of a framed upload. */
async function rendition(upload: Uint8Array, framing: Framing, format: OutputFormat, size: 'full' | 128 = 'full'): Promise<Raster> {
  const source = await decodeHeader(upload);
  const { appearance } = await renderAll(source.bytes, source, framing, deadlineIn());
  const name = { key: 'k', size, format, still: true };
  return pixels(await renderFromOriginal(source.bytes, { ...source, ...appearance, ...framing }, name, deadlineIn()));
}

/** Colours within what lossy encoders change. */
function expectNear(found: readonly number[], expected: readonly number[], most = 8): void {
  expect(Math.max(...expected.map((value, channel) => Math.abs(value - (found[channel] ?? 255)))), `${found}`).toBeLessThanOrEqual(most);
}

const [RED, GREEN, CLEAR, WHITE] = [
  [200, 40, 40, 255],
  [32, 160, 64, 255],
  [0, 0, 0, 0],
  [255, 255, 255, 255],
];

describe.each(Object.keys(OUTPUT_FORMATS) as OutputFormat[])('the margin of a picture as %s', (format) => {
  const hasAlpha = format !== 'jpg';

  it.each([
    ['left', at(-30, 10, 60), [5, 30], [50, 30]],
    ['above', at(10, -30, 60), [30, 5], [30, 50]],
    ['right', at(50, 10, 60), [55, 30], [10, 30]],
    ['below', at(10, 50, 60), [30, 55], [30, 10]],
    ['all around', at(-80, -80, 240), [10, 10], [120, 120]],
    ['all around, rotated', at(-80, -80, 240, { rotate: 20 }), [10, 10], [137, 137]],
  ])('%s has the background', async (_where, crop, [marginX = 0, marginY = 0], [insideX = 0, insideY = 0]) => {
    const red = await plain(80, 80, RED.slice(0, 3));
    for (const [background, expected] of [
      ['#20a040', GREEN],
      ['transparent', hasAlpha ? CLEAR : WHITE],
      ['blur', RED],
    ] as const) {
      const shown = await rendition(red, { crop, background }, format);
      expect(shown).toMatchObject({ width: crop.width, height: crop.width });
      expectNear(pixelAt(shown, marginX, marginY), expected);
      expectNear(pixelAt(shown, insideX, insideY), RED);
    }
  });
});

describe('the colour of a background', () => {
  it('does not fill a square within the picture, whose transparent pixels stay', async () => {
    const rotated = { crop: at(0, 0, 112, { rotate: 45 }), background: '#20a040' };
    const red = await plain(80, 80, RED.slice(0, 3));
    expect(pixelAt(await rendition(red, rotated, 'png'), 1, 1)).toEqual(CLEAR);
    expectNear(pixelAt(await rendition(red, rotated, 'jpg'), 1, 1), GREEN);
  });

  it('fills transparent pixels of the picture itself in a square with a margin', async () => {
    const shown = await rendition(await plain(40, 20, CLEAR), { crop: at(0, -10, 40), background: '#20a040' }, 'png');
    for (const [x, y] of [
      [20, 2],
      [20, 20],
    ] as const)
      expect(pixelAt(shown, x, y)).toEqual(GREEN.slice(0, 3));
  });
});

describe('a blurred background', () => {
  /** Red on the left, green on the right. */
  const halves = () =>
    fromRaster({
      data: Uint8Array.from({ length: 200 * 50 * 3 }, (_v, n) => ((n / 3) % 200 < 100 ? RED : GREEN)[n % 3] ?? 0),
      width: 200,
      height: 50,
      channels: 3,
    })
      .png()
      .toBuffer();

  it.each<[string, Partial<Crop>, number[][]]>([
    ['as it is', {}, [RED, RED, GREEN, GREEN]],
    ['mirrored', { flip: true }, [GREEN, GREEN, RED, RED]],
    ['upside down', { rotate: 180 }, [GREEN, GREEN, RED, RED]],
    ['on its side', { rotate: 90 }, [RED, GREEN, RED, GREEN]],
  ])('is the middle of the picture, %s, up to every edge', async (_how, change, [topLeft, bottomLeft, topRight, bottomRight]) => {
    const isSideways = change.rotate === 90;
    const crop = isSideways ? at(-75, 0, 200, change) : at(0, -75, 200, change);
    const shown = await rendition(await halves(), { crop, background: 'blur' }, 'png');
    expect(shown.channels).toBe(3);
    const near = (corner: number[] | undefined) => (corner ?? []).slice(0, 3);
    expectNear(pixelAt(shown, 0, 0), near(topLeft), 12);
    expectNear(pixelAt(shown, 0, 199), near(bottomLeft), 12);
    expectNear(pixelAt(shown, 199, 0), near(topRight), 12);
    expectNear(pixelAt(shown, 199, 199), near(bottomRight), 12);
    const middles = [20, 50, 80, 100, 120, 150, 180].map(
      (along) => pixelAt(shown, isSideways ? 10 : along, isSideways ? along : 10)[0] ?? 0,
    );
    const isMonotonic = middles.every((red, n) => n === 0 || Math.abs(red - (middles[n - 1] ?? 0)) < 90);
    expect(isMonotonic, `${middles}`).toBe(true);
  });

  it('fills transparent pixels of the picture too, and has itself none', async () => {
    const shown = await rendition(await plain(40, 40, CLEAR), { crop: at(0, 0, 40), background: 'blur' }, 'png');
    expect(shown.channels).toBe(3);
    expectNear(pixelAt(shown, 20, 20), WHITE.slice(0, 3));
  });

  it('leaves the pixels of the picture as they are', async () => {
    const upload = await photo(300, 200, 6);
    const source = await decodeHeader(upload);
    const crop = at(-20, -70, 340, { flip: true });
    const shown = await rendition(upload, { crop, background: 'blur' }, 'png');
    const cropped = await cropPixels(upload, source, crop, 340);
    const inside = (raster: Raster) =>
      [
        [30, 75],
        [150, 170],
        [310, 260],
      ].map(([x = 0, y = 0]) => pixelAt(raster, x, y).slice(0, 3));
    expect(inside(shown)).toEqual(inside(cropped));
  });
});

it.each([
  ['a line', 9000, 1],
  ['a single pixel', 1, 1],
])('%s is shown in the largest square around it', async (_what, width, height) => {
  const upload = await plain(width, height, RED.slice(0, 3));
  const side = 8 * Math.max(width, height);
  const crop = resolveCrop({ width, height }, at((width - side) / 2, (height - side) / 2, side));
  const size = Math.min(1024, side);
  expect(await cropPixels(upload, { width, height }, crop, 1024)).toMatchObject({ width: size, height: size });
  const blurred = await rendition(upload, { crop, background: 'blur' }, 'png', 128);
  expectNear(pixelAt(blurred, 0, 0), RED.slice(0, 3));
});

describe.each(['gif', 'webp', 'png'] as const)('an animation uploaded as %s', (format) => {
  const frames = [landscape(240, 120), landscape(240, 120)].map((frame, n) => ({
    ...frame,
    data: frame.data.map((value) => value - 20 * n),
  }));

  it.each([
    ['#20a040', (margin: number[]) => expectNear(margin, GREEN.slice(0, 3), 10)],
    ['transparent', (margin: number[]) => expect(margin).toEqual(CLEAR)],
    ['blur', (margin: number[]) => expect(margin[3]).toBe(255)],
  ])('is mirrored with a margin of %s in every frame', async (background, expectMargin) => {
    const upload = await animation(frames, { delays: [300, 300], format });
    const source = await decodeHeader(upload);
    const crop = at(-20, -80, 280, { flip: true });
    const { appearance, renditions } = await renderAll(source.bytes, source, { crop, background }, deadlineIn());
    expect(appearance.animation).toBe('kept');
    const shown = await play(renditions.find(({ size, still }) => size === 512 && !still)?.bytes ?? Buffer.of());
    expect(shown.frames).toHaveLength(2);
    for (const [n, frame] of shown.frames.entries()) {
      const { offset, best } = compare(frame, referenceCrop(frames[n] as Raster, crop, 280));
      expect(offset).toEqual({ x: 0, y: 0 });
      expect(best).toBeLessThan(format === 'gif' ? 9 : 5);
      for (const [x, y] of [
        [5, 5],
        [275, 275],
        [140, 10],
      ] as const)
        expectMargin(pixelAt(frame, x, y));
    }
  });
});
