import { expect, it } from 'vitest';
import { findWarnings } from './warnings';

const SIDE = 32;
type Pixel = readonly [number, number, number, number];

/** A square of pixels by their place from 0 to 1. */
function square(pixelAt: (x: number, y: number) => Pixel): Uint8ClampedArray {
  return new Uint8ClampedArray(
    Array.from({ length: SIDE * SIDE }, (_, at) => pixelAt((at % SIDE) / SIDE, Math.floor(at / SIDE) / SIDE)).flat(),
  );
}
const plain = (...pixel: Pixel) => square(() => pixel);
/** A logo: a bar of one colour on transparency. */
const bar = (...pixel: Pixel) => square((_x, y) => (Math.abs(y - 0.5) < 0.2 ? pixel : [0, 0, 0, 0]));

it.each<[string, Uint8ClampedArray, string[]]>([
  ['a photo', square((x, y) => [x * 255, y * 255, 128, 255]), []],
  ['a white square', plain(255, 255, 255, 255), ['light']],
  ['a nearly black square', plain(20, 20, 24, 255), ['dark']],
  ['a dark logo on transparency', bar(24, 24, 24, 255), ['dark']],
  ['a white logo on transparency', bar(255, 255, 255, 255), ['light']],
  [
    'a logo of two colours',
    square((x, y) => (Math.abs(y - 0.5) < 0.2 ? (x < 0.5 ? [20, 20, 20, 255] : [230, 40, 40, 255]) : [0, 0, 0, 0])),
    [],
  ],
  ['a faint shade', plain(200, 30, 30, 12), ['clear']],
  ['nothing', plain(0, 0, 0, 0), ['clear']],
])('%s', (_name, pixels, warnings) => {
  expect(findWarnings(pixels, 1000)).toEqual(warnings);
});

it('ignores the corners, which most pages cut off', () => {
  const disc = square((x, y) => (Math.hypot(x - 0.48, y - 0.48) < 0.52 ? [20, 20, 24, 255] : [255, 0, 0, 255]));
  expect(findWarnings(disc, 1000)).toEqual(['dark']);
});

it('warns of few pixels before the picture has been sampled', () => {
  expect(findWarnings(null, 255)).toEqual(['small']);
  expect(findWarnings(null, 256)).toEqual([]);
  expect(findWarnings(null, 255, true)).toEqual(['small', 'face']);
});
