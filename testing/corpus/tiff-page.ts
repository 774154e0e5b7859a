import { deflateSync } from 'node:zlib';
import type { Raster } from '../reference';
import { chart, colourAt, greys, luma, patchAt, withFadingAlpha } from './chart';
import { INKS } from './cmyk';
import type { Nearness } from './picture';
import { type ByteOrder, encodeTiff, LONG, RGB, type TiffPage } from './tiff-codec';

// The chart of 64 × 64 pixels as TIFF samples, for variants that differ in a few fields.

export const SIDE = 64;
export const CHART = chart(SIDE, SIDE);
export const GREY_CHART = greys(CHART);
export const CLEAR_CHART = withFadingAlpha(CHART);
export const TWO_TONES = greys(CHART, 2);

/** A TIFF that must be decoded, in addition to the corpus: the expected picture and its tolerance. */
export interface TiffVariant {
  name: string;
  file: () => Buffer | Promise<Buffer>;
  shows?: Raster;
  near?: Nearness;
}

type Samples = TiffPage['at'];

export const rgb: Samples = (x, y) => colourAt(CHART, x, y);
export const grey: Samples = (x, y) => [luma(colourAt(CHART, x, y))];
export const inks: Samples = (x, y) => INKS[patchAt(SIDE, x, y)] ?? [];
export const invertedGrey: Samples = (x, y) => grey(x, y).map((value) => 255 - value);
export const patch: Samples = (x, y) => [patchAt(SIDE, x, y)];
export const bits: Samples = (x, y) => [luma(colourAt(CHART, x, y)) > 127 ? 1 : 0];
export const alphaAt = (x: number, y: number): number => CLEAR_CHART.data[(y * SIDE + x) * 4 + 3] ?? 0;

/** Adds a sample to each pixel. */
export const and =
  (samples: Samples, extra: (x: number, y: number) => number): Samples =>
  (x, y) => [...samples(x, y), extra(x, y)];

/** Premultiplies the samples with alpha, and appends alpha. */
export const multiplied =
  (samples: Samples, most = 255): Samples =>
  (x, y) => [...samples(x, y).map((value) => Math.round((value * alphaAt(x, y)) / 255)), (alphaAt(x, y) * most) / 255];

export const scaled =
  (samples: Samples, factor: number): Samples =>
  (x, y) =>
    samples(x, y).map((value) => Math.round(value * factor));

export const to16 = (samples: Samples): Samples => scaled(samples, 257);

export const page = (fields: Partial<TiffPage> = {}): TiffPage => ({
  width: SIDE,
  height: SIDE,
  depth: 8,
  photometric: RGB,
  at: rgb,
  ...fields,
});
export const written = (fields: Partial<TiffPage> = {}, order?: ByteOrder): Buffer => encodeTiff([page(fields)], order);

export const DEFLATE = { code: 8, encode: (block: Buffer): Buffer => deflateSync(block) };
/** One compressed stream for the whole picture, whatever its samples are. */
export const stream = (code: number, bytes: Uint8Array) => ({ code, encode: () => Buffer.from(bytes) });

/** Sets the offset of the next IFD. */
export function withNext(tiff: Buffer, offset: number): Buffer {
  tiff.writeUInt32LE(offset, 8 + 2 + tiff.readUInt16LE(8) * 12);
  return tiff;
}

/** Old-style JPEG, deprecated in 1995: the data lies outside the strips, at an offset given in separate fields. */
export function oldJpeg(jpeg: Buffer, photometric: number, tile?: number): Buffer {
  const at = (offset: number) =>
    written({
      ...{ photometric, tile, compression: stream(6, jpeg) },
      fields: { 512: [3, [1]], 513: [LONG, [offset]], 514: [LONG, [jpeg.length]], 530: [3, [1, 1]] },
    });
  return at(at(0).indexOf(jpeg));
}
