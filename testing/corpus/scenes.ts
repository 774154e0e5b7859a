import type { Patch } from '../apng';
import type { Raster } from '../reference';
import { type Colour, chart, colourAt, draw, PATCHES, withFadingAlpha } from './chart';

/** The intended result of an animation, independent of its file format. */
export interface Scene {
  what: string;
  width: number;
  height: number;
  patches: readonly Patch[];
  /** Number of plays; 0 loops for ever. */
  loop: number;
  /** Not possible in GIF: partial alpha, or replacing pixels including their alpha. */
  needsAlpha?: boolean;
  /** Not possible in WebP: restoring the canvas before a frame. */
  needsRestore?: boolean;
}

const [WIDTH, HEIGHT] = [96, 64];

/** Charts that differ everywhere: patches are shifted by this many. */
const shifted = (by: number, width = WIDTH, height = HEIGHT) =>
  opaque(
    chart(
      width,
      height,
      PATCHES.map((_, index) => PATCHES[(index + by) % PATCHES.length] as Colour),
    ),
  );

/** Adds an alpha channel, because all patches of a file must have the same channels. */
export function opaque(picture: Raster, alpha = (_x: number, _y: number) => 255): Raster {
  return draw(picture.width, picture.height, (x, y) => [...colourAt(picture, x, y), alpha(x, y)]);
}

/** Slow enough not to count as flashing. */
const [SLOW, SLOWER, SLOWEST] = [
  [20, 100],
  [24, 100],
  [35, 100],
] as const satisfies Patch['delay'][];

const of = (index: number, width: number, height: number) => draw(width, height, () => [...(PATCHES[index] ?? []), 255]);
const ground: Patch = { picture: shifted(0), delay: SLOW };
/** A rectangle in the middle of the canvas, and a smaller one beside it. */
const small: Patch = { picture: of(12, 32, 16), left: 32, top: 16, delay: SLOWER };
const corner: Patch = { picture: of(15, 16, 16), left: 16, top: 48, delay: SLOWEST };
/** A chart with transparent holes. */
const holes = opaque(shifted(5), (x, y) => ((x >> 4) + (y >> 4)) % 2 && 255);

const scene = (what: string, patches: readonly Patch[], fields: Partial<Scene> = {}): Scene => ({
  what,
  width: WIDTH,
  height: HEIGHT,
  patches,
  loop: 0,
  ...fields,
});

const whole = (width: number, height: number): Patch[] =>
  [SLOW, SLOWEST, SLOWER].map((delay, index) => ({ picture: shifted(index * 5, width, height), delay }));

export const SCENES: readonly Scene[] = [
  scene('of full frames', whole(WIDTH, HEIGHT)),
  scene('of full frames, large', whole(384, 256), { width: 384, height: 256 }),
  scene('that is played three times', whole(WIDTH, HEIGHT), { loop: 3 }),
  scene('that is played once', whole(WIDTH, HEIGHT), { loop: 1 }),
  scene('with delays from none to long', [
    { ...ground, delay: [0, 100] },
    { ...small, delay: [2, 100] },
    { ...corner, delay: [3000, 100] },
  ]),
  scene('with smaller frames over its first', [ground, small, corner]),
  scene('whose first frame is smaller than its canvas', [small, corner, ground]),
  scene('with a frame that is cleared', [ground, { ...small, dispose: 'background' }, corner]),
  scene('whose frames are all cleared', [
    { ...ground, dispose: 'background' },
    { ...small, dispose: 'background' },
    { ...corner, dispose: 'background' },
  ]),
  scene('with a frame that restores the canvas before it', [ground, { ...small, dispose: 'previous' }, corner], { needsRestore: true }),
  scene('with partly transparent frames', [ground, { picture: holes, delay: SLOWER, blend: 'over' }, { ...corner, blend: 'over' }]),
  scene('with transparent holes in its first frame', [{ picture: holes, delay: SLOW }, { ...small, blend: 'over' }, corner]),
  scene('with a frame of a single pixel', [ground, { picture: of(3, 1, 1), left: 48, top: 32, delay: SLOWEST }]),
  scene(
    'with a half-transparent frame composited over another',
    [ground, { picture: withFadingAlpha(shifted(7)), delay: SLOWEST, blend: 'over' }],
    {
      needsAlpha: true,
    },
  ),
  scene('with a frame that replaces pixels including their alpha', [ground, { picture: holes, delay: SLOWEST }, corner], {
    needsAlpha: true,
  }),
];

/** The displayed canvas of each frame, as the formats define it. */
export function composeScene({ width, height, patches }: Pick<Scene, 'width' | 'height' | 'patches'>): Raster[] {
  let canvas = draw(width, height, () => [0, 0, 0, 0]);
  return patches.map((patch) => {
    const { dispose, left = 0, top = 0, picture } = patch;
    const shown = composite(canvas, patch);
    const nothing = draw(picture.width, picture.height, () => [0, 0, 0, 0]);
    if (dispose === 'background') canvas = composite(shown, { picture: nothing, left, top });
    else if (dispose !== 'previous') canvas = shown;
    return shown;
  });
}

function composite(canvas: Raster, { picture, left = 0, top = 0, blend = 'source' }: Patch): Raster {
  const inside = (x: number, y: number) => x >= left && y >= top && x < left + picture.width && y < top + picture.height;
  return draw(canvas.width, canvas.height, (x, y) => {
    const below = rgba(canvas, x, y);
    if (!inside(x, y)) return below;
    const above = rgba(picture, x - left, y - top);
    return blend === 'over' ? over(above, below) : above;
  });
}

function over(above: readonly number[], below: readonly number[]): number[] {
  const [share, rest] = [(above[3] ?? 0) / 255, ((below[3] ?? 0) / 255) * (1 - (above[3] ?? 0) / 255)];
  const alpha = share + rest;
  if (alpha === 0) return [0, 0, 0, 0];
  const mixed = [0, 1, 2].map((channel) => ((above[channel] ?? 0) * share + (below[channel] ?? 0) * rest) / alpha);
  return [...mixed, alpha * 255].map(Math.round);
}

export function rgba({ data, width }: Raster, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}
