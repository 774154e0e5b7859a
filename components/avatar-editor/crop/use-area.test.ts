import { expect, it } from 'vitest';
import { alignToPixels } from './use-area';

it.each([
  // A column of 48 % in a window of 667 CSS pixels.
  { position: 24.421875, origin: 0, scale: 2, aligned: 24 },
  { position: 24.421875, origin: 0, scale: 1.5, aligned: 24 + 2 / 3 },
  { position: 10, origin: 136.5, scale: 1, aligned: 10.5 },
  { position: 10, origin: 136.5, scale: 3, aligned: 10.5 },
  { position: 10, origin: 136, scale: 1.25, aligned: 10.4 },
])('a frame at $position in an area at $origin is on a pixel of a screen of scale $scale', ({ position, origin, scale, aligned }) => {
  expect(alignToPixels(position, origin, scale)).toBeCloseTo(aligned, 10);
});
