import { PATCHES } from './chart';
import { BLACK_IS_ZERO, encodeTiff, LONG, PALETTE, SHORT, WHITE_IS_ZERO } from './tiff-codec';
import {
  alphaAt,
  and,
  bits,
  CLEAR_CHART,
  DEFLATE,
  GREY_CHART,
  grey,
  invertedGrey,
  page,
  patch,
  rgb,
  stream,
  type TiffVariant,
  TWO_TONES,
  to16,
  withNext,
  written,
} from './tiff-page';

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
    file: () => written({ planes: true, depth: 16, alpha: 'unassociated', at: to16(and(rgb, alphaAt)) }),
    shows: CLEAR_CHART,
  },
  {
    name: 'one channel of 1 bit with planar configuration 2',
    file: () => written({ photometric: BLACK_IS_ZERO, depth: 1, at: bits, planes: true }),
    shows: TWO_TONES,
  },
  {
    name: 'inverted grey with planar configuration 2, in tiles',
    file: () => written({ photometric: WHITE_IS_ZERO, at: invertedGrey, planes: true, tile: 16 }),
    shows: GREY_CHART,
  },
  {
    name: 'a palette with planar configuration 2',
    file: () => written({ photometric: PALETTE, depth: 4, palette: PATCHES, at: patch, planes: true, rows: 7 }),
  },
  {
    name: 'one channel with planar configuration 2',
    file: () => written({ photometric: BLACK_IS_ZERO, at: grey, planes: true }),
    shows: GREY_CHART,
  },
  {
    name: 'horizontal differencing of 16 bits',
    file: () => written({ predictor: 2, depth: 16, at: to16(rgb), compression: DEFLATE }, 'MM'),
  },
  { name: 'horizontal differencing in tiles', file: () => written({ predictor: 2, tile: 16, compression: DEFLATE }) },
  { name: 'fill order 2', file: () => written({ fillOrder: 2, compression: DEFLATE }) },
  { name: 'fill order 2, 1 bit', file: () => written({ fillOrder: 2, depth: 1, photometric: BLACK_IS_ZERO, at: bits }), shows: TWO_TONES },
  { name: 'one BitsPerSample value for all channels', file: () => written({ fields: { 258: [SHORT, [8]] } }) },
  { name: 'samples of undefined format', file: () => written({ fields: { 339: [SHORT, [4, 4, 4]] } }) },
];
