import { readFileSync } from 'node:fs';
import { fromRaster } from '../pictures';
import type { Raster } from '../reference';
import { type Colour, chart, colourAt, draw, greys, PATCHES, withFadingAlpha } from './chart';
import { cicp } from './cicp';
import { DISPLAY_P3, inSpace } from './icc';
import { type CorpusPicture, LOSSY, type Nearness, ROUNDED, type Shown } from './picture';
import { chunk, encodePng, GREY, type PngImage, RGB, uint32 } from './png-codec';
import { createSequence, withoutStill } from './sequence';

// HDR pictures, and AVIF pictures with colours stated by nclx.

/** HDR patches as samples of 0 to 255. */
const SAMPLES = PATCHES.map(([r, g, b]): Colour => [scaled(r), scaled(g), scaled(b)]);

function scaled(value: number): number {
  return Math.round(value * 0.75);
}

/** The samples as Chromium 156 draws them on an sRGB canvas, by CICP code points: primaries and transfer characteristics. */
const CHROMIUM = {
  '1/18':
    '107,17,17 140,102,84 54,67,86 19,90,39 181,181,181 122,122,122 66,66,66 20,20,20 127,73,22 46,27,53 33,98,103 102,47,82 23,34,97 59,42,33 45,57,34 149,123,35',
  '9/16':
    '242,0,0 255,90,58 0,66,114 0,121,0 251,251,251 193,193,193 61,61,61 8,8,8 255,0,0 45,7,51 0,139,153 202,0,100 0,13,181 68,22,15 13,51,10 255,148,0',
  '9/16 of 400 cd/m²':
    '255,0,0 255,103,67 0,83,141 0,149,0 255,255,255 235,235,235 77,77,77 12,12,12 255,0,0 57,10,65 0,171,187 248,0,124 0,18,221 85,30,21 19,65,15 255,162,0',
  '9/16 of 4000 cd/m²':
    '242,0,0 251,83,53 0,66,114 0,121,0 223,223,223 193,193,193 61,61,61 8,8,8 251,0,0 45,7,51 0,139,153 202,0,100 0,13,181 68,22,15 13,51,10 247,134,0',
  '9/18':
    '137,0,10 161,96,80 39,68,88 0,94,28 181,181,181 122,122,122 66,66,66 20,20,20 152,63,0 54,24,55 0,102,104 124,33,85 0,34,101 69,39,32 37,58,30 167,120,0',
  '12/16':
    '212,0,0 255,115,63 33,65,113 0,116,0 251,251,251 193,193,193 61,61,61 8,8,8 247,45,0 41,11,51 0,135,152 178,0,99 5,20,179 60,26,15 25,50,11 255,163,0',
};

/** The requirement is 5; the measured error is smaller. */
const MAPPED: Nearness = { mean: 3, patch: 2 };

function shown(numbers: keyof typeof CHROMIUM, format: 'png' | 'avif', width = 96): Shown {
  const patches = CHROMIUM[numbers].split(' ').map((colour) => colour.split(',').map(Number));
  return {
    format,
    picture: chart(
      width,
      64,
      patches.map(([r = 0, g = 0, b = 0]): Colour => [r, g, b]),
    ),
    near: MAPPED,
  };
}

const samples = chart(96, 64, SAMPLES);
const png = (depth: 8 | 16, ...before: Uint8Array[]) => {
  const image: PngImage = {
    width: 96,
    height: 64,
    depth,
    type: RGB,
    at: (x, y) => colourAt(samples, x, y).map((value) => value * (depth === 16 ? 257 : 1)),
  };
  return encodePng(image, before);
};
/** Luminance of the brightest pixel, in cd/m². */
const peak = (light: number) => chunk('cLLI', Buffer.concat([uint32(light * 10_000), uint32(0)]));
/** Luminance of the mastering display, after chromaticities that are not read. */
const mastered = (light: number) => chunk('mDCV', Buffer.concat([Buffer.alloc(16), uint32(light * 10_000), uint32(1)]));

/** The grey patches in every row. */
const shades = (patches: readonly Colour[]) => chart(96, 64, [...patches, ...patches, ...patches, ...patches]);
const greySamples = shades(SAMPLES.slice(4, 8));

const avif = (raster: Raster, bitdepth: 8 | 10 = 10) => fromRaster(raster).avif({ lossless: true, effort: 0, bitdepth }).toBuffer();

/** An AVIF with other CICP code points in nclx. */
const numbered = async (raster: Raster, primaries: number, transfer: number, bitdepth?: 8 | 10) => {
  const file = await avif(raster, bitdepth);
  const at = file.indexOf('colrnclx') + 8;
  file.writeUInt16BE(primaries, at);
  file.writeUInt16BE(transfer, at + 2);
  return file;
};

const picture = chart(96, 64);
const small = chart(64, 64);
const clear = withFadingAlpha(small);
const p3 = draw(96, 64, (x, y) => inSpace(colourAt(picture, x, y), { ...DISPLAY_P3, gamma: 2.2 }).map((share) => Math.round(share * 255)));
const avifFile = (name: string) => readFileSync(`testing/corpus/avif/${name}.avif`);
/** Removes the colr box, so that only the AV1 sequence header states the colours. */
const unlabelled = (name: string) => {
  const file = avifFile(name);
  file.write('free', file.indexOf('colrnclx'), 'latin1');
  return file;
};

const shows: Shown = { format: 'avif', picture, near: ROUNDED };
const grey: Shown = { ...shows, picture: greys(small) };

/** RGBA of a pixel. */
const pixel = ({ data, width }: Raster, x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];

export const hdrPictures: readonly CorpusPicture[] = [
  { name: 'PNG of 16 bits in PQ', file: () => png(16, cicp(9, 16)), shows: shown('9/16', 'png') },
  { name: 'PNG of 8 bits in PQ', file: () => png(8, cicp(9, 16)), shows: shown('9/16', 'png') },
  { name: 'PNG of 16 bits in PQ and Display P3', file: () => png(16, cicp(12, 16)), shows: shown('12/16', 'png') },
  { name: 'PNG in PQ with its peak luminance', file: () => png(16, cicp(9, 16), peak(400)), shows: shown('9/16 of 400 cd/m²', 'png') },
  {
    name: 'PNG in PQ with its mastering display luminance',
    file: () => png(16, cicp(9, 16), mastered(4000)),
    shows: shown('9/16 of 4000 cd/m²', 'png'),
  },
  { name: 'PNG of 16 bits in HLG', file: () => png(16, cicp(9, 18)), shows: shown('9/18', 'png') },
  { name: 'PNG of 8 bits in HLG and sRGB', file: () => png(8, cicp(1, 18)), shows: shown('1/18', 'png') },
  {
    name: 'grey PNG of 16 bits in PQ',
    file: () =>
      encodePng({ width: 96, height: 64, depth: 16, type: GREY, at: (x, y) => [(colourAt(greySamples, x, y)[0] ?? 0) * 257] }, [
        cicp(9, 16),
      ]),
    shows: {
      format: 'png',
      picture: shades([
        [251, 251, 251],
        [193, 193, 193],
        [61, 61, 61],
        [8, 8, 8],
      ]),
      near: MAPPED,
    },
  },
  { name: 'AVIF of 10 bits in PQ', file: () => numbered(samples, 9, 16), shows: shown('9/16', 'avif') },
  { name: 'AVIF of 8 bits in PQ', file: () => numbered(samples, 9, 16, 8), shows: shown('9/16', 'avif') },
  { name: 'AVIF of 10 bits in PQ and Display P3', file: () => numbered(samples, 12, 16), shows: shown('12/16', 'avif') },
  { name: 'AVIF of 10 bits in HLG', file: () => numbered(samples, 9, 18), shows: shown('9/18', 'avif') },
  { name: 'AVIF of 8 bits in HLG', file: () => numbered(samples, 1, 18, 8), shows: shown('1/18', 'avif') },
  { name: 'AVIF in PQ as limited-range YCbCr', file: () => avifFile('pq'), shows: shown('9/16', 'avif', 64) },
  { name: 'AVIF in PQ, stated only in the AV1 sequence header', file: () => unlabelled('pq'), shows: shown('9/16', 'avif', 64) },
  {
    name: 'AVIF in PQ, animated',
    file: async () => createSequence(await numbered(samples, 9, 16), 'avis', 3),
    shows: { ...shown('9/16', 'avif'), frames: 1, moves: 'format' },
  },
  {
    name: 'AVIF in PQ, animated, without a still picture',
    file: () => withoutStill(createSequence(avifFile('pq'), 'avis', 3)),
    shows: { ...shown('9/16', 'avif', 64), frames: 1, moves: 'format' },
  },
  { name: 'AVIF of Display P3 by nclx, 8 bits', file: () => numbered(p3, 12, 4, 8), shows },
  { name: 'AVIF of Display P3 by nclx, 10 bits', file: () => numbered(p3, 12, 4), shows },
  { name: 'AVIF with the BT.709 transfer function, which is treated as sRGB', file: () => numbered(picture, 1, 1, 8), shows },
  { name: 'AVIF with unspecified code points', file: () => numbered(picture, 2, 2, 8), shows },
  { name: 'AVIF in limited-range grey', file: () => avifFile('grey-limited'), shows: grey },
  { name: 'AVIF in limited-range grey, stated only in the AV1 sequence header', file: () => unlabelled('grey-limited'), shows: grey },
  { name: 'AVIF in limited-range grey, 10 bits', file: () => avifFile('grey-limited-10'), shows: grey },
  {
    name: 'AVIF in limited-range grey, with alpha',
    file: () => avifFile('grey-limited-alpha'),
    shows: { ...grey, picture: withFadingAlpha(greys(small)) },
  },
  { name: 'AVIF with alpha and clap', file: () => avifFile('cut'), shows: { ...shows, picture: clear } },
  {
    name: 'AVIF with alpha and irot',
    file: () => avifFile('turned'),
    shows: { ...shows, picture: draw(64, 64, (x, y) => pixel(clear, 63 - y, x)) },
  },
  {
    name: 'AVIF with alpha and imir',
    file: () => avifFile('mirrored'),
    shows: { ...shows, picture: draw(64, 64, (x, y) => pixel(clear, 63 - x, y)) },
  },
  {
    name: 'AVIF with premultiplied alpha',
    file: () => avifFile('premultiplied'),
    shows: { ...shows, picture: clear, near: LOSSY },
  },
];
