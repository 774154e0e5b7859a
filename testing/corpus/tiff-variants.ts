import { fromRaster } from '../pictures';
import type { Raster } from '../reference';
import { colourAt, drawn, greys, luma, PATCHES } from './chart';
import { PRINTED_CHART } from './cmyk';
import { ADOBE_RGB, greyProfile, inGrey, inSpace, rgbProfile } from './icc';
import { encodeJpeg, ycc } from './jpeg-codec';
import { EXACT, LOSSY, type Nearness, ROUNDED } from './picture';
import { BLACK_IS_ZERO, BYTE, CMYK, encodeTiff, LONG, PALETTE, RGB, SHORT, WHITE_IS_ZERO, YCBCR } from './tiff-codec';
import { encodeFax } from './tiff-fax';
import {
  alphaAt,
  and,
  bits,
  CHART,
  CLEAR_CHART,
  DEFLATE,
  GREY_CHART,
  grey,
  inks,
  multiplied,
  page,
  patch,
  rgb,
  SIDE,
  scaled,
  stream,
  to16,
  withNext,
  written,
} from './tiff-page';

/** A TIFF that must be decoded, in addition to the corpus: the expected picture and its tolerance. */
export interface TiffVariant {
  name: string;
  file: () => Buffer | Promise<Buffer>;
  shows?: Raster;
  near?: Nearness;
}

const TWO_TONES = greys(CHART, 2);
const CLEAR_GREYS = greys(CLEAR_CHART);
const CLEAR_PRINT = drawn(SIDE, SIDE, (x, y) => [...colourAt(PRINTED_CHART, x, y), alphaAt(x, y)]);
const PRINT: Nearness = { mean: 1.5, patch: 1.5 };

const unspecified = { 338: [SHORT, [0]] } as const;
const saved = () => 37;
const opaque = () => 255;
const white0: typeof grey = (x, y) => grey(x, y).map((value) => 255 - value);
const adobe: typeof rgb = (x, y) => inSpace(colourAt(CHART, x, y), ADOBE_RGB).map((share) => Math.round(share * 255));
const adobeIcc = rgbProfile(ADOBE_RGB);
const shadeOf = (x: number, y: number) => inGrey(luma(colourAt(CHART, x, y)), 1.8);
const fax = (code: 2 | 3) => ({ code, encode: encodeFax(SIDE / 8, code === 3) });
const smallMap = [0, 1, 2].flatMap((channel) => Array.from({ length: 256 }, (_, index) => PATCHES[index]?.[channel] ?? 0));
const chroma: typeof rgb = (x, y) => ycc(colourAt(CHART, x, y));
const jpegOf = (at: typeof rgb) => stream(7, encodeJpeg({ width: SIDE, height: SIDE, at }));
const truncated = (samples: typeof rgb): typeof rgb => and(samples, saved);

export const PAGES: readonly TiffVariant[] = [
  { name: 'the next IFD is beyond the file', file: () => withNext(written(), 0x7fffff00) },
  { name: 'the next IFD is invalid', file: () => withNext(written(), 9) },
  { name: 'the second page has no rows', file: () => encodeTiff([page(), page({ fields: { 257: null } })]) },
  { name: 'the second page is in LZMA', file: () => encodeTiff([page(), page({ compression: stream(34_925, Buffer.alloc(9)) })]) },
  {
    name: 'the second page is broken, most significant byte first',
    file: () => encodeTiff([page(), page({ fields: { 257: null } })], 'MM'),
  },
  {
    name: 'the first page is marked as a reduced copy',
    file: () => encodeTiff([page({ reduced: true }), page({ at: () => [0, 0, 0] })]),
  },
  { name: 'the EXIF IFD is beyond the file', file: () => written({ fields: { 34665: [LONG, [0x7fffff00]] } }) },
  { name: 'a private field has no type', file: () => written({ fields: { 65001: [99, [1, 2, 3, 4]] } }) },
  { name: 'orientation 0, which does not exist', file: () => written({ orientation: 0 }) },
  { name: 'orientation 9, which does not exist', file: () => written({ orientation: 9 }) },
  { name: 'orientation 1 in four bytes', file: () => written({ fields: { 274: [LONG, [1]] } }) },
];

export const LAYOUTS: readonly TiffVariant[] = [
  { name: 'strips of 7 rows', file: () => written({ rows: 7 }) },
  { name: 'rows per strip missing', file: () => written({ fields: { 278: null } }) },
  { name: 'rows per strip 2^32 - 1', file: () => written({ fields: { 278: [LONG, [0xffffffff]] } }) },
  { name: 'strip lengths missing', file: () => written({ fields: { 279: null } }) },
  { name: 'tiles that the picture does not fill', file: () => written({ tile: 48, compression: DEFLATE }) },
  { name: 'a tile larger than the picture', file: () => written({ tile: 128 }) },
  { name: 'planes in strips of 10 rows', file: () => written({ planes: true, rows: 10, compression: DEFLATE }) },
  {
    name: 'planes of 16 bits with alpha',
    file: () => written({ planes: true, depth: 16, alpha: 'apart', at: to16(and(rgb, alphaAt)) }),
    shows: CLEAR_CHART,
  },
  {
    name: 'one channel of 1 bit with planar configuration 2',
    file: () => written({ meaning: BLACK_IS_ZERO, depth: 1, at: bits, planes: true }),
    shows: TWO_TONES,
  },
  {
    name: 'inverted grey with planar configuration 2, in tiles',
    file: () => written({ meaning: WHITE_IS_ZERO, at: white0, planes: true, tile: 16 }),
    shows: GREY_CHART,
  },
  {
    name: 'a palette with planar configuration 2',
    file: () => written({ meaning: PALETTE, depth: 4, palette: PATCHES, at: patch, planes: true, rows: 7 }),
  },
  {
    name: 'one channel with planar configuration 2',
    file: () => written({ meaning: BLACK_IS_ZERO, at: grey, planes: true }),
    shows: GREY_CHART,
  },
  {
    name: 'horizontal differencing of 16 bits',
    file: () => written({ predictor: 2, depth: 16, at: to16(rgb), compression: DEFLATE }, 'MM'),
  },
  { name: 'horizontal differencing in tiles', file: () => written({ predictor: 2, tile: 16, compression: DEFLATE }) },
  { name: 'fill order 2', file: () => written({ fillOrder: 2, compression: DEFLATE }) },
  { name: 'fill order 2, 1 bit', file: () => written({ fillOrder: 2, depth: 1, meaning: BLACK_IS_ZERO, at: bits }), shows: TWO_TONES },
  { name: 'one BitsPerSample value for all channels', file: () => written({ fields: { 258: [SHORT, [8]] } }) },
  { name: 'samples of undefined format', file: () => written({ fields: { 339: [SHORT, [4, 4, 4]] } }) },
];

export const EXTRA_SAMPLES: readonly TiffVariant[] = [
  { name: 'RGB with a saved selection', file: () => written({ at: truncated(rgb), fields: unspecified }) },
  { name: 'RGB with a saved selection without ExtraSamples', file: () => written({ at: truncated(rgb) }) },
  { name: 'RGB with a saved selection in a plane', file: () => written({ planes: true, at: truncated(rgb), fields: unspecified }) },
  { name: 'RGB with an empty selection', file: () => written({ at: and(rgb, () => 0), fields: unspecified }) },
  { name: 'RGB of 16 bits with a saved selection', file: () => written({ depth: 16, at: to16(truncated(rgb)), fields: unspecified }) },
  {
    name: 'Adobe RGB with a saved selection',
    file: () => written({ at: truncated(adobe), fields: unspecified, icc: adobeIcc }),
    near: ROUNDED,
  },
  {
    name: 'grey with a saved selection',
    file: () => written({ meaning: BLACK_IS_ZERO, at: truncated(grey), fields: unspecified }),
    shows: GREY_CHART,
  },
  {
    name: 'CMYK with a saved selection',
    file: () => written({ meaning: CMYK, at: truncated(inks), fields: unspecified }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  {
    name: 'CMYK of 16 bits with a saved selection',
    file: () => written({ meaning: CMYK, depth: 16, at: to16(truncated(inks)) }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  {
    name: 'CMYK with alpha',
    file: () => written({ meaning: CMYK, alpha: 'apart', at: and(inks, alphaAt) }),
    shows: CLEAR_PRINT,
    near: PRINT,
  },
  {
    name: 'CMYK with premultiplied alpha',
    file: () => written({ meaning: CMYK, alpha: 'multiplied', at: multiplied(inks) }),
    shows: CLEAR_PRINT,
    near: PRINT,
  },
  {
    name: 'CMYK with opaque alpha',
    file: () => written({ meaning: CMYK, alpha: 'apart', at: and(inks, opaque) }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  {
    name: 'grey with premultiplied alpha',
    file: () => written({ meaning: BLACK_IS_ZERO, alpha: 'multiplied', at: multiplied(grey) }),
    shows: CLEAR_GREYS,
    near: ROUNDED,
  },
  {
    name: 'grey of 16 bits with alpha',
    file: () => written({ meaning: BLACK_IS_ZERO, depth: 16, alpha: 'apart', at: to16(and(grey, alphaAt)) }),
    shows: CLEAR_GREYS,
  },
  {
    name: 'inverted grey with alpha',
    file: () => written({ meaning: WHITE_IS_ZERO, alpha: 'apart', at: and(white0, alphaAt) }),
    shows: CLEAR_GREYS,
  },
  {
    name: 'Adobe RGB with premultiplied alpha',
    file: () => written({ alpha: 'multiplied', at: multiplied(adobe), icc: adobeIcc }),
    shows: CLEAR_CHART,
    near: ROUNDED,
  },
];

export const COLOURS: readonly TiffVariant[] = [
  {
    name: 'a palette with 8-bit values in 16-bit fields',
    file: () => written({ meaning: PALETTE, at: patch, fields: { 320: [SHORT, smallMap] } }),
  },
  { name: 'a palette of 4 bits in tiles', file: () => written({ meaning: PALETTE, depth: 4, palette: PATCHES, at: patch, tile: 16 }) },
  {
    name: 'grey of 4 bits in tiles',
    file: () => written({ meaning: BLACK_IS_ZERO, depth: 4, tile: 16, at: scaled(grey, 1 / 17) }),
    shows: greys(CHART, 16),
  },
  {
    name: 'grey with a profile',
    file: () => written({ meaning: BLACK_IS_ZERO, at: (x, y) => [Math.round(shadeOf(x, y) * 255)], icc: greyProfile(1.8) }),
    shows: GREY_CHART,
    near: ROUNDED,
  },
  {
    name: 'inverted grey with a profile',
    file: () => written({ meaning: WHITE_IS_ZERO, at: (x, y) => [255 - Math.round(shadeOf(x, y) * 255)], icc: greyProfile(1.8) }),
    shows: GREY_CHART,
    near: ROUNDED,
  },
  { name: 'CMYK in planes', file: () => written({ meaning: CMYK, planes: true, at: inks }), shows: PRINTED_CHART, near: PRINT },
  {
    name: 'CMYK with a display profile',
    file: () => written({ meaning: CMYK, at: inks, icc: adobeIcc }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  { name: 'RGB with the range of YCbCr', file: () => written({ fields: { 532: [5, [0, 1, 255, 1, 128, 1, 255, 1, 128, 1, 255, 1]] } }) },
  {
    name: 'the dot range of all CMYK',
    file: () => written({ meaning: CMYK, at: inks, fields: { 336: [BYTE, [0, 255]] } }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
];

export const COMPRESSIONS: readonly TiffVariant[] = [
  { name: 'JPEG in RGB', file: () => written({ compression: jpegOf(rgb) }) },
  {
    name: 'JPEG in YCbCr',
    file: () => written({ meaning: YCBCR, compression: jpegOf(chroma), fields: { 530: [SHORT, [1, 1]] } }),
    near: ROUNDED,
  },
  { name: 'JPEG in YCbCr without its subsampling', file: () => written({ meaning: YCBCR, compression: jpegOf(chroma) }), near: ROUNDED },
  {
    name: 'JPEG in YCbCr with a contradicting subsampling',
    file: () => written({ meaning: YCBCR, compression: jpegOf(chroma), fields: { 530: [SHORT, [2, 2]] } }),
    near: ROUNDED,
  },
  { name: 'JPEG in grey', file: () => written({ meaning: BLACK_IS_ZERO, at: grey, compression: jpegOf(grey) }), shows: GREY_CHART },
  {
    name: 'JPEG in inverted grey',
    file: () => written({ meaning: WHITE_IS_ZERO, at: white0, compression: jpegOf(white0) }),
    shows: GREY_CHART,
  },
  { name: 'JPEG in CMYK', file: () => written({ meaning: CMYK, at: inks, compression: jpegOf(inks) }), shows: PRINTED_CHART, near: PRINT },
  {
    name: 'JPEG in tiles with shared tables',
    file: () => fromRaster(CHART).tiff({ compression: 'jpeg', quality: 95, tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
    near: LOSSY,
  },
  {
    name: 'WebP in tiles',
    file: () => fromRaster(CHART).tiff({ compression: 'webp', quality: 95, tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
    near: LOSSY,
  },
  {
    name: 'WebP with alpha',
    file: () => fromRaster(CLEAR_CHART).tiff({ compression: 'webp', quality: 95 }).toBuffer(),
    shows: CLEAR_CHART,
    near: LOSSY,
  },
  { name: 'CCITT run lengths', file: () => written({ meaning: BLACK_IS_ZERO, depth: 1, at: bits, compression: fax(2) }), shows: TWO_TONES },
  { name: 'CCITT group 3', file: () => written({ meaning: BLACK_IS_ZERO, depth: 1, at: bits, compression: fax(3) }), shows: TWO_TONES },
  {
    name: 'CCITT group 3, fill order 2',
    file: () => written({ meaning: BLACK_IS_ZERO, depth: 1, at: bits, compression: fax(3), fillOrder: 2 }),
    shows: TWO_TONES,
  },
  {
    name: 'CCITT group 3 with a private field',
    file: () => written({ meaning: BLACK_IS_ZERO, depth: 1, at: bits, compression: fax(3), fields: { 65001: [LONG, [1]] } }),
    shows: TWO_TONES,
  },
  { name: 'RGB without a Compression field', file: () => written({ meaning: RGB, fields: { 259: null } }), near: EXACT },
];
