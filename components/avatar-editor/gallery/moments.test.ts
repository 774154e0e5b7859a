import { expect, it } from 'vitest';
import { momentsOf } from './moments';

const momentsIn = (dates: string[]) =>
  momentsOf(
    dates,
    (date) => date.slice(11, 16),
    (date) => date.slice(11, 19),
  );

it('pictures of different minutes have no seconds', () => {
  expect(momentsIn(['2026-11-29T09:31:00.000Z', '2026-11-29T09:30:00.000Z'])).toEqual(['09:31', '09:30']);
});

it('pictures of one minute have seconds, and those of one second a number', () => {
  const dates = ['2026-11-29T09:30:12.900Z', '2026-11-29T09:30:12.100Z', '2026-11-29T09:30:02.000Z', '2026-11-29T09:29:00.000Z'];
  expect(momentsIn(dates)).toEqual(['09:30:12 (2)', '09:30:12 (1)', '09:30:02', '09:29']);
});
