import { expect, it } from 'vitest';
import { WHOLE } from './framing';
import { editOfKey, moveOfKey } from './keys';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

it('arrow keys move the picture by ten pixels, with Shift by two', () => {
  expect(moveOfKey(press('ArrowRight'), WHOLE, 400)).toMatchObject({ type: 'move', x: 0.025, y: 0 });
  expect(moveOfKey(press('ArrowUp', { shiftKey: true }), { ...WHOLE, x: 0.1 }, 400)).toMatchObject({ x: 0.1, y: -0.005 });
  expect(moveOfKey(press('ArrowLeft', { altKey: true }), WHOLE, 400)).toBeNull();
  expect(moveOfKey(press('Home'), WHOLE, 400)).toBeNull();
});

it.each([
  ['+', { type: 'scale', factor: 1.1 }],
  ['=', { type: 'scale', factor: 1.1 }],
  ['-', { type: 'scale', factor: 1 / 1.1 }],
  [']', { type: 'straighten', degrees: 1 }],
  ['[', { type: 'straighten', degrees: -1 }],
  ['f', { type: 'flip' }],
  ['r', { type: 'rotate', quarters: 1 }],
  ['0', { type: 'reset' }],
])('%s edits the picture', (key, edit) => {
  expect(editOfKey(press(key), WHOLE)).toMatchObject(edit);
});

it('Shift and R turn to the left', () => {
  expect(editOfKey(press('R', { shiftKey: true }), WHOLE)).toEqual({ type: 'rotate', quarters: -1 });
});

it('straightening by keys stops at 44° to either side, also of a picture on its side', () => {
  expect(editOfKey(press(']'), { ...WHOLE, rotate: 90 + 44 })).toMatchObject({ degrees: 44 });
  expect(editOfKey(press('['), { ...WHOLE, rotate: 360 - 44 })).toMatchObject({ degrees: -44 });
});

it.each([
  ['z', { ctrlKey: true }, 'undo'],
  ['z', { metaKey: true }, 'undo'],
  ['Z', { ctrlKey: true, shiftKey: true }, 'redo'],
  ['y', { ctrlKey: true }, 'redo'],
])('%s with %o is %s', (key, held, type) => {
  expect(editOfKey(press(key, held), WHOLE)).toEqual({ type });
});

it('leaves shortcuts of the browser alone', () => {
  for (const key of ['r', 'f', '0', '+', '-']) expect(editOfKey(press(key, { ctrlKey: true }), WHOLE)).toBeNull();
  expect(editOfKey(press('f', { altKey: true }), WHOLE)).toBeNull();
  expect(editOfKey(press('a'), WHOLE)).toBeNull();
});
