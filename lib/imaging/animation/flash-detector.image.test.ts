import { describe, expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import type { Raster } from '@/testing/reference';
import { decodeHeader } from '../decode/header';
import { resolveCrop } from '../geometry/crop';
import { cropAnimation } from './animation';
import { hasDangerousFlashes } from './flash-detector';

const SIDE = 60;
const [BLACK, WHITE, GREY] = [
  [0, 0, 0],
  [255, 255, 255],
  [128, 128, 128],
];

/** Colours of similar luminance: at most a tenth of white. */
const [RED, DARK_RED, GREEN, BLUE] = [
  [200, 0, 0],
  [120, 0, 0],
  [0, 105, 0],
  [0, 0, 255],
];
const [CLEAR, OPAQUE_WHITE, OPAQUE_BLACK] = [
  [0, 0, 0, 0],
  [255, 255, 255, 255],
  [0, 0, 0, 255],
];

async function inspect(frames: readonly Raster[], delay: number, loop = 0): Promise<boolean> {
  const upload = await animation(frames, { delays: frames.map(() => delay), loop });
  const source = await decodeHeader(upload);
  return hasDangerousFlashes(await cropAnimation(upload, source, resolveCrop(source)));
}

/** Alternates dark and light frames; only the upper part changes if `share` is less than one. */
function strobe(dark: number[], light: number[], flashCount: number, share = 1): Raster[] {
  const part = (colour: number[]) => {
    const frame = flat(SIDE, SIDE, dark);
    for (let at = 0; at < SIDE * SIDE * share; at += 1) frame.data.set(colour, at * colour.length);
    return frame;
  };
  return Array.from({ length: flashCount * 2 }, (_frame, at) => part(at % 2 === 0 ? dark : light));
}

describe('an animation is reported as flashing', () => {
  it.each([
    ['with light and dark, five times a second', strobe(BLACK, WHITE, 5), 100],
    ['with light and dark in two frames that loop for ever', strobe(BLACK, WHITE, 1), 50],
    ['with delays of 0, which browsers play as 100 ms', strobe(BLACK, WHITE, 1), 0],
    ['with light and dark over a third of the picture', strobe(BLACK, WHITE, 5, 0.34), 100],
    ['with grey and black, a change of a fifth of the relative luminance', strobe(BLACK, GREY, 5), 100],
    ['with flashes that brighten and fade gradually', swelling(), 30],
    ['with luminance that alternates around that of the first frame', around(), 50],
    ['with a red no lighter than the blue between', strobe(BLUE, RED, 5), 100],
    ['with a dark red and black', strobe(BLACK, DARK_RED, 5), 100],
    ['with white and transparent frames, on a dark page', strobe(CLEAR, OPAQUE_WHITE, 5), 100],
    ['with black and transparent frames, on a light page', strobe(CLEAR, OPAQUE_BLACK, 5), 100],
  ])('%s', async (_what, frames, delay) => {
    expect(await inspect(frames, delay)).toBe(true);
  });
});

it('an animation is reported as flashing if several areas flash in the same second', async () => {
  expect(await inspect(corners(0, 2, 4), 50, 1)).toBe(true);
});

describe('an animation is not reported as flashing', () => {
  it.each([
    ['with light and dark, three times a second', strobe(BLACK, WHITE, 3), 170],
    ['with light and dark, five times a second, over a fifth of the picture', strobe(BLACK, WHITE, 5, 0.2), 100],
    ['with two light greys, of which the darker is not dark', strobe([232, 232, 232], WHITE, 5), 100],
    ['with two colours of similar luminance, neither of them red', strobe(BLUE, GREEN, 5), 100],
    ['with a red three times a second', strobe(BLUE, RED, 3), 170],
    ['with two similar reds', strobe(RED, [204, 0, 0], 5), 100],
    ['with an unsaturated red, and a grey of its luminance', strobe([200, 110, 110], [137, 137, 137], 5), 100],
    ['with three areas, each a tenth of the picture, one after another', corners(0, 60, 120), 50],
    ['with a single fade-in', Array.from({ length: 20 }, (_frame, at) => flat(SIDE, SIDE, [at * 12, at * 12, at * 12])), 50],
  ])('%s', async (_what, frames, delay) => {
    expect(await inspect(frames, delay, 1)).toBe(false);
  });

  it('if it flashes at most three times and then ends', async () => {
    expect(await inspect(strobe(BLACK, WHITE, 3), 50, 1)).toBe(false);
    expect(await inspect(strobe(BLACK, WHITE, 3), 50, 0)).toBe(true);
  });
});

/** The first frame is shown once. Of the others, half are lighter and half darker than it, by less than a countable change. */
function around(): Raster[] {
  const grey = (level: number) => flat(SIDE, SIDE, [level, level, level]);
  return [grey(188), ...Array.from({ length: 20 }, (_frame, at) => grey(at % 2 === 0 ? 171 : 203))];
}

/**
 * Three areas of a tenth of the picture that each flash four times from a given frame on. At 50 ms a frame, ten flashes fit into a second.
 */
function corners(...starts: number[]): Raster[] {
  const rows = SIDE / 10;
  return Array.from({ length: 140 }, (_frame, at) => {
    const frame = flat(SIDE, SIDE, BLACK);
    for (const [corner, start] of starts.entries()) {
      const isLight = at >= start && at < start + 8 && (at - start) % 2 === 0;
      if (isLight) frame.data.fill(255, corner * 3 * rows * SIDE * 3, (corner * 3 + 1) * rows * SIDE * 3);
    }
    return frame;
  });
}

function swelling(): Raster[] {
  const levels = [0, 60, 120, 180, 240, 180, 120, 60];
  return Array.from({ length: 4 }, () => levels.map((level) => flat(SIDE, SIDE, [level, level, level]))).flat();
}
