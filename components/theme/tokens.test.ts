import { readFileSync } from 'node:fs';
import { wcagContrast } from 'culori';
import { describe, expect, it } from 'vitest';
import { BAR_COLOURS } from './theme';

const css = readFileSync('app/tokens.css', 'utf8');

/** Colours by name, in light and dark surroundings. */
const tokens = Object.fromEntries(
  [...css.matchAll(/^ {2}--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);$/gm)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light, dark },
  ]),
);

const BACKGROUNDS = ['canvas', 'surface', 'raised', 'sunken'];

/** Pairs of text and background that the pages use. */
const TEXTS: [text: string, background: string][] = [
  ...BACKGROUNDS.flatMap((background) => ['ink', 'muted', 'accent', 'danger'].map((text): [string, string] => [text, background])),
  ['ink', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['ink', 'danger-soft'],
  ['danger', 'danger-soft'],
  ['ink', 'warning-soft'],
  ['warning', 'warning-soft'],
  ['warning', 'surface'],
  ['accent-strong', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-strong'],
];

/** Borders of controls and marks that say something: 3:1 (WCAG 2.2, success criterion 1.4.11). */
const MARKS: [mark: string, background: string][] = BACKGROUNDS.flatMap((background): [string, string][] => [
  ['control-line', background],
  ['accent', background],
  ['danger', background],
]);

const contrast = (one: string, other: string, scheme: 'light' | 'dark') =>
  wcagContrast(tokens[one]?.[scheme] ?? '', tokens[other]?.[scheme] ?? '');

describe.each(['light', 'dark'] as const)('in %s surroundings', (scheme) => {
  it.each(TEXTS)('text in %s can be read on %s', (text, background) => {
    expect(contrast(text, background, scheme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)('%s can be seen on %s', (mark, background) => {
    expect(contrast(mark, background, scheme)).toBeGreaterThanOrEqual(3);
  });

  it('the bars of the browser have the colour of the canvas', () => {
    expect(tokens.canvas?.[scheme]).toBe(BAR_COLOURS[scheme]);
  });
});
