import { wcagContrast } from 'culori';
import { expect, it } from 'vitest';
import { COLOURS, colourOf } from './colours';

it('letters can be read on every colour', () => {
  expect(COLOURS.filter(({ back, front }) => wcagContrast(back, front) < 4.5)).toEqual([]);
  expect(new Set(COLOURS.map(({ name }) => name)).size).toBe(COLOURS.length);
});

it('a name has the same colour each time, and names have different ones', () => {
  expect(colourOf('Ada')).toBe(colourOf('Ada'));
  const names = Array.from({ length: 200 }, (_, at) => `Person ${at}`);
  expect(new Set(names.map(colourOf)).size).toBe(COLOURS.length);
});
