import { expect, it } from 'vitest';
import { bodyless } from '@/testing/requests';
import { matchAllows, tagMatches } from './conditional';

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
  // ETags of compressed bodies.
  ['"a1v2-gzip"', true],
  ['W/"a1v2-br"', true],
  ['"a1v1-gzip", "a1v2-deflate"', true],
  ['"a1v2-other"', false],
])('If-None-Match: %s matches "a1v2": %s', (header, expected) => {
  expect(tagMatches(bodyless({ 'if-none-match': header }), '"a1v2"')).toBe(expected);
});

it('without If-None-Match nothing matches', () => {
  expect(tagMatches(bodyless(), '"a1v2"')).toBe(false);
});

it.each([
  [undefined, true],
  ['*', true],
  ['"a1v2"', true],
  ['"a1v1", "a1v2"', true],
  ['"a1v2-gzip"', true],
  ['W/"a1v2"', false],
  ['"a1v1"', false],
  ['"a1v1", W/"a1v2"', false],
  ['nonsense', false],
  ['', false],
])('If-Match: %s allows a change of "a1v2": %s', (header, expected) => {
  expect(matchAllows(bodyless(header === undefined ? {} : { 'if-match': header }), '"a1v2"')).toBe(expected);
});
