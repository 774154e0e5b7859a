import { expect, it } from 'vitest';
import { measureStrength } from './strength';

it.each([
  ['', 0, 8],
  ['abcdefg', 0, 1],
  ['password1', 1, 0],
  ['aaaaaaaaaaaaaaaaaaaa', 1, 0],
  ['abcdefghijkl', 1, 0],
  ['1234567890', 1, 0],
  ['8402957163', 1, 0],
  ['tr0ub4dor', 2, 0],
  ['mossy-lantern', 3, 0],
  ['correct horse battery', 4, 0],
  ['静かな湖に浮かぶ白い舟と月の光', 4, 0],
])('a person who types %j sees how strong it is', (password, level, missing) => {
  expect(measureStrength(password)).toEqual({ level, missing });
});

it('the own name and address make no password strong', () => {
  expect(measureStrength('lovelace1815', ['ada@lovelace.example', 'Ada Lovelace'])).toMatchObject({ level: 1 });
  expect(measureStrength('lovelace1815').level).toBeGreaterThan(1);
});
