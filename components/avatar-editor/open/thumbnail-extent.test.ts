import { expect, it } from 'vitest';
import { isOf } from './thumbnail-extent';

it.each([
  [{ width: 4032, height: 3024 }, { width: 160, height: 120 }, true],
  [{ width: 3024, height: 3024 }, { width: 160, height: 120 }, true],
  [{ width: 3024, height: 4032 }, { width: 120, height: 160 }, true],
  [{ width: 3024, height: 4032 }, { width: 160, height: 120 }, false],
  [{ width: 4032, height: 3024 }, { width: 640, height: 480 }, true],
  [{ width: 4032, height: 3024 }, { width: 641, height: 480 }, false],
])('of a photo of %j a thumbnail of %j may show it: %s', (photo, thumbnail, shows) => {
  expect(isOf(photo, thumbnail)).toBe(shows);
});
