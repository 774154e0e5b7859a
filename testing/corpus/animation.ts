import { animation, flat } from '../animations';
import { apng, type Patch } from '../apng';
import { type Raster, storedFor } from '../reference';
import { type Colour, chart, colourAt, PATCHES } from './chart';
import { encodeGif, type GifFrame } from './gif-codec';
import { DISPLAY_P3, inSpace, linear, rgbProfile } from './icc';
import { type CorpusPicture, EXACT, ROUNDED } from './picture';
import { encodeApng, gama, iccp, type PngImage, RGB } from './png-codec';
import { composeScene, opaque, rgba, SCENES, type Scene } from './scenes';
import { encodeAnimatedWebp } from './webp-codec';

/** Palette index of the transparent colour. */
const CLEAR = 255;
/** Colour around the charts. */
const OUTSIDE: Colour = [255, 0, 255];
const PALETTE = [...PATCHES, OUTSIDE];
const INDICES = new Map(PALETTE.map((colour, index) => [colour.join(), index]));
const DISPOSALS = { none: 1, background: 2, previous: 3 };

const milliseconds = ([numerator, denominator]: readonly [number, number] = [1, 10]) => (1000 * numerator) / denominator;

/** @param transparent index of the transparent colour; files without transparent pixels omit it */
function gif({ width, height, patches, loop }: Scene, transparent?: number): Buffer {
  const frames = patches.map(({ picture, left = 0, top = 0, delay, dispose = 'none' }): GifFrame => {
    const at = (x: number, y: number) => {
      const [r, g, b, alpha] = rgba(picture, x, y);
      return alpha === 0 ? CLEAR : (INDICES.get([r, g, b].join()) ?? 0);
    };
    const { width, height } = picture;
    return { left, top, width, height, at, delay: milliseconds(delay) / 10, disposal: DISPOSALS[dispose], transparent };
  });
  // GIF stores the number of repetitions, and omits the extension for none.
  return encodeGif({ width, height, palette: PALETTE, frames, ...(loop !== 1 && { loop: Math.max(0, loop - 1) }) });
}

/**
 * The first frame of an APNG is also its static image, and so must have the size of the canvas. If it is smaller, a separate static image
 * precedes it.
 */
function png(scene: Scene): Promise<Buffer> {
  const { width, height, patches, loop } = scene;
  const [first] = patches;
  const isWhole = first?.picture.width === width && first.picture.height === height;
  return apng([width, height], patches, loop, isWhole ? undefined : composeScene(scene)[0]);
}

const FORMATS = {
  gif: { encode: (scene: Scene) => gif(scene, CLEAR), can: ({ needsAlpha }: Scene) => !needsAlpha },
  webp: { encode: encodeAnimatedWebp, can: ({ needsRestore }: Scene) => !needsRestore },
  png: { encode: png, can: () => true },
} as const;
const KINDS = ['gif', 'webp', 'png'] as const;

/** Browsers play a delay of 0 as 100 ms. */
const timing = (patches: readonly Patch[]) => patches.map(({ delay }) => milliseconds(delay) || 100);

function inEveryFormat(scene: Scene): CorpusPicture[] {
  const frames = composeScene(scene);
  const [picture] = frames;
  if (!picture) throw new Error('A scene has frames');
  return KINDS.filter((format) => FORMATS[format].can(scene)).map((format) => ({
    name: `${format}, animated, ${scene.what}`,
    file: () => FORMATS[format].encode(scene),
    shows: { format, picture, near: EXACT, frames: frames.length, moves: { frames, delays: timing(scene.patches), loop: scene.loop } },
  }));
}

const hasHoles = ({ data }: Raster) => data.some((value, at) => at % 4 === 3 && value === 0);

/** Scenes with canvas areas that no frame covers, without a transparent colour: browsers show these areas transparent. */
const uncoveredScenes = SCENES.filter(
  (scene) => composeScene(scene).some(hasHoles) && !scene.patches.some(({ picture }) => hasHoles(picture)),
);

function withoutTransparency(scene: Scene): CorpusPicture[] {
  return inEveryFormat(scene)
    .filter(({ name }) => name.startsWith('gif'))
    .map((picture) => ({ ...picture, name: `${picture.name}, without a transparent colour`, file: () => gif(scene) }));
}

/** The picture of all of these is the first frame, as a still. */
const dropped = (why: 'flashing' | 'frames', frames: readonly Raster[], delay: number): CorpusPicture[] =>
  KINDS.map((format) => ({
    name: `${format}, animated, shown as a still: ${why}`,
    file: () => animation(frames, { delays: frames.map(() => delay), format }),
    shows: { format, picture: frames[0] as Raster, near: EXACT, frames: frames.length, moves: why },
  }));

const strobe = Array.from({ length: 10 }, (_frame, at) => flat(64, 64, at % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
const long = Array.from({ length: 301 }, (_frame, at) => flat(16, 16, PATCHES[at % 2] ?? []));

const chartShiftedBy = (by: number) => chart(96, 64, [...PATCHES.slice(by), ...PATCHES.slice(0, by)]);
const [first, second, third] = [chartShiftedBy(0), chartShiftedBy(5), chartShiftedBy(10)];

/** Browsers ignore EXIF in a WebP; libvips and we do not. */
const orientations = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation): CorpusPicture => {
  const [frames, delays] = [
    [first, second, third],
    [200, 300, 250],
  ];
  return {
    name: `webp, animated, orientation ${orientation}`,
    file: () =>
      animation(
        frames.map((frame) => storedFor(frame, orientation)),
        { delays, format: 'webp', orientation },
      ),
    shows: { format: 'webp', picture: first, near: EXACT, frames: 3, moves: { frames, delays, loop: 0 } },
  };
});

type Samples = (colour: Colour) => readonly number[];
const inDepth =
  (shares: Samples, most: number): Samples =>
  (colour) =>
    shares(colour).map((share) => Math.round(share * most));

/** An APNG whose frames and still picture have the same colours. */
function coloured(name: string, depth: number, shares: Samples, before: Uint8Array): CorpusPicture {
  const samples = inDepth(shares, 2 ** depth - 1);
  const frames = [first, second, third];
  const image = (frame: Raster): PngImage => ({ width: 96, height: 64, depth, type: RGB, at: (x, y) => samples(colourAt(frame, x, y)) });
  return {
    name: `png, animated, ${name}`,
    file: () => encodeApng(frames.map(image), [before]),
    shows: { format: 'png', picture: first, near: ROUNDED, frames: 3, moves: { frames, delays: [250, 250, 250], loop: 0 } },
  };
}

const p3 = (colour: Colour) => inSpace(colour, DISPLAY_P3);
const ofGamma =
  (exponent: number): Samples =>
  (colour) =>
    colour.map((value) => linear(value) ** exponent);

const patch = (picture: Raster): Patch => ({ picture: opaque(picture), delay: [1, 4] });

/** An APNG with a separate static image, which browsers never show. */
function withStaticImage(what: string, patches: readonly Patch[]): CorpusPicture {
  const frames = composeScene({ width: 96, height: 64, patches });
  return {
    name: `png, animated, with a separate static image, ${what}`,
    file: () => apng([96, 64], patches, 0, opaque(third)),
    shows: { format: 'png', picture: frames[0] as Raster, near: EXACT, frames: 2, moves: { frames, delays: [250, 250], loop: 0 } },
  };
}

export const animationPictures: readonly CorpusPicture[] = [
  ...SCENES.flatMap(inEveryFormat),
  ...uncoveredScenes.flatMap(withoutTransparency),
  ...orientations,
  coloured('in Display P3, 8 bits', 8, p3, iccp(rgbProfile(DISPLAY_P3))),
  coloured('in Display P3, 16 bits', 16, p3, iccp(rgbProfile(DISPLAY_P3))),
  coloured('with gamma 1.8 of old Macintoshes', 8, ofGamma(1 / 1.8), gama(1 / 1.8)),
  coloured('with gamma 1, 16 bits', 16, ofGamma(1), gama(1)),
  {
    name: 'webp, animated, in Display P3 by libvips’s profile',
    file: () => animation([first, second, third], { delays: [250, 250, 250], format: 'webp', isWide: true }),
    shows: {
      format: 'webp',
      picture: first,
      near: ROUNDED,
      frames: 3,
      moves: { frames: [first, second, third], delays: [250, 250, 250], loop: 0 },
    },
  },
  ...dropped('flashing', strobe, 100),
  ...dropped('frames', long, 500),
  withStaticImage('which is not a frame', [patch(first), patch(second)]),
  withStaticImage('and a first frame smaller than its canvas', [
    { ...patch(flat(48, 32, [200, 40, 40], [50, 70, 190])), left: 24, top: 16 },
    patch(second),
  ]),
];
