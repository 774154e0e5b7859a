import { chart, colourAt, greys, luma } from './chart';
import { ADOBE_RGB, BT_2020, DISPLAY_P3, inSpace, LINEAR, linear, rgbProfile, type Space, SWAPPED } from './icc';
import { type CorpusPicture, EXACT, ROUNDED, type Shown } from './picture';
import { chunk, encodeApng, encodePng, GREY, GREY_ALPHA, gama, iccp, type PngImage, RGB, uint32 } from './png-codec';

// SDR colours that a PNG states with cICP, or with gAMA and cHRM.

const picture = chart(96, 64);
const { width, height } = picture;
const shows: Shown = { format: 'png', picture, near: ROUNDED };
const greyShown: Shown = { ...shows, picture: greys(picture) };
/** Interpreted as sRGB. */
const untouched: Shown = { ...shows, near: EXACT };

type Shares = (x: number, y: number) => readonly number[];

const image = (depth: 8 | 16, at: Shares): PngImage => {
  const samples: Shares = (x, y) => at(x, y).map((share) => Math.round(share * (2 ** depth - 1)));
  return { width, height, depth, type: at(0, 0).length === 1 ? GREY : at(0, 0).length === 2 ? GREY_ALPHA : RGB, at: samples };
};
const png = (depth: 8 | 16, at: Shares, ...before: Uint8Array[]) => encodePng(image(depth, at), before);

/** The chart in the primaries of a space, encoded by this inverse transfer function. */
const inPrimaries =
  (space: Space, curve: (light: number) => number): Shares =>
  (x, y) =>
    inSpace(colourAt(picture, x, y), { ...space, gamma: 1 }).map(curve);
/** IEC 61966-2-1. */
const srgb = (light: number) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
const power = (exponent: number) => (light: number) => light ** (1 / exponent);
const inGrey =
  (curve: (light: number) => number): Shares =>
  (x, y) => [curve(linear(luma(colourAt(picture, x, y))))];
const asItIs: Shares = (x, y) => colourAt(picture, x, y).map((value) => value / 255);

const SRGB = chunk('sRGB', Buffer.from([0]));
/** RGB in full range by default. */
export const cicp = (primaries: number, transfer: number, matrix = 0, range = 1) =>
  chunk('cICP', Buffer.from([primaries, transfer, matrix, range]));
/** `cHRM`: white, red, green and blue, as x and y. */
const chrm = (...values: number[]) => chunk('cHRM', Buffer.concat(values.map((value) => uint32(Math.round(value * 100_000)))));
const SWAPPED_CHRM = chrm(0.3127, 0.329, 0.3, 0.6, 0.15, 0.06, 0.64, 0.33);
const P3_CHRM = chrm(0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06);

const p3 = inPrimaries(DISPLAY_P3, srgb);
const bt2020 = inPrimaries(BT_2020, power(2.4));

const byCicp: readonly CorpusPicture[] = [
  { name: 'PNG of 8 bits with cICP of Display P3', file: () => png(8, p3, cicp(12, 13)), shows },
  { name: 'PNG of 16 bits with cICP of Display P3', file: () => png(16, p3, cicp(12, 13)), shows },
  { name: 'PNG with cICP of BT.2020 and its 10-bit transfer function', file: () => png(8, bt2020, cicp(9, 14)), shows },
  { name: 'PNG of 16 bits with cICP of BT.2020', file: () => png(16, bt2020, cicp(9, 15)), shows },
  { name: 'PNG with cICP of linear light', file: () => png(16, inPrimaries(LINEAR, power(1)), cicp(1, 8)), shows },
  { name: 'PNG with cICP of exponent 2.8', file: () => png(16, inPrimaries(LINEAR, power(2.8)), cicp(1, 5)), shows },
  { name: 'PNG with cICP and a profile', file: () => png(8, p3, cicp(12, 13), iccp(rgbProfile(ADOBE_RGB))), shows },
  { name: 'PNG with cICP and sRGB', file: () => png(8, p3, SRGB, gama(1 / 2.2), cicp(12, 13)), shows },
  { name: 'grey PNG of 8 bits with cICP', file: () => png(8, inGrey(power(2.8)), cicp(9, 5)), shows: greyShown },
  { name: 'grey PNG of 16 bits with cICP', file: () => png(16, inGrey(power(1)), cicp(9, 8)), shows: greyShown },
  {
    name: 'grey PNG of 16 bits with alpha and cICP',
    file: () => png(16, (x, y) => [...inGrey(power(1))(x, y), 1], cicp(1, 8)),
    shows: greyShown,
  },
  {
    name: 'animated PNG with cICP of Display P3',
    file: () => encodeApng([image(8, p3), image(8, inPrimaries(SWAPPED, srgb)), image(8, p3)], [cicp(12, 13)]),
    shows: { ...shows, frames: 3 },
  },
  { name: 'PNG with cICP of sRGB and another gamma', file: () => png(8, asItIs, cicp(1, 13), gama(1)), shows: untouched },
  { name: 'PNG with cICP of a limited range', file: () => png(8, asItIs, cicp(9, 13, 0, 0)), shows: untouched },
  { name: 'PNG with cICP of YCbCr', file: () => png(8, asItIs, cicp(9, 13, 9)), shows: untouched },
  { name: 'PNG with cICP of unknown primaries', file: () => png(8, asItIs, cicp(2, 8)), shows: untouched },
  {
    name: 'PNG with cICP of an unknown transfer function, and gamma 1',
    file: () => png(16, inPrimaries(LINEAR, power(1)), cicp(9, 2), gama(1)),
    shows,
  },
  { name: 'PNG with truncated cICP', file: () => png(8, asItIs, chunk('cICP', Buffer.from([9, 16]))), shows: untouched },
];

const byGamma: readonly CorpusPicture[] = [
  { name: 'PNG with gamma 2.5', file: () => png(16, inPrimaries(LINEAR, power(1 / 2.5)), gama(2.5)), shows },
  { name: 'PNG with gamma 2', file: () => png(16, inPrimaries(LINEAR, power(1 / 2)), gama(2)), shows },
  { name: 'PNG with gamma 0.1', file: () => png(16, inPrimaries(LINEAR, power(10)), gama(0.1)), shows },
  { name: 'grey PNG of 16 bits with gamma 1', file: () => png(16, inGrey(power(1)), gama(1)), shows: greyShown },
  { name: 'grey PNG of 16 bits with gamma 1.3', file: () => png(16, inGrey(power(1 / 1.3)), gama(1.3)), shows: greyShown },
  { name: 'grey PNG of 8 bits with gamma 0.3', file: () => png(8, inGrey(power(1 / 0.3)), gama(0.3)), shows: greyShown },
  {
    name: 'PNG whose red and green primaries are swapped',
    file: () => png(8, inPrimaries(SWAPPED, power(2.2)), gama(1 / 2.2), SWAPPED_CHRM),
    shows,
  },
  {
    name: 'PNG of 16 bits with the primaries of Display P3 and gamma 1',
    file: () => png(16, inPrimaries(DISPLAY_P3, power(1)), P3_CHRM, gama(1)),
    shows,
  },
  {
    name: 'PNG with the primaries of Display P3 and a profile that is garbage',
    file: () => png(8, inPrimaries(DISPLAY_P3, power(2.2)), iccp(Buffer.from('no profile')), gama(1 / 2.2), P3_CHRM),
    shows,
  },
  { name: 'PNG with sRGB and other primaries', file: () => png(8, asItIs, SRGB, gama(1), SWAPPED_CHRM), shows: untouched },
  { name: 'PNG with other primaries and no gamma', file: () => png(8, asItIs, SWAPPED_CHRM), shows: untouched },
  { name: 'PNG with primaries of zero', file: () => png(8, asItIs, gama(1), chrm(0, 0, 0, 0, 0, 0, 0, 0)), shows: untouched },
  {
    name: 'PNG with primaries on one line',
    file: () => png(8, asItIs, gama(1), chrm(0.3, 0.3, 0.1, 0.1, 0.2, 0.2, 0.4, 0.4)),
    shows: untouched,
  },
];

export const cicpPictures: readonly CorpusPicture[] = [...byCicp, ...byGamma];
