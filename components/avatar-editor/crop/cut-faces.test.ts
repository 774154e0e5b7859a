import { describe, expect, it } from 'vitest';
import { cutsFace } from './cut-faces';

const PICTURE = { width: 1000, height: 600 };
/** At the left, a little above the middle. */
const FACE = { x: 150, y: 200, width: 100, height: 120 };
const square = (x: number, y: number, width: number, rest: { rotate?: number; flip?: boolean } = {}) => ({
  x,
  y,
  width,
  height: width,
  rotate: 0,
  ...rest,
});

describe('the circle of a crop', () => {
  it.each<[string, boolean, ReturnType<typeof square>]>([
    ['around the face cuts nothing', false, square(50, 100, 320)],
    ['through the face cuts it', true, square(200, 100, 320)],
    ['shows the face in its square alone cuts it', true, square(140, 190, 300)],
    ['in the middle of the face cuts it', true, square(160, 220, 80)],
    ['away from the face cuts nothing: the subject is another one', false, square(500, 100, 320)],
    ['around the face of a mirrored picture cuts nothing', false, square(630, 100, 320, { flip: true })],
    ['through the face of a mirrored picture cuts it', true, square(480, 100, 320, { flip: true })],
    ['around the face of a turned picture cuts nothing', false, square(180, 50, 320, { rotate: 90 })],
    ['where the face would be without the turn is away from it', false, square(50, 600, 320, { rotate: 90 })],
    ['around the face of a straightened picture cuts nothing', false, square(183, 165, 320, { rotate: 30 })],
    ['through the face of a straightened picture cuts it', true, square(333, 165, 320, { rotate: 30 })],
  ])('%s', (_what, cuts, crop) => {
    expect(cutsFace([FACE], crop, PICTURE)).toBe(cuts);
  });

  it('may cut a neighbour of a face that it shows', () => {
    const crop = square(100, 100, 320);
    const neighbour = { ...FACE, x: 350 };
    expect(cutsFace([neighbour], crop, PICTURE)).toBe(true);
    expect(cutsFace([neighbour, { ...FACE, x: 200 }], crop, PICTURE)).toBe(false);
    // A face in the background is not the subject.
    expect(cutsFace([neighbour, { x: 220, y: 240, width: 30, height: 36 }], crop, PICTURE)).toBe(true);
  });

  it('cuts nothing while no face is known', () => {
    expect(cutsFace([], square(0, 0, 600), PICTURE)).toBe(false);
  });
});
