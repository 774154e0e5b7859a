import { expect, it } from 'vitest';
import { expiryOf, expiryState } from './expiry';

const NOW = new Date('2026-11-29T12:00:00Z');

it('a key never expires, or after some days, or at the end of a day', () => {
  expect(expiryOf('', '', NOW)).toBeNull();
  expect(expiryOf('30', '', NOW)).toBe('2026-12-29T12:00:00.000Z');
  expect(expiryOf('date', '2027-01-31', NOW)).toBe(new Date(2027, 0, 31, 23, 59, 59).toISOString());
  expect(expiryOf('date', '', NOW)).toBeUndefined();
});

it.each([
  [null, 'never'],
  ['2026-11-29T12:00:00Z', 'expired'],
  ['2026-12-13T12:00:00Z', 'soon'],
  ['2026-12-13T12:00:01Z', 'later'],
] as const)('a key that expires at %s is shown as one that does so: %s', (expiresAt, state) => {
  expect(expiryState(expiresAt, NOW)).toBe(state);
});
