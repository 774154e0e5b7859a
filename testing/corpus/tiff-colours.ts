import { fromRaster } from '../pictures';
import { colourAt, draw, greys, luma, PATCHES } from './chart';
import { PRINTED_CHART } from './cmyk';
import { ADOBE_RGB, greyProfile, inGrey, inSpace, rgbProfile } from './icc';
import { encodeJpeg, ycc } from './jpeg-codec';
import { EXACT, LOSSY, type Nearness, ROUNDED } from './picture';
import { encodeCcitt } from './tiff-ccitt';
import { BLACK_IS_ZERO, BYTE, CMYK, LONG, PALETTE, RGB, SHORT, WHITE_IS_ZERO, YCBCR } from './tiff-codec';
import {
  alphaAt,
  and,
  bits,
  CHART,
  CLEAR_CHART,
  GREY_CHART,
  grey,
  inks,
  invertedGrey,
  multiplied,
  patch,
  rgb,
  SIDE,
  scaled,
  stream,
  type TiffVariant,
  TWO_TONES,
  to16,
  written,
} from './tiff-page';

const CLEAR_GREYS = greys(CLEAR_CHART);
const CLEAR_PRINT = draw(SIDE, SIDE, (x, y) => [...colourAt(PRINTED_CHART, x, y), alphaAt(x, y)]);
const PRINT: Nearness = { mean: 1.5, patch: 1.5 };
const unspecified = { 338: [SHORT, [0]] } as const;
const selection = () => 37;
const opaque = () => 255;
const adobe: typeof rgb = (x, y) => inSpace(colourAt(CHART, x, y), ADOBE_RGB).map((share) => Math.round(share * 255));
const adobeIcc = rgbProfile(ADOBE_RGB);
const shadeOf = (x: number, y: number) => inGrey(luma(colourAt(CHART, x, y)), 1.8);
const ccitt = (code: 2 | 3) => ({ code, encode: encodeCcitt(SIDE / 8, code === 3) });
const smallMap = [0, 1, 2].flatMap((channel) => Array.from({ length: 256 }, (_, index) => PATCHES[index]?.[channel] ?? 0));
const chroma: typeof rgb = (x, y) => ycc(colourAt(CHART, x, y));
const jpegOf = (at: typeof rgb) => stream(7, encodeJpeg({ width: SIDE, height: SIDE, at }));
const withSelection = (samples: typeof rgb): typeof rgb => and(samples, selection);

export const EXTRA_SAMPLES: readonly TiffVariant[] = [
  { name: 'RGB with a saved selection', file: () => written({ at: withSelection(rgb), fields: unspecified }) },
  { name: 'RGB with a saved selection without ExtraSamples', file: () => written({ at: withSelection(rgb) }) },
  { name: 'RGB with a saved selection in a plane', file: () => written({ planes: true, at: withSelection(rgb), fields: unspecified }) },
  { name: 'RGB with an empty selection', file: () => written({ at: and(rgb, () => 0), fields: unspecified }) },
  { name: 'RGB of 16 bits with a saved selection', file: () => written({ depth: 16, at: to16(withSelection(rgb)), fields: unspecified }) },
  {
    name: 'Adobe RGB with a saved selection',
    file: () => written({ at: withSelection(adobe), fields: unspecified, icc: adobeIcc }),
    near: ROUNDED,
  },
  {
    name: 'grey with a saved selection',
    file: () => written({ photometric: BLACK_IS_ZERO, at: withSelection(grey), fields: unspecified }),
    shows: GREY_CHART,
  },
  {
    name: 'CMYK with a saved selection',
    file: () => written({ photometric: CMYK, at: withSelection(inks), fields: unspecified }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  {
    name: 'CMYK of 16 bits with a saved selection',
    file: () => written({ photometric: CMYK, depth: 16, at: to16(withSelection(inks)) }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  {
    name: 'CMYK with alpha',
    file: () => written({ photometric: CMYK, alpha: 'unassociated', at: and(inks, alphaAt) }),
    shows: CLEAR_PRINT,
    near: PRINT,
  },
  {
    name: 'CMYK with premultiplied alpha',
    file: () => written({ photometric: CMYK, alpha: 'premultiplied', at: multiplied(inks) }),
    shows: CLEAR_PRINT,
    near: PRINT,
  },
  {
    name: 'CMYK with opaque alpha',
    file: () => written({ photometric: CMYK, alpha: 'unassociated', at: and(inks, opaque) }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  {
    name: 'grey with premultiplied alpha',
    file: () => written({ photometric: BLACK_IS_ZERO, alpha: 'premultiplied', at: multiplied(grey) }),
    shows: CLEAR_GREYS,
    near: ROUNDED,
  },
  {
    name: 'grey of 16 bits with alpha',
    file: () => written({ photometric: BLACK_IS_ZERO, depth: 16, alpha: 'unassociated', at: to16(and(grey, alphaAt)) }),
    shows: CLEAR_GREYS,
  },
  {
    name: 'inverted grey with alpha',
    file: () => written({ photometric: WHITE_IS_ZERO, alpha: 'unassociated', at: and(invertedGrey, alphaAt) }),
    shows: CLEAR_GREYS,
  },
  {
    name: 'Adobe RGB with premultiplied alpha',
    file: () => written({ alpha: 'premultiplied', at: multiplied(adobe), icc: adobeIcc }),
    shows: CLEAR_CHART,
    near: ROUNDED,
  },
];

export const COLOURS: readonly TiffVariant[] = [
  {
    name: 'a palette with 8-bit values in 16-bit fields',
    file: () => written({ photometric: PALETTE, at: patch, fields: { 320: [SHORT, smallMap] } }),
  },
  { name: 'a palette of 4 bits in tiles', file: () => written({ photometric: PALETTE, depth: 4, palette: PATCHES, at: patch, tile: 16 }) },
  {
    name: 'grey of 4 bits in tiles',
    file: () => written({ photometric: BLACK_IS_ZERO, depth: 4, tile: 16, at: scaled(grey, 1 / 17) }),
    shows: greys(CHART, 16),
  },
  {
    name: 'grey with a profile',
    file: () => written({ photometric: BLACK_IS_ZERO, at: (x, y) => [Math.round(shadeOf(x, y) * 255)], icc: greyProfile(1.8) }),
    shows: GREY_CHART,
    near: ROUNDED,
  },
  {
    name: 'inverted grey with a profile',
    file: () => written({ photometric: WHITE_IS_ZERO, at: (x, y) => [255 - Math.round(shadeOf(x, y) * 255)], icc: greyProfile(1.8) }),
    shows: GREY_CHART,
    near: ROUNDED,
  },
  { name: 'CMYK in planes', file: () => written({ photometric: CMYK, planes: true, at: inks }), shows: PRINTED_CHART, near: PRINT },
  {
    name: 'CMYK with a display profile',
    file: () => written({ photometric: CMYK, at: inks, icc: adobeIcc }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
  { name: 'RGB with the range of YCbCr', file: () => written({ fields: { 532: [5, [0, 1, 255, 1, 128, 1, 255, 1, 128, 1, 255, 1]] } }) },
  {
    name: 'the dot range of all CMYK',
    file: () => written({ photometric: CMYK, at: inks, fields: { 336: [BYTE, [0, 255]] } }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
];

export const COMPRESSIONS: readonly TiffVariant[] = [
  { name: 'JPEG in RGB', file: () => written({ compression: jpegOf(rgb) }) },
  {
    name: 'JPEG in YCbCr',
    file: () => written({ photometric: YCBCR, compression: jpegOf(chroma), fields: { 530: [SHORT, [1, 1]] } }),
    near: ROUNDED,
  },
  {
    name: 'JPEG in YCbCr without its subsampling',
    file: () => written({ photometric: YCBCR, compression: jpegOf(chroma) }),
    near: ROUNDED,
  },
  {
    name: 'JPEG in YCbCr with a contradicting subsampling',
    file: () => written({ photometric: YCBCR, compression: jpegOf(chroma), fields: { 530: [SHORT, [2, 2]] } }),
    near: ROUNDED,
  },
  { name: 'JPEG in grey', file: () => written({ photometric: BLACK_IS_ZERO, at: grey, compression: jpegOf(grey) }), shows: GREY_CHART },
  {
    name: 'JPEG in inverted grey',
    file: () => written({ photometric: WHITE_IS_ZERO, at: invertedGrey, compression: jpegOf(invertedGrey) }),
    shows: GREY_CHART,
  },
  {
    name: 'JPEG in CMYK',
    file: () => written({ photometric: CMYK, at: inks, compression: jpegOf(inks) }),
    shows: PRINTED_CHART,
    near: PRINT,
  },
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
  {
    name: 'CCITT run lengths',
    file: () => written({ photometric: BLACK_IS_ZERO, depth: 1, at: bits, compression: ccitt(2) }),
    shows: TWO_TONES,
  },
  {
    name: 'CCITT group 3',
    file: () => written({ photometric: BLACK_IS_ZERO, depth: 1, at: bits, compression: ccitt(3) }),
    shows: TWO_TONES,
  },
  {
    name: 'CCITT group 3, fill order 2',
    file: () => written({ photometric: BLACK_IS_ZERO, depth: 1, at: bits, compression: ccitt(3), fillOrder: 2 }),
    shows: TWO_TONES,
  },
  {
    name: 'CCITT group 3 with a private field',
    file: () => written({ photometric: BLACK_IS_ZERO, depth: 1, at: bits, compression: ccitt(3), fields: { 65001: [LONG, [1]] } }),
    shows: TWO_TONES,
  },
  { name: 'RGB without a Compression field', file: () => written({ photometric: RGB, fields: { 259: null } }), near: EXACT },
];
