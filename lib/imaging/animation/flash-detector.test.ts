import { describe, expect, it } from 'vitest';
import { animation, flat } from '@/testing/animations';
import type { Raster } from '@/testing/reference';
import { decodeHeader } from '../decode/header';
import { resolveCrop } from '../geometry/crop';
import { cropAnimation } from './animation';
import { flashes } from './flash-detector';

const SIDE = 60;
const [BLACK, WHITE, GREY] = [
  [0, 0, 0],
  [255, 255, 255],
  [128, 128, 128],
];

/** About as dark as each other: a tenth of the light of white at most. */
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
  return flashes(await cropAnimation(upload, source, resolveCrop(source)));
}

/** Light and dark in turn, in the upper part of the picture alone where `share` is less than one. */
function strobe(dark: number[], light: number[], flashesCount: number, share = 1): Raster[] {
  const part = (colour: number[]) => {
    const frame = flat(SIDE, SIDE, dark);
    for (let at = 0; at < SIDE * SIDE * share; at += 1) frame.data.set(colour, at * colour.length);
    return frame;
  };
  return Array.from({ length: flashesCount * 2 }, (_frame, at) => part(at % 2 === 0 ? dark : light));
}

describe('an animation could cause a seizure', () => {
  it.each([
    ['light and dark, five times a second', strobe(BLACK, WHITE, 5), 100],
    ['light and dark, in two frames that go on for ever', strobe(BLACK, WHITE, 1), 50],
    ['frames that claim to take no time, which browsers show for a tenth of a second', strobe(BLACK, WHITE, 1), 0],
    ['light and dark over a third of the picture', strobe(BLACK, WHITE, 5, 0.34), 100],
    ['grey and black, a change of a fifth of the light', strobe(BLACK, GREY, 5), 100],
    ['light that swells and fades within each flash', swelling(), 30],
    ['light that goes up and down around that of the first frame', around(), 50],
    ['a red that is no lighter than the blue between', strobe(BLUE, RED, 5), 100],
    ['a dark red and black', strobe(BLACK, DARK_RED, 5), 100],
    ['white and nothing, on a page that is dark', strobe(CLEAR, OPAQUE_WHITE, 5), 100],
    ['black and nothing, on a page that is light', strobe(CLEAR, OPAQUE_BLACK, 5), 100],
  ])('%s', async (_what, frames, delay) => {
    expect(await inspect(frames, delay)).toBe(true);
  });
});

it('an animation could cause a seizure where several corners flash in the same second', async () => {
  expect(await inspect(corners(0, 2, 4), 50, 1)).toBe(true);
});

describe('an animation is harmless', () => {
  it.each([
    ['light and dark, three times a second', strobe(BLACK, WHITE, 3), 170],
    ['light and dark, five times a second, over a fifth of the picture', strobe(BLACK, WHITE, 5, 0.2), 100],
    ['two light greys, whose darker end is not dark', strobe([232, 232, 232], WHITE, 5), 100],
    ['two colours of about the same light, neither of them red', strobe(BLUE, GREEN, 5), 100],
    ['a red three times a second', strobe(BLUE, RED, 3), 170],
    ['two reds that are hardly told apart', strobe(RED, [204, 0, 0], 5), 100],
    ['a red that is not saturated, and a grey of its light', strobe([200, 110, 110], [137, 137, 137], 5), 100],
    ['three corners, each a tenth of the picture, one after another', corners(0, 60, 120), 50],
    ['a picture that fades in once', Array.from({ length: 20 }, (_frame, at) => flat(SIDE, SIDE, [at * 12, at * 12, at * 12])), 50],
  ])('%s', async (_what, frames, delay) => {
    expect(await inspect(frames, delay, 1)).toBe(false);
  });

  it('when it flashes no more than three times and then ends', async () => {
    expect(await inspect(strobe(BLACK, WHITE, 3), 50, 1)).toBe(false);
    expect(await inspect(strobe(BLACK, WHITE, 3), 50, 0)).toBe(true);
  });
});

/** The first frame is never seen again; half of what follows is lighter and half of it darker, by less than counts from the first. */
function around(): Raster[] {
  const grey = (level: number) => flat(SIDE, SIDE, [level, level, level]);
  return [grey(188), ...Array.from({ length: 20 }, (_frame, at) => grey(at % 2 === 0 ? 171 : 203))];
}

/** Rows of a tenth of the picture that each flash four times, from these frames on; 50 ms a frame is enough for ten in a second. */
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
