import type { InputFormat } from '@/lib/imaging/media-types';
import { fromRaster } from '../pictures';
import { storedFor } from '../reference';
import { chart, colourAt, greys, luma, PATCHES, patchAt, withFadingAlpha } from './chart';
import { INKS, PRINTED_CHART } from './cmyk';
import { ADOBE_RGB, DISPLAY_P3, inSpace, rgbProfile } from './icc';
import { type CorpusPicture, EXACT, LOSSY, ROUNDED, type Shown } from './picture';
import { BLACK_IS_ZERO, type ByteOrder, CMYK, encodeTiff, PALETTE, RGB, type TiffPage, WHITE_IS_ZERO } from './tiff-codec';

/** Formats of the only API that accepts TIFF. */
const ACCEPTED: readonly InputFormat[] = ['jpeg', 'png', 'gif', 'webp', 'avif', 'heic', 'tiff'];

const picture = chart(96, 64);
const square = chart(64, 64);
const clear = withFadingAlpha(picture);
const shows: Shown = { format: 'tiff', picture, near: EXACT };

const rgb = (x: number, y: number) => colourAt(picture, x, y);
const alphaAt = (x: number, y: number) => clear.data[(y * clear.width + x) * 4 + 3] ?? 0;
const wide = (values: readonly number[]) => values.map((value) => value * 257);

const page = (fields: Partial<TiffPage>): TiffPage => ({ width: 96, height: 64, depth: 8, photometric: RGB, at: rgb, ...fields });
const written = (fields: Partial<TiffPage>, order?: ByteOrder) => encodeTiff([page(fields)], order);

/** A grey TIFF of this bit depth. */
function greyOf(depth: number, photometric: number): CorpusPicture {
  const most = 2 ** depth - 1;
  const share = (x: number, y: number) => Math.round((luma(rgb(x, y)) * most) / 255);
  return {
    name: `TIFF, grey, ${depth} bits, ${photometric === WHITE_IS_ZERO ? 'white is zero' : 'black is zero'}`,
    file: () => written({ depth, photometric, at: (x, y) => [photometric === WHITE_IS_ZERO ? most - share(x, y) : share(x, y)] }),
    shows: { ...shows, picture: greys(picture, Math.min(256, most + 1)) },
  };
}

const indexed = (depth: number) =>
  encodeTiff([{ width: 64, height: 64, depth, photometric: PALETTE, palette: PATCHES, at: (x, y) => [patchAt(64, x, y)] }]);

/** The last sample of each pixel is alpha. */
const multiplied = (x: number, y: number) => [...rgb(x, y).map((value) => Math.round((value * alphaAt(x, y)) / 255)), alphaAt(x, y)];

const inSpaceOf = (space: typeof DISPLAY_P3, most: number) => (x: number, y: number) =>
  inSpace(rgb(x, y), space).map((share) => Math.round(share * most));

const COMPRESSIONS = {
  none: EXACT,
  lzw: EXACT,
  deflate: EXACT,
  packbits: EXACT,
  jpeg: LOSSY,
  webp: LOSSY,
} as const;

const orientations = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation): CorpusPicture => {
  const stored = storedFor(picture, orientation);
  return {
    name: `TIFF, orientation ${orientation}`,
    file: () => written({ width: stored.width, height: stored.height, at: (x, y) => colourAt(stored, x, y), orientation }),
    shows,
  };
});

const variants: CorpusPicture[] = [
  ...Object.entries(COMPRESSIONS).map(
    ([compression, near]): CorpusPicture => ({
      name: `TIFF, compression ${compression}`,
      file: () =>
        fromRaster(picture)
          .tiff({ compression: compression as keyof typeof COMPRESSIONS, quality: 95 })
          .toBuffer(),
      shows: { ...shows, near },
    }),
  ),
  {
    name: 'TIFF in tiles, with a predictor and a pyramid',
    file: () =>
      fromRaster(picture)
        .tiff({ compression: 'lzw', predictor: 'horizontal', tile: true, tileWidth: 16, tileHeight: 16, pyramid: true })
        .toBuffer(),
    shows,
  },
  { name: 'TIFF, least significant byte first', file: () => written({}, 'II'), shows },
  { name: 'TIFF, most significant byte first', file: () => written({}, 'MM'), shows },
  { name: 'TIFF, BigTIFF', file: () => fromRaster(picture).tiff({ compression: 'lzw', bigtiff: true }).toBuffer(), shows },
  { name: 'TIFF in planes', file: () => written({ planes: true }), shows },
  { name: 'TIFF, 16 bits', file: () => written({ depth: 16, at: (x, y) => wide(rgb(x, y)) }), shows },
  { name: 'TIFF, 16 bits, most significant byte first', file: () => written({ depth: 16, at: (x, y) => wide(rgb(x, y)) }, 'MM'), shows },
  ...[1, 2, 4, 8, 16].flatMap((depth) => [greyOf(depth, BLACK_IS_ZERO), greyOf(depth, WHITE_IS_ZERO)]),
  ...[4, 8].map(
    (depth): CorpusPicture => ({
      name: `TIFF, palette, ${depth} bits`,
      file: () => indexed(depth),
      shows: { ...shows, picture: square },
    }),
  ),
  {
    name: 'TIFF, alpha',
    file: () => written({ alpha: 'unassociated', at: (x, y) => [...rgb(x, y), alphaAt(x, y)] }),
    shows: { ...shows, picture: clear },
  },
  {
    name: 'TIFF, alpha, 16 bits',
    file: () => written({ alpha: 'unassociated', depth: 16, at: (x, y) => wide([...rgb(x, y), alphaAt(x, y)]) }),
    shows: { ...shows, picture: clear },
  },
  {
    name: 'TIFF, premultiplied alpha',
    file: () => written({ alpha: 'premultiplied', at: multiplied }),
    shows: { ...shows, picture: clear, near: ROUNDED },
  },
  {
    name: 'TIFF, grey with alpha',
    file: () => written({ alpha: 'unassociated', photometric: BLACK_IS_ZERO, at: (x, y) => [luma(rgb(x, y)), alphaAt(x, y)] }),
    shows: { ...shows, picture: greys(clear) },
  },
  {
    name: 'TIFF, CMYK',
    file: () => encodeTiff([{ width: 64, height: 64, depth: 8, photometric: CMYK, at: (x, y) => INKS[patchAt(64, x, y)] ?? [] }]),
    shows: { ...shows, picture: PRINTED_CHART, near: { mean: 1, patch: 1 } },
  },
  {
    name: 'TIFF, CMYK of 16 bits',
    file: () => encodeTiff([{ width: 64, height: 64, depth: 16, photometric: CMYK, at: (x, y) => wide(INKS[patchAt(64, x, y)] ?? []) }]),
    shows: { ...shows, picture: PRINTED_CHART, near: { mean: 1, patch: 1 } },
  },
  {
    name: 'TIFF, Adobe RGB',
    file: () => written({ at: inSpaceOf(ADOBE_RGB, 255), icc: rgbProfile(ADOBE_RGB) }),
    shows: { ...shows, near: ROUNDED },
  },
  {
    name: 'TIFF, Display P3, 16 bits',
    file: () => written({ depth: 16, at: inSpaceOf(DISPLAY_P3, 65_535), icc: rgbProfile(DISPLAY_P3) }),
    shows: { ...shows, near: ROUNDED },
  },
  {
    name: 'TIFF, CIELAB',
    file: () => fromRaster(picture).toColourspace('lab').tiff({ compression: 'lzw' }).toBuffer(),
    refused: 'unsupported_format',
  },
  {
    name: 'TIFF, CCITT group 4',
    file: () => fromRaster(greys(picture, 2)).toColourspace('b-w').threshold().tiff({ bitdepth: 1, compression: 'ccittfax4' }).toBuffer(),
    shows: { ...shows, picture: greys(picture, 2) },
  },
  {
    name: 'TIFF of three pages, of which the first is the picture',
    file: () => encodeTiff([page({}), page({ at: () => [255, 0, 255] }), page({ width: 8, height: 8, at: () => [0, 0, 0] })]),
    shows: { ...shows, frames: 1 },
  },
  {
    name: 'TIFF with a reduced copy',
    file: () => encodeTiff([page({}), page({ width: 48, height: 32, at: () => [255, 0, 255], reduced: true })]),
    shows: { ...shows, frames: 1 },
  },
  { name: 'TIFF called me.jpg', fileName: 'me.jpg', file: () => written({}), shows },
  { name: 'TIFF without any page', file: () => Buffer.from('II*\0\0\0\0\0', 'latin1'), refused: 'corrupt_image' },
  { name: 'TIFF with an IFD that points to itself', file: () => loop(written({})), shows },
];

/** Makes the IFD its own successor. */
function loop(tiff: Buffer): Buffer {
  tiff.writeUInt32LE(8, 8 + 2 + tiff.readUInt16LE(8) * 12);
  return tiff;
}

export const tiffPictures: readonly CorpusPicture[] = [...variants, ...orientations].map((picture) => ({ ...picture, accepted: ACCEPTED }));
