import { expect, it } from 'vitest';
import { WHOLE } from './framing';
import { follow, type Start } from './gesture';

const start = (framing = {}, padded = false): Start => ({
  framing: { ...WHOLE, ...framing },
  padded,
  picture: { width: 400, height: 200 },
});
const apart = (distance: number, degrees = 0, middle = { x: 0, y: 0 }) => {
  const [x, y] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)].map((part) => (part * distance) / 2);
  return [
    { x: middle.x - (x ?? 0), y: middle.y - (y ?? 0) },
    { x: middle.x + (x ?? 0), y: middle.y + (y ?? 0) },
  ];
};

it('one finger moves the picture as far as it moves itself', () => {
  const { framing, padded } = follow(start({ x: 0.1, zoom: 2 }), [{ x: 0, y: 0 }], [{ x: 0.2, y: -0.1 }]);
  expect(framing).toEqual({ ...WHOLE, x: expect.closeTo(0.3), y: -0.1, zoom: 2 });
  expect(padded).toBe(false);
});

it('two fingers zoom about the point between them', () => {
  const middle = { x: 0.25, y: 0 };
  const { framing } = follow(start(), apart(0.2, 0, middle), apart(0.4, 0, middle));
  expect(framing).toMatchObject({ zoom: expect.closeTo(2), x: expect.closeTo(-0.25), y: expect.closeTo(0) });
});

it('two fingers that turn straighten the picture by whole degrees, past a dead zone', () => {
  expect(follow(start(), apart(0.5), apart(0.5, 6)).framing.rotate).toBe(0);
  expect(follow(start(), apart(0.5), apart(0.5, 17)).framing.rotate).toBe(10);
  expect(follow(start(), apart(0.5), apart(0.5, -17)).framing.rotate).toBe(350);
  // Across the point where angles wrap.
  expect(follow(start(), apart(0.5, 175), apart(0.5, 195)).framing.rotate).toBe(13);
});

it('a pinch stops where the picture fills the frame, and beyond a detent goes on without a jump', () => {
  expect(follow(start({ zoom: 1.5 }), apart(0.6), apart(0.6 / 1.6))).toMatchObject({ framing: { zoom: 1 }, padded: false });
  expect(follow(start(), apart(0.6), apart(0.6 * 0.84))).toMatchObject({ framing: { zoom: expect.closeTo(0.84 / 0.85) }, padded: true });
  expect(follow(start(), apart(0.6), apart(0.3))).toMatchObject({ framing: { zoom: expect.closeTo(0.5 / 0.85) }, padded: true });
});

it('a pinch never leaves what can be saved', () => {
  expect(follow(start({}, true), apart(0.6), apart(0.001)).framing.zoom).toBe(200 / 3200);
  expect(follow(start(), apart(0.1), apart(0.9)).framing.zoom).toBe(5);
});

it('a pinch inwards from a picture with a background fills the frame again', () => {
  expect(follow(start({ zoom: 0.5 }, true), apart(0.2), apart(0.5))).toMatchObject({ framing: { zoom: 1.25 }, padded: false });
});
