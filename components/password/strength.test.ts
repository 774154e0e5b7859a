import { expect, it } from 'vitest';
import { measureStrength } from './strength';

it.each([
  ['', 0, 'Too short: 8 more characters'],
  ['abcdefg', 0, 'Too short: 1 more character'],
  ['password1', 1, 'Easy to guess'],
  ['aaaaaaaaaaaaaaaaaaaa', 1, 'Easy to guess'],
  ['abcdefghijkl', 1, 'Easy to guess'],
  ['1234567890', 1, 'Easy to guess'],
  ['8402957163', 1, 'Easy to guess'],
  ['tr0ub4dor', 2, 'Fair. Longer is stronger'],
  ['mossy-lantern', 3, 'Good'],
  ['correct horse battery', 4, 'Strong'],
  ['静かな湖に浮かぶ白い舟と月の光', 4, 'Strong'],
])('a person who types %j reads how strong it is', (password, level, label) => {
  expect(measureStrength(password)).toEqual({ level, label });
});

it('the own name and address make no password strong', () => {
  expect(measureStrength('lovelace1815', ['ada@lovelace.example', 'Ada Lovelace'])).toMatchObject({ level: 1 });
  expect(measureStrength('lovelace1815').level).toBeGreaterThan(1);
});
