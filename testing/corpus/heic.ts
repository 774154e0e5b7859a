import { CORNERS, heic } from '../heic';
import type { Raster } from '../reference';
import { type Colour, drawn, recoloured } from './chart';
import { withNumbers, withProperty } from './heif-property';
import { DISPLAY_P3, fromSpace } from './icc';
import { type CorpusPicture, LOSSY, type Shown } from './picture';
import { uint32 } from './png-codec';
import { asSequence, withoutStill } from './sequence';

/** What all those of 120 × 80 show, however they are stored. */
const corners = cornered(CORNERS);
const shows: Shown = { format: 'heic', picture: corners, near: LOSSY, frames: 1 };

/** How Chromium 156 shows them as samples of PQ in BT.2020, of a PNG. */
const CORNERS_IN_PQ: readonly Colour[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 139, 0],
];

const CORNERED: Record<string, string> = {
  landscape: 'as heif-enc writes it',
  'turned-90': 'turned by a quarter, with EXIF that says otherwise',
  'turned-180': 'turned by a half, with EXIF that says otherwise',
  'turned-270': 'turned by three quarters, with EXIF that says otherwise',
  mirrored: 'mirrored, and EXIF says so once more',
  'mirrored-turned': 'turned and mirrored',
  'exif-alone': 'with an EXIF orientation, which does not count',
  grid: 'in tiles, the last of them partly beyond its edge',
  'ten-bits': 'of 10 bits',
  'halved-colours': 'with colours at half the resolution',
};

/** The patches of `display-p3.heic` as the file has them. */
const P3_PATCHES: readonly Colour[] = [
  [200, 60, 50],
  [80, 170, 90],
  [60, 80, 190],
  [128, 128, 128],
];

/** The columns of `grey.heic`, and what they are when 16 is black and 235 is white. */
const SHADES = [40, 90, 160, 220];
const EXPANDED = [28, 86, 168, 238];

export const heicPictures: readonly CorpusPicture[] = [
  ...Object.entries(CORNERED).map(([name, what]): CorpusPicture => ({ name: `HEIC, ${what}`, file: () => heic(name), shows })),
  {
    name: 'HEIC with alpha',
    file: () => heic('alpha'),
    shows: { ...shows, picture: drawn(64, 64, (x) => [200, 30, 60, x < 32 ? 255 : 0]) },
  },
  {
    name: 'HEIC of the Display P3 gamut',
    file: () => heic('display-p3'),
    shows: { ...shows, picture: drawn(128, 64, (x) => fromSpace(P3_PATCHES[Math.floor(x / 32)] ?? [0, 0, 0], DISPLAY_P3)) },
  },
  {
    name: 'HEIC of the Display P3 gamut, by numbers',
    file: () => withNumbers(heic('landscape'), 12, 4),
    shows: { ...shows, picture: recoloured(corners, (colour) => fromSpace(colour, DISPLAY_P3)) },
  },
  {
    name: 'HEIC in tiles, of the Display P3 gamut by numbers',
    file: () => withNumbers(heic('grid'), 12, 4),
    shows: { ...shows, picture: recoloured(corners, (colour) => fromSpace(colour, DISPLAY_P3)) },
  },
  {
    name: 'HEIC in PQ',
    file: () => withNumbers(heic('ten-bits'), 9, 16),
    shows: { ...shows, picture: cornered(CORNERS_IN_PQ) },
  },
  {
    name: 'HEIC with a profile beside its numbers, as iPhones write high dynamic range',
    file: () => withNumbers(heic('display-p3'), 9, 16),
    shows: { ...shows, picture: drawn(128, 64, (x) => fromSpace(P3_PATCHES[Math.floor(x / 32)] ?? [0, 0, 0], DISPLAY_P3)) },
  },
  {
    name: 'HEIC in grey',
    file: () => heic('grey'),
    shows: { ...shows, picture: drawn(64, 64, (x) => Array(3).fill(SHADES[x >> 4])) },
  },
  {
    name: 'HEIC in grey of a limited range',
    file: () => withNumbers(heic('grey'), 1, 13, false),
    shows: { ...shows, picture: drawn(64, 64, (x) => Array(3).fill(EXPANDED[x >> 4])) },
  },
  {
    name: 'HEIC with alpha, turned',
    file: () => withProperty(heic('alpha'), 'irot', Buffer.from([1])),
    shows: { ...shows, picture: drawn(64, 64, (_x, y) => [200, 30, 60, y < 32 ? 0 : 255]) },
  },
  {
    name: 'HEIC with alpha, cut',
    file: () => withProperty(heic('alpha'), 'clap', Buffer.concat([32, 1, 64, 1, 0xffff_fff8, 1, 0, 1].map(uint32))),
    shows: { ...shows, picture: drawn(32, 64, (x) => [200, 30, 60, x < 24 ? 255 : 0]) },
  },
  { name: 'HEIC called me.jpg', fileName: 'me.jpg', file: () => heic('turned-90'), shows },
  { name: 'HEIC without a name', fileName: '', file: () => heic('turned-270'), shows },
  { name: 'HEIC that says to be a picture of any codec', file: () => branded('mif1'), shows },
  ...['hevc', 'hevx', 'msf1'].map(
    (brand): CorpusPicture => ({
      name: `HEIC, animated, of the brand ${brand}`,
      file: () => asSequence(heic('landscape'), brand, 3),
      shows: { ...shows, moves: 'format' },
    }),
  ),
  {
    name: 'HEIC, animated, without a still picture',
    file: () => withoutStill(asSequence(heic('landscape'), 'msf1', 3)),
    refused: 'unsupported_format',
  },
  {
    name: 'HEIC with a web page after its end',
    file: () => Buffer.concat([heic('grid'), Buffer.from('<script>alert(1)</script>')]),
    shows,
  },
  { name: 'HEIC that holds many more pixels than it says', file: () => heic('understated'), refused: 'corrupt_image' },
  { name: 'HEIC that holds fewer pixels than it says', file: () => sized(240, 160), refused: 'corrupt_image' },
  { name: 'HEIC of more pixels than are taken', file: () => sized(9_000, 12_000), refused: 'too_many_pixels' },
  { name: 'HEIC of a video’s brand', file: () => branded('isom'), refused: 'unsupported_format' },
];

function cornered(colours: readonly Colour[]): Raster {
  return drawn(120, 80, (x, y) => colours[(y >= 40 ? 2 : 0) + (x >= 60 ? 1 : 0)] ?? []);
}

function branded(brand: string): Buffer {
  const file = heic('landscape');
  file.write(brand, 8, 'latin1');
  return file;
}

/** Says that it is this large. */
function sized(width: number, height: number): Buffer {
  const file = heic('landscape');
  const size = file.indexOf('ispe') + 8;
  file.writeUInt32BE(width, size);
  file.writeUInt32BE(height, size + 4);
  return file;
}
