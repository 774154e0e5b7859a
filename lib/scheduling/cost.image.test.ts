import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeHeader, readStoredSource } from '@/lib/imaging/decode/header';
import type { Source } from '@/lib/imaging/decode/source';
import { validateSize } from '@/lib/imaging/decode/validate';
import { FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import type { Sharp } from '@/lib/imaging/sharp';
import { animation, flat } from '@/testing/animations';
import { fromRaster } from '@/testing/pictures';
import { landscape } from '@/testing/reference';
import { decodingCost } from './cost';

const ALL = Object.keys(FORMATS) as InputFormat[];
const picture = () => fromRaster(landscape(64, 48));
const deep = () => picture().ensureAlpha().toColourspace('rgb16');

const glass = () => picture().ensureAlpha(0.5);

const KINDS: [string, () => Sharp, held: number][] = [
  ['JPEG', () => picture().jpeg(), 2],
  ['progressive JPEG', () => picture().jpeg({ progressive: true }), 6.9],
  ['progressive grey JPEG', () => picture().toColourspace('b-w').jpeg({ progressive: true }), 2.3],
  ['progressive CMYK JPEG', () => picture().toColourspace('cmyk').jpeg({ progressive: true }), 9.2],
  ['PNG', () => picture().png(), 2],
  ['PNG of 16 bits', () => deep().png(), 2],
  ['interlaced PNG', () => picture().png({ progressive: true }), 3.75],
  ['interlaced PNG of 16 bits with alpha', () => deep().png({ progressive: true }), 10],
  ['WebP', () => picture().webp(), 8.5],
  ['lossless WebP', () => picture().webp({ lossless: true }), 8.5],
  ['GIF', () => picture().gif(), 5],
  ['AVIF', () => picture().avif({ effort: 0 }), 19],
  ['AVIF, 4:2:0', () => picture().avif({ effort: 0, chromaSubsampling: '4:2:0' }), 17.5],
  ['AVIF of ten bits', () => picture().avif({ effort: 0, bitdepth: 10 }), 26],
  ['AVIF of ten bits, 4:2:0', () => picture().avif({ effort: 0, bitdepth: 10, chromaSubsampling: '4:2:0' }), 18.75],
  ['AVIF of twelve bits, 4:2:0', () => picture().avif({ effort: 0, bitdepth: 12, chromaSubsampling: '4:2:0' }), 18.75],
  ['AVIF of ten bits with alpha, 4:2:0', () => glass().avif({ effort: 0, bitdepth: 10, chromaSubsampling: '4:2:0' }), 22],
  ['TIFF', () => picture().tiff(), 4.8],
  ['TIFF of 16 bits with alpha', () => deep().tiff({ compression: 'lzw' }), 12.8],
];

function encoderOf(name: string): () => Sharp {
  const [, encode] = KINDS.find(([kind]) => kind === name) ?? [];
  if (!encode) throw new Error(`There is no ${name}`);
  return encode;
}

describe('the estimated memory of decoding', () => {
  it.each(KINDS)('is the same for an upload and for a stored original: %s', async (_name, encode, held) => {
    const bytes = await encode().toBuffer();
    const source = await decodeHeader(bytes, ALL);
    expect(source.bytesPerPixel).toBeCloseTo(held);
    expect(await readStoredSource(bytes, source)).toEqual(source);
    const { width, height } = source;
    expect(decodingCost(source).bytes).toBeCloseTo(width * height * held);
  });

  it('includes a copy for an AVIF with premultiplied alpha', async () => {
    const multiplied = readFileSync('testing/corpus/avif/premultiplied.avif');
    const plain = Buffer.from(multiplied);
    plain.write('free', plain.indexOf('prem'), 'latin1');
    const held = async (bytes: Buffer) => (await decodeHeader(bytes)).bytesPerPixel;
    expect(await held(multiplied)).toBe((await held(plain)) + 4);
    expect(await readStoredSource(multiplied, await decodeHeader(multiplied))).toEqual(await decodeHeader(multiplied));
  });

  it('of an animation depends on the crop, which may be larger than the picture when rotated', async () => {
    const frames = [10, 90].map((grey) => flat(200, 20, [grey, grey, grey, 255]));
    const source = await decodeHeader(await animation(frames, { delays: [100, 100] }));
    const decoded = 200 * 20 * source.bytesPerPixel;
    expect(decodingCost(source).bytes).toBe(decoded + 2 * 20 * 20 * 12);
    expect(decodingCost(source, 155).bytes).toBe(decoded + 2 * 155 * 155 * 12);
  });

  it('of an animation includes one frame and the animated rendition, if the animation is kept', async () => {
    const colours = [10, 80, 150].map((grey) => flat(64, 64, [grey, grey, grey, 255]));
    const bytes = await animation(colours, { delays: [100, 100, 100] });
    const source = await decodeHeader(bytes);
    expect(decodingCost(source).bytes).toBe(64 * 64 * (source.bytesPerPixel + 3 * 12));
    expect(decodingCost({ ...source, frames: 301 }).bytes).toBe(64 * 64 * source.bytesPerPixel);
    const png = await decodeHeader(await animation(colours, { delays: [100, 100, 100], format: 'png' }));
    expect(png).toMatchObject({ frames: 3, bytesPerPixel: 30 });
  });
});

/** Measured as peaks of a process: see docs/decisions/2026-11-25-resource-limits.md. */
describe('an AVIF of more than 8 bits', () => {
  it.each([
    [3681, 5594],
    [6000, 4000],
  ])('is accepted up to 24 megapixels: %i × %i', async (width, height) => {
    const source = await decodeHeader(await encoderOf('AVIF of ten bits, 4:2:0')().toBuffer());
    expect(() => validateSize({ ...source, width, height })).not.toThrow();
  });

  it('is refused above 24 megapixels with advice, and above 17 without chroma subsampling', async () => {
    const source = async (chromaSubsampling: string) =>
      decodeHeader(await picture().avif({ effort: 0, bitdepth: 10, chromaSubsampling }).toBuffer());
    const refusal = (millions: number) =>
      `Expected at most ${millions} million of AVIF stored like this. Make it smaller, or save it as a baseline JPEG.`;
    const [halved, full] = [await source('4:2:0'), await source('4:4:4')];
    expect(() => validateSize({ ...halved, width: 6001, height: 4000 })).toThrow(refusal(24));
    expect(() => validateSize({ ...full, width: 3681, height: 5594 })).toThrow(refusal(17));
  });
});

describe('a picture that needs too much memory', () => {
  const of = async (encode: () => Sharp): Promise<Source> => decodeHeader(await encode().toBuffer(), ALL);
  /** The largest photo that phones take. */
  const PHONE = { width: 8160, height: 6144 };

  it.each(['progressive JPEG', 'interlaced PNG', 'WebP', 'GIF'])(
    'is not a phone photo: a %s of 50 million pixels is accepted',
    async (name) => {
      const source = await of(encoderOf(name));
      expect(() => validateSize({ ...source, ...PHONE })).not.toThrow();
    },
  );

  it.each([
    ['PNG', 'interlaced PNG of 16 bits with alpha', 45],
    ['JPEG', 'progressive JPEG', 65],
    ['WebP', 'lossless WebP', 52],
    ['AVIF', 'AVIF', 23],
    ['TIFF', 'TIFF of 16 bits with alpha', 35],
  ])('is refused with the limit of its format: %s (%s)', async (label, name, millions) => {
    const source = await of(encoderOf(name));
    validateSize({ ...source, width: (1_000_000 * millions) / 10_000, height: 10_000 });
    const message = `The picture has 9000 × 9000 pixels, 81 million in all. Expected at most ${millions} million of ${label} stored like this.`;
    expect(() => validateSize({ ...source, width: 9000, height: 9000 })).toThrow(message);
  });

  it('is refused above 50 million pixels as a HEIC, and above 90 million in any format', async () => {
    const source = await of(() => picture().jpeg());
    validateSize({ ...source, width: 9000, height: 10_000 });
    expect(() => validateSize({ ...source, width: 9001, height: 10_000 })).toThrow('Expected at most 90 million.');
    validateSize({ ...source, format: 'heic', width: 8064, height: 6048 });
    expect(() => validateSize({ ...source, format: 'heic', width: 9000, height: 6000 })).toThrow('at most 50 million of HEIC');
  });
});
