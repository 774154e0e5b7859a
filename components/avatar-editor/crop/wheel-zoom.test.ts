import { expect, it } from 'vitest';
import { wheelFactor } from './wheel-zoom';

const wheel = (deltaY: number, deltaMode = 0, ctrlKey = false) => Number(wheelFactor({ deltaY, deltaMode, ctrlKey }).toFixed(3));

it.each([
  ['in Chromium', -100, 0],
  ['in Chromium on Windows', -120, 0],
  ['in Firefox, which counts lines', -3, 1],
  ['that counts pages', -1, 2],
  ['of a fast wheel, several at once', -480, 0],
])('one notch %s zooms in by a tenth, and back out again', (_name, deltaY, deltaMode) => {
  expect(wheel(deltaY, deltaMode)).toBe(1.1);
  expect(wheel(-deltaY, deltaMode)).toBe(0.909);
});

it('a trackpad zooms in small steps', () => {
  expect(wheel(-10)).toBe(1.01);
  expect(wheel(4)).toBe(0.996);
});

it('a pinch on a trackpad scales as much as the fingers move, and a wheel with Ctrl as much as without', () => {
  expect(wheel(-5, 0, true)).toBe(1.051);
  expect(wheel(5, 0, true)).toBe(0.951);
  expect(wheel(-100, 0, true)).toBe(1.1);
});

it('a sideways wheel does not zoom', () => {
  expect(wheel(0)).toBe(1);
});
