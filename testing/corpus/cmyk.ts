import { sharp } from '@/lib/imaging/sharp';
import { type Colour, chart, PATCHES, patchAt } from './chart';
import { ADOBE_RGB, inkProfile, rgbProfile } from './icc';
import { adobe, encodeJpeg, iccSegments, segment, ycc } from './jpeg-codec';
import type { CorpusPicture, Shown } from './picture';

type Inks = readonly [cyan: number, magenta: number, yellow: number, black: number];

/**
 * Inks, 255 for all of one, and the sRGB that Little CMS makes of them by the profile that the image library carries for printing
 * (“Chemical proof” by Graeme W. Gill, public domain), with the intent that it asks for: computed with Pillow, not with that library.
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

/** What a press of our own makes of all sixteen ways to have all or nothing of each ink: none is white and all are black, else no engine believes it. */
const PRESS: readonly Colour[] = [[255, 255, 255], ...PATCHES.slice(1, -1), [0, 0, 0]];
const FULL_INKS = PRESS.map((_, index) => [8, 4, 2, 1].map((bit) => (index & bit ? 255 : 0)) as unknown as Inks);

const SIDE = 64;

/** What those inks look like. */
export const PRINTED_CHART = chart(
  SIDE,
  SIDE,
  PRINTED.map(([, colour]) => colour),
);

const near = { mean: 1, patch: 1 };
const shows: Shown = { format: 'jpeg', picture: PRINTED_CHART, near };

/** As all programs store CMYK in JPEG since Photoshop did: 255 for none of an ink. Readers expect it with or without Adobe's marker. */
const inverted = (inks: Inks) => inks.map((ink) => 255 - ink);

/** Cyan, magenta and yellow as a picture of their own, in luma and chroma; black beside it. */
const ycck = ([c, m, y, k]: Inks) => [...ycc([c, m, y]), 255 - k];

function printed(inks: readonly Inks[], segments: readonly Uint8Array[], stored: (inks: Inks) => number[] = inverted): Buffer {
  const at = (x: number, y: number) => stored(inks[patchAt(SIDE, x, y)] ?? [0, 0, 0, 0]);
  return encodeJpeg({ width: SIDE, height: SIDE, at }, segments);
}

async function libraryProfile(): Promise<Uint8Array> {
  const blank = sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } });
  const { icc } = await sharp(await blank.withIccProfile('cmyk').jpeg().toBuffer()).metadata();
  if (!icc) throw new Error('The image library has embedded no profile');
  return icc;
}

export const cmykPictures: readonly CorpusPicture[] = [
  { name: 'CMYK without any marker', file: () => printed(INKS, []), shows },
  { name: 'CMYK with Adobe’s marker', file: () => printed(INKS, [adobe(0)]), shows },
  {
    name: 'CMYK as YCCK with Adobe’s marker',
    file: () => printed(INKS, [adobe(2)], ycck),
    shows: { ...shows, near: { mean: 1, patch: 1.5 } },
  },
  { name: 'CMYK with a large printing profile', file: async () => printed(INKS, [adobe(0), iccSegments(await libraryProfile())]), shows },
  {
    name: 'CMYK with a printing profile of its own',
    file: () => printed(FULL_INKS, [adobe(0), iccSegments(inkProfile(PRESS))]),
    shows: { ...shows, picture: chart(SIDE, SIDE, PRESS) },
  },
  { name: 'CMYK with the profile of a screen', file: () => printed(INKS, [adobe(0), iccSegments(rgbProfile(ADOBE_RGB))]), shows },
  { name: 'CMYK with a profile that is garbage', file: () => printed(INKS, [adobe(0), iccSegments(Buffer.from('no profile'))]), shows },
  { name: 'CMYK with an empty segment of Photoshop’s', file: () => printed(INKS, [segment(0xed), adobe(0)]), shows },
];
