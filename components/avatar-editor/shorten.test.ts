import { expect, it } from 'vitest';
import { shorten } from './shorten';

const FAMILY = '👨‍👩‍👧';

it('a text is shortened between characters as people see them', () => {
  expect(shorten(`Us ${FAMILY}${FAMILY}`, 3 + FAMILY.length + 2)).toBe(`Us ${FAMILY}`);
  expect(shorten('Zoe\u0308', 3)).toBe('Zo');
  expect(shorten(FAMILY, FAMILY.length)).toBe(FAMILY);
});
