import { fromRaster } from '../pictures';
import { type Colour, chart, colourAt, greys, luma } from './chart';
import {
  ADOBE_RGB,
  cicpTag,
  DISPLAY_P3,
  greyProfile,
  inGrey,
  inSpace,
  LINEAR,
  linear,
  PROPHOTO,
  rgbProfile,
  type Space,
  SWAPPED,
} from './icc';
import { encodeJpeg, iccSegments, ycc } from './jpeg-codec';
import { type CorpusPicture, EXACT, LOSSY, ROUNDED, type Shown } from './picture';
import { chunk, encodePng, GREY, GREY_ALPHA, gama, iccp, type PngImage, RGB, RGBA } from './png-codec';

const picture = chart(96, 64);
const { width, height } = picture;
const shows: Shown = { format: 'png', picture, near: ROUNDED };

const rgb = (x: number, y: number) => colourAt(picture, x, y);
const scaled = (shares: readonly number[], most: number) => shares.map((share) => Math.round(share * most));
/** Shares of 1 as a colour of 8 bits. */
const bytes = ([r, g, b]: readonly [number, number, number]): Colour => [Math.round(r * 255), Math.round(g * 255), Math.round(b * 255)];
const written = (fields: Partial<PngImage>, ...before: Uint8Array[]) =>
  encodePng({ width, height, depth: 8, type: RGB, at: rgb, ...fields }, before);

const SPACES: Record<string, Space> = {
  'Display P3': DISPLAY_P3,
  'Adobe RGB': ADOBE_RGB,
  'ProPhoto RGB': PROPHOTO,
  'linear light': LINEAR,
  'a space with swapped primaries': SWAPPED,
};

/** The picture in this colour space, in several file formats. */
function inEveryFile(name: string, space: Space): CorpusPicture[] {
  const profile = rgbProfile(space);
  const shares = (x: number, y: number) => inSpace(rgb(x, y), space);
  const stored = (x: number, y: number) => bytes(shares(x, y));
  return [
    { name: `${name}, PNG of 8 bits`, file: () => written({ at: stored }, iccp(profile)), shows },
    {
      name: `${name}, PNG of 16 bits`,
      file: () => written({ depth: 16, at: (x, y) => scaled(shares(x, y), 65_535) }, iccp(profile)),
      shows,
    },
    {
      name: `${name}, PNG of 16 bits with alpha`,
      file: () => written({ depth: 16, type: RGBA, at: (x, y) => [...scaled(shares(x, y), 65_535), 65_535] }, iccp(profile)),
      shows,
    },
    {
      name: `${name}, JPEG`,
      file: () => encodeJpeg({ width, height, at: (x, y) => ycc(stored(x, y)) }, [iccSegments(profile)]),
      shows: { ...shows, format: 'jpeg', near: LOSSY },
    },
  ];
}

/** Grey with a profile, in 8 and 16 bits. */
function inGreys(gamma: number): CorpusPicture[] {
  const share = (x: number, y: number) => inGrey(luma(rgb(x, y)), gamma);
  const grey: Shown = { ...shows, picture: greys(picture) };
  const profile = iccp(greyProfile(gamma));
  return [
    {
      name: `grey with exponent ${gamma}, PNG of 8 bits`,
      file: () => written({ type: GREY, at: (x, y) => scaled([share(x, y)], 255) }, profile),
      shows: grey,
    },
    {
      name: `grey with exponent ${gamma}, PNG of 16 bits`,
      file: () => written({ depth: 16, type: GREY, at: (x, y) => scaled([share(x, y)], 65_535) }, profile),
      shows: grey,
    },
    {
      name: `grey with exponent ${gamma}, PNG of 16 bits with alpha`,
      file: () => written({ depth: 16, type: GREY_ALPHA, at: (x, y) => scaled([share(x, y), 1], 65_535) }, profile),
      shows: grey,
    },
    {
      name: `grey with exponent ${gamma}, JPEG`,
      file: () => encodeJpeg({ width, height, at: (x, y) => scaled([share(x, y)], 255) }, [iccSegments(greyProfile(gamma))]),
      shows: { ...grey, format: 'jpeg' },
    },
  ];
}

/** The samples of a PNG with this gAMA. */
const withGamma = (exponent: number) => (x: number, y: number) => rgb(x, y).map((value) => linear(value) ** exponent);

const inP3 = (x: number, y: number) => bytes(inSpace(rgb(x, y), DISPLAY_P3));
const NUMBERED_P3 = rgbProfile(DISPLAY_P3, cicpTag(12, 4));

export const colourPictures: readonly CorpusPicture[] = [
  ...Object.entries(SPACES).flatMap(([name, space]) => inEveryFile(name, space)),
  ...[1, 1.8, 2.2].flatMap(inGreys),
  {
    name: 'Display P3 by libvips’s profile, WebP',
    file: () => fromRaster(picture).withIccProfile('p3').webp({ lossless: true }).toBuffer(),
    shows: { ...shows, format: 'webp' },
  },
  {
    name: 'Display P3 by libvips’s profile, AVIF of 10 bits',
    file: () => fromRaster(picture).withIccProfile('p3').avif({ quality: 85, effort: 0, bitdepth: 10 }).toBuffer(),
    shows: { ...shows, format: 'avif', near: LOSSY },
  },
  {
    name: 'PNG with a profile that has a cicp tag',
    file: () => written({ at: inP3 }, iccp(NUMBERED_P3)),
    shows,
  },
  {
    name: 'JPEG with a profile that has a cicp tag',
    file: () => encodeJpeg({ width, height, at: (x, y) => ycc(inP3(x, y)) }, [iccSegments(NUMBERED_P3)]),
    shows: { ...shows, format: 'jpeg', near: LOSSY },
  },
  { name: 'PNG with sRGB', file: () => written({}, chunk('sRGB', Buffer.from([0])), gama(1 / 2.2)), shows: { ...shows, near: EXACT } },
  { name: 'PNG with the gamma of sRGB', file: () => written({}, gama(0.4545)), shows: { ...shows, near: EXACT } },
  {
    name: 'PNG with sRGB and another gamma',
    file: () => written({}, chunk('sRGB', Buffer.from([0])), gama(1)),
    shows: { ...shows, near: EXACT },
  },
  {
    name: 'PNG with a profile and another gamma',
    file: () => written({ at: (x, y) => scaled(inSpace(rgb(x, y), ADOBE_RGB), 255) }, iccp(rgbProfile(ADOBE_RGB)), gama(1)),
    shows,
  },
  {
    name: 'PNG with gamma 1, 16 bits',
    file: () => written({ depth: 16, at: (x, y) => scaled(withGamma(1)(x, y), 65_535) }, gama(1)),
    shows,
  },
  {
    name: 'PNG with gamma 1.8 of old Macintoshes',
    file: () => written({ at: (x, y) => scaled(withGamma(1 / 1.8)(x, y), 255) }, gama(1 / 1.8)),
    shows,
  },
  { name: 'PNG with a darker gamma', file: () => written({ at: (x, y) => scaled(withGamma(1 / 2.6)(x, y), 255) }, gama(1 / 2.6)), shows },
  { name: 'PNG with gamma 0', file: () => written({}, gama(0)), shows: { ...shows, near: EXACT } },
  {
    name: 'PNG with an invalid profile',
    file: () => written({}, iccp(Buffer.from('no profile'))),
    shows: { ...shows, near: EXACT },
  },
  { name: 'RGB PNG with a grey profile', file: () => written({}, iccp(greyProfile(1))), shows: { ...shows, near: EXACT } },
  {
    name: 'grey PNG with an RGB profile',
    file: () => written({ type: GREY, at: (x, y) => [luma(rgb(x, y))] }, iccp(rgbProfile(ADOBE_RGB))),
    shows: { ...shows, picture: greys(picture), near: EXACT },
  },
];
