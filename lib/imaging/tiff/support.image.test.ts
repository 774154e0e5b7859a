import { describe, expect, it } from 'vitest';
import { PATCHES } from '@/testing/corpus/chart';
import { adobe, encodeJpeg } from '@/testing/corpus/jpeg-codec';
import { BLACK_IS_ZERO, BYTE, CIELAB, CMYK, PALETTE, RATIONAL, SHORT, WHITE_IS_ZERO, YCBCR } from '@/testing/corpus/tiff-codec';
import { alphaAt, and, bits, grey, inks, multiplied, oldJpeg, patch, rgb, SIDE, stream, to16, written } from '@/testing/corpus/tiff-page';
import { decodeHeader } from '../decode/header';
import { encodePreview } from '../encode/preview';

const RGB8 = 'Save it as RGB with 8 bits per channel, or as a PNG.';
const LZW = 'Save it with LZW compression, or as a PNG.';
const FLAT = 'Flatten it, or save it as a PNG.';
const INTERLEAVED = 'Save it with interleaved channels, or as a PNG.';

const jpeg = (at: typeof rgb, ...segments: Buffer[]) => encodeJpeg({ width: SIDE, height: SIDE, at }, segments);
/** Replaces the marker of a baseline frame by that of a lossless one. */
const lossless = (file: Buffer) => Buffer.from(file.toString('latin1').replace('\xff\xc0', '\xff\xc3'), 'latin1');
/** Replaces the frame header by that of a progressive frame of 4096 × 4096 pixels. */
const progressive = (file: Buffer) =>
  Buffer.from(file.toString('latin1').replace(/\xff\xc0(...)..../s, '\xff\xc2$1\x10\0\x10\0'), 'latin1');
const compressed = (code: number) => written({ compression: stream(code, Buffer.alloc(64)) });
const mixed = { 339: [SHORT, [1, 2, 1]] } as const;
const BT709 = { 529: [RATIONAL, [2126, 10_000, 7152, 10_000, 722, 10_000]] } as const;

/** Name of the encoding, advice, and file. */
const REFUSED: readonly (readonly [found: string, advice: string, file: Buffer])[] = [
  ['pixels compressed with old-style JPEG', LZW, oldJpeg(jpeg(rgb), YCBCR)],
  ['pixels compressed with old-style JPEG', LZW, oldJpeg(jpeg(rgb), YCBCR, SIDE)],
  ['pixels compressed with LZMA', LZW, compressed(34_925)],
  ['pixels compressed with Zstandard', LZW, compressed(50_000)],
  ['pixels compressed with JPEG 2000', LZW, compressed(33_005)],
  ['pixels compressed with LERC', LZW, compressed(34_887)],
  ['pixels in an unknown compression (12345)', LZW, compressed(12_345)],
  ['32-bit floating-point numbers', RGB8, written({ depth: 32, sampleFormat: 3, at: (x, y) => rgb(x, y).map((value) => value / 255) })],
  ['32-bit floating-point numbers', RGB8, written({ depth: 32, sampleFormat: 3, photometric: BLACK_IS_ZERO, at: () => [0.5] })],
  ['8-bit signed integers', RGB8, written({ sampleFormat: 2, at: (x, y) => rgb(x, y).map((value) => value - 128) })],
  ['16-bit signed integers', RGB8, written({ sampleFormat: 2, depth: 16, at: rgb })],
  ['8-bit signed integers', RGB8, written({ fields: mixed })],
  ['32-bit RGB channels', RGB8, written({ depth: 32, at: (x, y) => rgb(x, y).map((value) => value * 16_843_009) })],
  ['4-bit RGB channels', RGB8, written({ depth: 4, at: (x, y) => rgb(x, y).map((value) => value >> 4) })],
  ['16-bit palette channels', RGB8, written({ photometric: PALETTE, depth: 16, palette: PATCHES, at: patch })],
  ['channels of different depths', RGB8, written({ fields: { 258: [SHORT, [5, 6, 5]] } })],
  ['YCbCr colours without JPEG compression', RGB8, written({ photometric: YCBCR })],
  ['YCbCr colours without JPEG compression', RGB8, written({ photometric: YCBCR, planes: true, tile: 16 })],
  ['CIELAB colours', RGB8, written({ photometric: CIELAB })],
  ['CIELAB colours', RGB8, written({ photometric: CIELAB, depth: 16, at: to16(rgb) })],
  ['ICCLab colours', RGB8, written({ photometric: 9 })],
  ['raw sensor data', RGB8, written({ photometric: 32_803, at: grey })],
  ['a transparency mask', RGB8, written({ photometric: 4, depth: 1, at: bits })],
  ['pixels without saying what they mean (no PhotometricInterpretation)', RGB8, written({ fields: { 262: null } })],
  ['a palette without its colours', RGB8, written({ photometric: PALETTE, at: patch })],
  ['a palette without its colours', RGB8, written({ photometric: PALETTE, at: patch, fields: { 320: [SHORT, Array(48).fill(0)] } })],
  ['a palette of other colours than RGB', RGB8, written({ fields: { 346: [SHORT, [1]] } })],
  ['inks other than plain CMYK', RGB8, written({ photometric: CMYK, at: inks, fields: { 332: [SHORT, [2]] } })],
  ['inks other than plain CMYK', RGB8, written({ photometric: CMYK, at: inks, fields: { 336: [BYTE, [255, 0]] } })],
  ['too few channels for its colours (3 instead of 4)', RGB8, written({ photometric: CMYK })],
  ['colours in a limited range', RGB8, written({ fields: { 532: [RATIONAL, [16, 1, 235, 1, 16, 1, 235, 1, 16, 1, 235, 1]] } })],
  [
    'colours in a limited range',
    RGB8,
    written({ photometric: YCBCR, compression: stream(7, jpeg(rgb)), fields: { 532: [RATIONAL, [16, 1, 235, 1]] } }),
  ],
  ['YCbCr colours other than those of JPEG', RGB8, written({ photometric: YCBCR, compression: stream(7, jpeg(rgb)), fields: BT709 })],
  ['5 channels for each pixel', FLAT, written({ at: and(and(rgb, alphaAt), () => 37), fields: { 338: [SHORT, [2, 0]] } })],
  ['3 channels for each pixel', FLAT, written({ photometric: BLACK_IS_ZERO, at: and(and(grey, alphaAt), () => 37) })],
  ['2 channels for each pixel', FLAT, written({ photometric: PALETTE, palette: PATCHES, at: and(patch, alphaAt), alpha: 'unassociated' })],
  [
    '4 channels for each pixel',
    FLAT,
    written({ at: and(rgb, alphaAt), alpha: 'unassociated', compression: stream(7, jpeg(and(rgb, alphaAt))) }),
  ],
  [
    'CMYK colours of 16 bits with transparency',
    FLAT,
    written({ photometric: CMYK, depth: 16, alpha: 'unassociated', at: to16(and(inks, alphaAt)) }),
  ],
  [
    'inverted greys that alpha is multiplied with',
    FLAT,
    written({ photometric: WHITE_IS_ZERO, alpha: 'premultiplied', at: multiplied(grey) }),
  ],
  ['separate colour planes in tiles', INTERLEAVED, written({ planes: true, tile: 16 })],
  ['separate colour planes in tiles', INTERLEAVED, written({ planes: true, tile: 16, depth: 16, at: to16(rgb) }, 'MM')],
  [
    'separate planes of grey and another channel',
    INTERLEAVED,
    written({ photometric: BLACK_IS_ZERO, planes: true, at: and(grey, alphaAt) }),
  ],
  ['separate colour planes of lossy data', INTERLEAVED, written({ planes: true, compression: stream(7, jpeg(grey)) })],
  ['tiles of 24 × 24 pixels', 'Save it in strips, or as a PNG.', written({ tile: 24 })],
  ['a volume of several layers', FLAT, written({ fields: { 32997: [SHORT, [2]] } })],
  ['JPEG data of other colours than it says', LZW, written({ compression: stream(7, jpeg(rgb, adobe(1))) })],
  ['JPEG data of other colours than it says', LZW, written({ photometric: YCBCR, compression: stream(7, jpeg(rgb, adobe(0))) })],
  ['JPEG data of other colours than it says', LZW, written({ photometric: CMYK, at: inks, compression: stream(7, jpeg(inks, adobe(2))) })],
  ['lossless or large progressive JPEG data', LZW, written({ compression: stream(7, lossless(jpeg(rgb))) })],
  ['lossless or large progressive JPEG data', LZW, written({ compression: stream(7, progressive(jpeg(rgb))) })],
  [
    'WebP data of other colours than RGB',
    LZW,
    written({ photometric: BLACK_IS_ZERO, at: grey, compression: stream(50_001, Buffer.alloc(9)) }),
  ],
];

describe('a TIFF that libvips would decode wrongly is refused with its encoding and advice', () => {
  it.each(REFUSED)('%s. %s', async (found, advice, file) => {
    await expect(decodeHeader(file, ['tiff'])).rejects.toMatchObject({
      code: 'unsupported_format',
      message: `This TIFF stores ${found}, which cannot be decoded here. ${advice}`,
      details: { found: `a TIFF picture that stores ${found}` },
    });
  });
});

describe('a TIFF with missing pixels is refused as damaged', () => {
  const part = (width: number, height: number) => stream(7, encodeJpeg({ width, height, at: grey }));

  it.each([
    ['with JPEG data of half the rows', part(SIDE, SIDE / 2), '64 × 32'],
    ['with JPEG data of half the columns', part(SIDE / 2, SIDE), '32 × 64'],
  ])('%s', async (_what, compression, found) => {
    const file = written({ photometric: BLACK_IS_ZERO, at: grey, compression });
    await expect(decodeHeader(file, ['tiff'])).rejects.toMatchObject({
      code: 'corrupt_image',
      message: `The TIFF is damaged: part 1 of its JPEG data has ${found} pixels where 64 × 64 were expected.`,
    });
  });

  it('with truncated CCITT data', async () => {
    const file = written({ photometric: BLACK_IS_ZERO, depth: 1, at: bits, compression: stream(4, Buffer.alloc(8)) });
    await expect(encodePreview(file)).rejects.toMatchObject({ code: 'corrupt_image' });
  });
});
