import { type Colour, chart, colourAt, draw, PATCHES, patchAt } from './chart';
import { encodeGif, type Gif, type GifFrame } from './gif-codec';
import { type CorpusPicture, EXACT, type Shown } from './picture';

const SIDE = 64;
const picture = chart(SIDE, SIDE);
const shows: Shown = { format: 'gif', picture, near: EXACT, frames: 1 };

/** A palette index after those of the patches. */
const OTHER = PATCHES.length;
const OTHER_COLOUR: Colour = [7, 250, 120];

const at = (x: number, y: number) => patchAt(SIDE, x, y);
const whole: GifFrame = { width: SIDE, height: SIDE, at };
/** A frame of another colour: showing it means missing the picture. */
const later: GifFrame = { width: SIDE, height: SIDE, at: () => OTHER, delay: 10 };
/** The middle of the chart, on an otherwise uncovered canvas. */
const middle: GifFrame = { left: 16, top: 16, width: 32, height: 32, at: (x, y) => at(x + 16, y + 16) };

const gif =
  (frames: readonly GifFrame[], fields: Partial<Gif> = {}) =>
  () =>
    encodeGif({ width: SIDE, height: SIDE, palette: [...PATCHES, OTHER_COLOUR], frames, ...fields });

const uncovered = (isUncovered: (x: number, y: number) => boolean) =>
  draw(SIDE, SIDE, (x, y) => [...colourAt(picture, x, y), isUncovered(x, y) ? 0 : 255]);
const around = uncovered((x, y) => Math.min(x, y) < 16 || Math.max(x, y) >= 48);

export const gifPictures: readonly CorpusPicture[] = [
  { name: 'GIF', file: gif([whole]), shows },
  { name: 'GIF87a', file: gif([whole], { version: '87a' }), shows },
  { name: 'GIF, interlaced', file: gif([{ ...whole, interlaced: true }]), shows },
  {
    name: 'GIF with a transparent colour',
    file: gif([{ ...whole, transparent: 0 }]),
    shows: { ...shows, picture: uncovered((x, y) => at(x, y) === 0) },
  },
  { name: 'GIF with an unused transparent colour', file: gif([{ ...whole, transparent: 255 }]), shows },
  { name: 'GIF with a frame smaller than its canvas', file: gif([middle]), shows: { ...shows, picture: around } },
  {
    name: 'GIF with a frame smaller than its canvas, and a transparent colour',
    file: gif([{ ...middle, transparent: 255 }]),
    shows: { ...shows, picture: around },
  },
  {
    name: 'GIF, animated, whose first frame is smaller than its canvas',
    file: gif([middle, later]),
    shows: { ...shows, picture: around, frames: 2 },
  },
  { name: 'GIF, animated: its first frame', file: gif([whole, later, whole], { loop: 0 }), shows: { ...shows, frames: 3 } },
  ...[0, 1, 2, 3].map(
    (disposal): CorpusPicture => ({
      name: `GIF, animated, with disposal method ${disposal}: its first frame`,
      file: gif([{ ...whole, disposal }, { ...middle, disposal }, later], { loop: 3 }),
      shows: { ...shows, frames: 3 },
    }),
  ),
  { name: 'GIF without a trailer', file: () => gif([whole])().subarray(0, -1), shows },
  { name: 'GIF with a web page after its end', file: () => Buffer.concat([gif([whole])(), Buffer.from('<script>')]), shows },
  { name: 'GIF called me.png', fileName: 'me.png', file: gif([whole]), shows },
  { name: 'GIF without frames', file: gif([]), refused: 'corrupt_image' },
];
