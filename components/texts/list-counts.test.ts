import { expect, it } from 'vitest';
import { listCounts } from './list-counts';

const counts = (problems: number, warnings: number) =>
  [
    [problems, ({ count }) => `${count} problems`],
    [warnings, ({ count }) => `${count} warnings`],
  ] as const satisfies Parameters<typeof listCounts>[0];

it('counts that are zero are left out', () => {
  expect(listCounts(counts(2, 3), 'en')).toBe('2 problems and 3 warnings');
  expect(listCounts(counts(0, 3), 'en')).toBe('3 warnings');
  expect(listCounts(counts(0, 0), 'en')).toBe('');
});

it('the list is written as in the language', () => {
  expect(listCounts(counts(2, 3), 'de')).toBe('2 problems und 3 warnings');
});
