import { describe, expect, it } from 'vitest';
import { bodyless } from '@/testing/requests';
import { acceptsByName, bestFormat } from './negotiation';

const asking = (accept?: string) => bodyless(accept === undefined ? {} : { accept });

describe('a client gets the format that it prefers', () => {
  it.each([
    [undefined, 'jpg'],
    ['', 'jpg'],
    ['*/*', 'jpg'],
    ['image/*', 'jpg'],
    ['image/*,*/*;q=0.8', 'jpg'],
    ['text/html', 'jpg'],
    // Browsers send these for a picture and for a page.
    ['image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'avif'],
    [
      'image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5',
      'avif',
    ],
    ['image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', 'png'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', 'avif'],
    // Excluded with quality 0.
    ['image/avif;q=0', 'jpg'],
    ['image/avif;q=0,image/webp', 'webp'],
    ['image/avif;q=0, image/webp;q=0.0, */*', 'jpg'],
    ['image/jpeg;q=0,image/*', 'png'],
    // The highest quality wins, regardless of the order.
    ['image/avif;q=0.5,image/webp;q=0.9', 'webp'],
    ['image/webp;q=0.9,image/jpeg', 'jpg'],
    ['image/avif;q=0.1,image/*', 'jpg'],
    ['image/png,image/jpeg;q=0.9', 'png'],
    ['image/png;q=0.2,image/jpeg;q=0.1', 'png'],
    // Of equal qualities, the format with smaller files wins.
    ['image/webp,image/avif', 'avif'],
    ['image/jpeg,image/webp', 'webp'],
    ['image/png,image/jpeg', 'jpg'],
    ['image/png,*/*', 'jpg'],
    ['image/png,image/*', 'jpg'],
    ['image/webp,image/*', 'webp'],
    ['image/*;q=0.5,*/*', 'jpg'],
    ['IMAGE/WEBP ; Q=0.7, image/jpeg;q=0.7', 'webp'],
    // A malformed header counts as none.
    ['image/avif;q=high', 'jpg'],
    [',,;;=,image/', 'jpg'],
    ['image/webp;q', 'webp'],
    ['"', 'jpg'],
    ['image/avif'.repeat(500), 'jpg'],
  ] as const)('Accept: %s → %s', (accept, format) => {
    expect(bestFormat(asking(accept))).toBe(format);
  });

  it.each([
    ['*/*', 'png'],
    ['image/avif', 'png'],
    ['image/avif,image/webp,*/*', 'webp'],
    ['image/jpeg', 'jpg'],
    ['image/webp;q=0,image/avif', 'png'],
  ] as const)('of a drawing, for Accept: %s → %s', (accept, format) => {
    expect(bestFormat(asking(accept), ['webp', 'png', 'jpg'])).toBe(format);
  });
});

it.each([
  ['text/html,application/xhtml+xml', true],
  ['TEXT/HTML;q=0.1', true],
  ['text/html;q=0, */*', false],
  ['*/*', false],
  ['application/json;x="text/html"', false],
  [undefined, false],
])('Accept: %s contains text/html: %s', (accept, expected) => {
  expect(acceptsByName(asking(accept), 'text/html')).toBe(expected);
});
