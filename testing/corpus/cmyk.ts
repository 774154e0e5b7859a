import { sharp } from '@/lib/imaging/sharp';
import { type Colour, chart, PATCHES, patchAt } from './chart';
import { ADOBE_RGB, inkProfile, rgbProfile } from './icc';
import { adobe, encodeJpeg, iccSegments, segment, ycc } from './jpeg-codec';
import type { CorpusPicture, Shown } from './picture';

type Inks = readonly [cyan: number, magenta: number, yellow: number, black: number];

/**
 * CMYK inks (255 is full coverage) with the sRGB colours that Little CMS computes for them, using the print profile of libvips (“Chemical
 * proof” by Graeme W. Gill, public domain) and its rendering intent. Computed with Pillow, not with libvips.
 */
const PRINTED: readonly (readonly [inks: Inks, colour: Colour])[] = [
  [
    [20, 200, 180, 10],
    [211, 74, 66],
  ],
  [
    [30, 80, 90, 10],
    [210, 161, 142],
  ],
  [
    [150, 100, 40, 30],
    [98, 118, 149],
  ],
  [
    [180, 30, 200, 20],
    [56, 142, 79],
  ],
  [
    [0, 0, 0, 0],
    [255, 255, 255],
  ],
  [
    [20, 15, 15, 20],
    [211, 211, 214],
  ],
  [
    [90, 80, 80, 40],
    [142, 135, 133],
  ],
  [
    [0, 0, 0, 200],
    [75, 72, 69],
  ],
  [
    [20, 120, 220, 0],
    [226, 134, 43],
  ],
  [
    [150, 190, 60, 40],
    [106, 67, 110],
  ],
  [
    [180, 20, 70, 0],
    [19, 161, 174],
  ],
  [
    [40, 180, 20, 10],
    [196, 90, 141],
  ],
  [
    [220, 180, 10, 10],
    [48, 70, 138],
  ],
  [
    [60, 100, 120, 120],
    [118, 95, 79],
  ],
  [
    [120, 60, 200, 80],
    [106, 118, 58],
  ],
  [
    [10, 20, 190, 0],
    [247, 218, 70],
  ],
];

/** The inks of {@link PRINTED_CHART}. */
export const INKS = PRINTED.map(([inks]) => inks);

/**
 * Colours of a custom press for all sixteen combinations of full and no ink. No ink must be white and all inks black, or colour engines
 * reject the profile.
 */
const PRESS: readonly Colour[] = [[255, 255, 255], ...PATCHES.slice(1, -1), [0, 0, 0]];
const FULL_INKS = PRESS.map((_, index): Inks => {
  const ink = (bit: number) => (index & bit ? 255 : 0);
  return [ink(8), ink(4), ink(2), ink(1)];
});

const SIDE = 64;

/** The colours of those inks. */
export const PRINTED_CHART = chart(
  SIDE,
  SIDE,
  PRINTED.map(([, colour]) => colour),
);

const near = { mean: 1, patch: 1 };
const shows: Shown = { format: 'jpeg', picture: PRINTED_CHART, near };

/** Inverted CMYK, as Photoshop introduced it for JPEG: 255 is no ink. Readers expect it with or without an Adobe segment. */
const inverted = (inks: Inks) => inks.map((ink) => 255 - ink);

/** YCCK: cyan, magenta and yellow as YCbCr, plus black. */
const ycck = ([c, m, y, k]: Inks) => [...ycc([c, m, y]), 255 - k];

function printed(inks: readonly Inks[], segments: readonly Uint8Array[], stored: (inks: Inks) => number[] = inverted): Buffer {
  const at = (x: number, y: number) => stored(inks[patchAt(SIDE, x, y)] ?? [0, 0, 0, 0]);
  return encodeJpeg({ width: SIDE, height: SIDE, at }, segments);
}

async function libraryProfile(): Promise<Uint8Array> {
  const blank = sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } });
  const { icc } = await sharp(await blank.withIccProfile('cmyk').jpeg().toBuffer()).metadata();
  if (!icc) throw new Error('libvips has embedded no profile');
  return icc;
}

export const cmykPictures: readonly CorpusPicture[] = [
  { name: 'CMYK without an Adobe segment', file: () => printed(INKS, []), shows },
  { name: 'CMYK with an Adobe segment', file: () => printed(INKS, [adobe(0)]), shows },
  {
    name: 'CMYK as YCCK with an Adobe segment',
    file: () => printed(INKS, [adobe(2)], ycck),
    shows: { ...shows, near: { mean: 1, patch: 1.5 } },
  },
  { name: 'CMYK with a large print profile', file: async () => printed(INKS, [adobe(0), iccSegments(await libraryProfile())]), shows },
  {
    name: 'CMYK with a custom print profile',
    file: () => printed(FULL_INKS, [adobe(0), iccSegments(inkProfile(PRESS))]),
    shows: { ...shows, picture: chart(SIDE, SIDE, PRESS) },
  },
  { name: 'CMYK with a display profile', file: () => printed(INKS, [adobe(0), iccSegments(rgbProfile(ADOBE_RGB))]), shows },
  { name: 'CMYK with an invalid profile', file: () => printed(INKS, [adobe(0), iccSegments(Buffer.from('no profile'))]), shows },
  { name: 'CMYK with an empty Photoshop segment', file: () => printed(INKS, [segment(0xed), adobe(0)]), shows },
];
