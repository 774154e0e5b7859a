import { expect, it } from 'vitest';
import { bodyless } from '@/lib/testing/requests';
import { tagMatches } from './conditional';

it.each([
  ['"a1v2"', true],
  ['W/"a1v2"', true],
  ['"a1v1", "a1v2"', true],
  ['"a1v1",W/"a1v2" , "x"', true],
  ['*', true],
  ['"a1v1"', false],
  ['a1v2', false],
  ['"A1V2"', false],
  ['"a1v22"', false],
  ['', false],
])('a client that has %s has "a1v2": %s', (header, expected) => {
  expect(tagMatches(bodyless({ 'if-none-match': header }), '"a1v2"')).toBe(expected);
});

it('a client that names no tag has nothing', () => {
  expect(tagMatches(bodyless(), '"a1v2"')).toBe(false);
});
