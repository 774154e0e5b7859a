import { expect, it } from 'vitest';
import { describeEdit, type EditWords } from './crop/announce';
import { WHOLE } from './crop/framing';
import { type Edit, edit } from './edits';
import { hasBackground, shownCrop, shownFraming, startWork, type Work } from './work';

const FILE = new File(['…'], 'me.jpg', { type: 'image/jpeg' });
const source = { file: FILE, blob: FILE, url: 'blob:1', stillUrl: null, opaque: true, crop: null, background: '#ffffff', tag: null };
const WORK = startWork(source, { picture: { width: 4000, height: 3000 }, transparent: false, alt: '', startAlt: '' });
const after = (...edits: Edit[]): Work => edits.reduce(edit, WORK);

it('zooms by a tenth per notch of the wheel, about the pointer, within the limits', () => {
  const about = { x: 0.25, y: -0.1 };
  const notches = (count: number, factor: number) => Array.from({ length: count }, () => ({ type: 'scale', factor, about }) as const);
  expect(after(...notches(1, 1.1)).framing).toEqual({ ...WHOLE, x: expect.closeTo(-0.025, 6), y: expect.closeTo(0.01, 6), zoom: 1.1 });
  expect(after(...notches(40, 1.1)).framing.zoom).toBe(5);
  expect(after(...notches(80, 1 / 1.1)).framing.zoom).toBe(3000 / 32000);
});

it('a wheel stops once where the picture fills the frame, in both directions', () => {
  const out = { type: 'scale', factor: 1 / 1.1 } as const;
  const stopped = after({ type: 'zoom', zoom: 1.05 }, out);
  expect([stopped.framing.zoom, stopped.padded]).toEqual([1, false]);
  const beyond = edit(stopped, out);
  expect([beyond.framing.zoom, beyond.padded]).toEqual([expect.closeTo(0.909, 3), true]);
  const back = edit(edit(beyond, out), { type: 'scale', factor: 1.3 });
  expect([back.framing.zoom, back.padded]).toEqual([1, false]);
});

it('zoomed out, the crop is larger than the picture, and the background shows', () => {
  const out = after({ type: 'zoom', zoom: 0.75 });
  expect(shownCrop(out)).toEqual({ x: 0, y: -500, width: 4000, height: 4000, rotate: 0 });
  expect([hasBackground(WORK), hasBackground(out)]).toEqual([false, true]);
  // A straightened picture stays as small; only a filled frame is kept filled.
  expect(shownFraming(edit(out, { type: 'straighten', degrees: 10 })).zoom).toBe(0.75);
  expect(shownFraming(after({ type: 'straighten', degrees: 10 })).zoom).toBeCloseTo(1.158, 3);
});

it('one drag is one step of undo, and redo brings it back', () => {
  const drag = (x: number) => ({ type: 'place', framing: { ...WHOLE, zoom: 2, x }, padded: false, gesture: 'drag 1' }) as const;
  const dragged = after({ type: 'zoom', zoom: 2 }, drag(0.1), drag(0.2), drag(0.3), { type: 'flip' });
  const back = edit(edit(dragged, { type: 'undo' }), { type: 'undo' });
  expect(back.framing).toEqual({ ...WHOLE, zoom: 2 });
  expect(edit(edit(back, { type: 'redo' }), { type: 'redo' }).framing).toEqual(dragged.framing);
  expect(edit(WORK, { type: 'undo' })).toBe(WORK);
});

it('a key at the edge of the picture is no step', () => {
  const atEdge = after({ type: 'move', x: 0, y: 3 });
  expect(atEdge.history.past).toEqual([]);
  expect(edit(edit(atEdge, { type: 'flip' }), { type: 'undo' }).framing.flip).toBe(false);
});

it('flip, turn and reset', () => {
  const turned = after({ type: 'flip' }, { type: 'rotate', quarters: 1 });
  expect(shownCrop(turned)).toEqual({ x: 0, y: 500, width: 3000, height: 3000, rotate: 90, flip: true });
  expect(shownCrop(edit(turned, { type: 'reset' }))).toEqual(shownCrop(WORK));
});

it('typed numbers are the saved numbers, inside the picture and beyond it', () => {
  for (const crop of [
    { x: 10, y: 20, width: 500, height: 500, rotate: 0 },
    { x: -100, y: -600, width: 4200, height: 4200, rotate: 0, flip: true },
    { x: 900, y: 600, width: 900, height: 900, rotate: 33 },
  ]) {
    expect(shownCrop(after({ type: 'crop', crop }))).toEqual(crop);
  }
});

it('a button fits the whole picture into the frame, and fills the frame again', () => {
  const whole = after({ type: 'fit' });
  expect(shownCrop(whole)).toEqual({ x: 0, y: -500, width: 4000, height: 4000, rotate: 0 });
  expect(shownCrop(edit(whole, { type: 'fit' }))).toEqual(shownCrop(WORK));
});

it.each<[Edit, EditWords]>([
  [{ type: 'flip' }, { key: 'flipped' }],
  [{ type: 'rotate', quarters: 1 }, { key: 'turnedRight' }],
  [{ type: 'rotate', quarters: -1 }, { key: 'turnedLeft' }],
  [
    { type: 'straighten', degrees: -3 },
    { key: 'straightened', values: { degrees: -3 } },
  ],
  [
    { type: 'zoom', zoom: 2 },
    { key: 'zoomed', values: { zoom: '2.0×' } },
  ],
  [
    { type: 'zoom', zoom: 0.5 },
    { key: 'zoomedOut', values: { zoom: '0.50×' } },
  ],
  [{ type: 'move', x: 0.1, y: 0 }, { key: 'movedRight' }],
  [{ type: 'move', x: 0, y: 0.1 }, { key: 'atEdge' }],
  [{ type: 'background', background: 'blur' }, { key: 'background' }],
  [
    { type: 'stillFrame', stillFrame: 2 },
    { key: 'frame', values: { frame: 3 } },
  ],
  [{ type: 'animate', animate: false }, { key: 'still' }],
])('%o is announced as %o', (change, words) => {
  expect(describeEdit(WORK, edit(WORK, change))).toEqual(words);
});
