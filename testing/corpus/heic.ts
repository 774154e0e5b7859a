import { CORNERS, heic } from '../heic';
import type { Raster } from '../reference';
import { type Colour, draw, mapColours } from './chart';
import { withNclx, withProperty } from './heif-property';
import { DISPLAY_P3, fromSpace } from './icc';
import { type CorpusPicture, LOSSY, type Shown } from './picture';
import { uint32 } from './png-codec';
import { createSequence, withoutStill } from './sequence';

/** The displayed picture of all files of 120 × 80. */
const corners = cornered(CORNERS);
const shows: Shown = { format: 'heic', picture: corners, near: LOSSY, frames: 1 };

/** The corner colours as Chromium 156 shows them in a PNG, interpreted as PQ samples in BT.2020. */
const CORNERS_IN_PQ: readonly Colour[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 139, 0],
];

const CORNERED: Record<string, string> = {
  landscape: 'as heif-enc writes it',
  'turned-90': 'rotated by 90 degrees, with contradicting EXIF',
  'turned-180': 'rotated by 180 degrees, with contradicting EXIF',
  'turned-270': 'rotated by 270 degrees, with contradicting EXIF',
  mirrored: 'mirrored, with the same in EXIF',
  'mirrored-turned': 'rotated and mirrored',
  thumbnail: 'with a thumbnail',
  'thumbnail-turned': 'with a thumbnail, both rotated and mirrored',
  'exif-alone': 'with an EXIF orientation, which is ignored',
  grid: 'a grid of tiles that extend beyond the edge',
  'ten-bits': 'of 10 bits',
  'halved-colours': '4:2:0',
};

/** The patches of `display-p3.heic` as stored. */
const P3_PATCHES: readonly Colour[] = [
  [200, 60, 50],
  [80, 170, 90],
  [60, 80, 190],
  [128, 128, 128],
];

/** The columns of `grey.heic`, and their values after expansion from limited range (16 to 235). */
const SHADES = [40, 90, 160, 220];
const EXPANDED = [28, 86, 168, 238];

export const heicPictures: readonly CorpusPicture[] = [
  ...Object.entries(CORNERED).map(([name, what]): CorpusPicture => ({ name: `HEIC, ${what}`, file: () => heic(name), shows })),
  {
    name: 'HEIC with alpha',
    file: () => heic('alpha'),
    shows: { ...shows, picture: draw(64, 64, (x) => [200, 30, 60, x < 32 ? 255 : 0]) },
  },
  {
    name: 'HEIC of the Display P3 gamut',
    file: () => heic('display-p3'),
    shows: { ...shows, picture: draw(128, 64, (x) => fromSpace(P3_PATCHES[Math.floor(x / 32)] ?? [0, 0, 0], DISPLAY_P3)) },
  },
  {
    name: 'HEIC of the Display P3 gamut, by nclx',
    file: () => withNclx(heic('landscape'), 12, 4),
    shows: { ...shows, picture: mapColours(corners, (colour) => fromSpace(colour, DISPLAY_P3)) },
  },
  {
    name: 'HEIC grid, of the Display P3 gamut by nclx',
    file: () => withNclx(heic('grid'), 12, 4),
    shows: { ...shows, picture: mapColours(corners, (colour) => fromSpace(colour, DISPLAY_P3)) },
  },
  {
    name: 'HEIC in PQ',
    file: () => withNclx(heic('ten-bits'), 9, 16),
    shows: { ...shows, picture: cornered(CORNERS_IN_PQ) },
  },
  {
    name: 'HEIC with a profile and nclx, as iPhones write HDR',
    file: () => withNclx(heic('display-p3'), 9, 16),
    shows: { ...shows, picture: draw(128, 64, (x) => fromSpace(P3_PATCHES[Math.floor(x / 32)] ?? [0, 0, 0], DISPLAY_P3)) },
  },
  {
    name: 'HEIC in grey',
    file: () => heic('grey'),
    shows: { ...shows, picture: draw(64, 64, (x) => Array(3).fill(SHADES[x >> 4])) },
  },
  {
    name: 'HEIC in limited-range grey',
    file: () => withNclx(heic('grey'), 1, 13, false),
    shows: { ...shows, picture: draw(64, 64, (x) => Array(3).fill(EXPANDED[x >> 4])) },
  },
  {
    name: 'HEIC with alpha and irot',
    file: () => withProperty(heic('alpha'), 'irot', Buffer.from([1])),
    shows: { ...shows, picture: draw(64, 64, (_x, y) => [200, 30, 60, y < 32 ? 0 : 255]) },
  },
  {
    name: 'HEIC with alpha and clap',
    file: () => withProperty(heic('alpha'), 'clap', Buffer.concat([32, 1, 64, 1, 0xffff_fff8, 1, 0, 1].map(uint32))),
    shows: { ...shows, picture: draw(32, 64, (x) => [200, 30, 60, x < 24 ? 255 : 0]) },
  },
  { name: 'HEIC called me.jpg', fileName: 'me.jpg', file: () => heic('turned-90'), shows },
  { name: 'HEIC without a file name', fileName: '', file: () => heic('turned-270'), shows },
  { name: 'HEIC with brand mif1', file: () => branded('mif1'), shows },
  ...['hevc', 'hevx', 'msf1'].map(
    (brand): CorpusPicture => ({
      name: `HEIC, animated, with brand ${brand}`,
      file: () => createSequence(heic('landscape'), brand, 3),
      shows: { ...shows, moves: 'format' },
    }),
  ),
  {
    name: 'HEIC, animated, without a still picture',
    file: () => withoutStill(createSequence(heic('landscape'), 'msf1', 3)),
    refused: 'unsupported_format',
  },
  {
    name: 'HEIC with a web page after its end',
    file: () => Buffer.concat([heic('grid'), Buffer.from('<script>alert(1)</script>')]),
    shows,
  },
  { name: 'HEIC with far more pixels than its header states', file: () => heic('understated'), refused: 'corrupt_image' },
  { name: 'HEIC with fewer pixels than its header states', file: () => sized(240, 160), refused: 'corrupt_image' },
  { name: 'HEIC with more pixels than allowed', file: () => sized(9_000, 12_000), refused: 'too_many_pixels' },
  { name: 'HEIC with a video brand', file: () => branded('isom'), refused: 'unsupported_format' },
];

function cornered(colours: readonly Colour[]): Raster {
  return draw(120, 80, (x, y) => colours[(y >= 40 ? 2 : 0) + (x >= 60 ? 1 : 0)] ?? []);
}

function branded(brand: string): Buffer {
  const file = heic('landscape');
  file.write(brand, 8, 'latin1');
  return file;
}

/** Changes the size in the header. */
function sized(width: number, height: number): Buffer {
  const file = heic('landscape');
  const size = file.indexOf('ispe') + 8;
  file.writeUInt32BE(width, size);
  file.writeUInt32BE(height, size + 4);
  return file;
}
