import { expect, it } from 'vitest';
import { formatDate } from './format-date';

const DATE = '2026-11-29T12:30:00Z';

it('a date is in the language and time zone of the person', () => {
  expect(formatDate(DATE, { locale: 'de', timeZone: 'Europe/Berlin' }, 'short')).toBe('29.11.2026, 13:30');
  expect(formatDate(new Date(DATE), { locale: 'en-GB', timeZone: 'Pacific/Kiritimati' })).toBe('30 Nov 2026');
});

it('a time zone that an older browser does not know is that of the browser, instead of a page that fails', () => {
  const here = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(DATE));
  expect(formatDate(DATE, { locale: 'en-GB', timeZone: 'Europe/Atlantis' }, 'short')).toBe(here);
});
