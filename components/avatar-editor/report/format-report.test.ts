import { expect, it } from 'vitest';
import { renderHook } from '@/testing/page-texts';
import type { Removed } from '../../api/resource';
import { useTexts } from '../../texts/texts';
import { reportRows, technicalFields } from './format-report';

const english = renderHook(() => useTexts('picture.report'));
const german = renderHook(() => useTexts('picture.report'), 'de');

const rows = (removed: readonly Removed[], t = english, locale = 'en-GB') =>
  reportRows(removed, t, locale).map(({ name, value }) => `${name}: ${value}`);

it('names removed metadata in everyday terms', () => {
  const removed: Removed[] = [
    { kind: 'location', values: ['Berlin', '52.50000, 13.37000'] },
    { kind: 'device', values: ['Apple', 'iPhone 13', '1/60 s, f/1.8, ISO 100'] },
    { kind: 'editor', values: ['Darkroom 6.1'] },
    { kind: 'names', values: ['Ada Lovelace', '© Ada'] },
    { kind: 'dates', values: ['2026-05-04 03:02:01', '2026-05-05'] },
    { kind: 'text', values: ['In the garden'] },
    { kind: 'thumbnail', values: [] },
    { kind: 'video', values: [] },
    { kind: 'other', values: [], count: 2, fields: ['MakerNote', 'Flash'] },
  ];
  expect(rows(removed)).toEqual([
    'Where it was taken: Berlin, 52.50000° N, 13.37000° E',
    'Camera or phone: Apple, iPhone 13, 1/60 s, f/1.8, ISO 100',
    'Program that saved it: Darkroom 6.1',
    'Names in the file: Ada Lovelace, © Ada',
    'When it was taken or changed: 4 May 2026, 03:02; 5 May 2026',
    'Texts in the file: In the garden',
    'A hidden small copy: A small copy of the picture inside the file',
    'A hidden video: A short video recorded with the picture',
  ]);
});

it('formats dates in the reader’s locale, and coordinates with directions', () => {
  const removed: Removed[] = [
    { kind: 'location', values: ['-33.85000, -70.10000'] },
    { kind: 'dates', values: ['2026-05-04 15:02:01'] },
  ];
  expect(rows(removed, german, 'de')).toEqual([
    'Wo es aufgenommen wurde: 33.85000° S, 70.10000° W',
    'Wann es aufgenommen oder geändert wurde: 04.05.2026, 15:02',
  ]);
});

it('reports a location entry even without coordinates', () => {
  expect(rows([{ kind: 'location', values: [] }])).toEqual(['Where it was taken: Included in the file']);
});

it.each<[Removed[], ReturnType<typeof technicalFields>]>([
  [[{ kind: 'other', values: [], count: 1, fields: ['Flash'] }], { summary: '1 technical field', names: 'Flash' }],
  [
    [{ kind: 'other', values: [], count: 42, fields: ['Flash', 'MakerNote'] }],
    { summary: '42 technical fields', names: 'Flash, MakerNote and 40 more' },
  ],
  [
    [{ kind: 'other', values: [] }],
    { summary: 'Other technical data', names: 'Data that is not shown: it is compressed, too large or in no known format.' },
  ],
  [[{ kind: 'names', values: ['Ada'] }], null],
])('folds technical fields away: %o', (removed, expected) => {
  expect(technicalFields(removed, english)).toEqual(expected);
});
