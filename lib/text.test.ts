import { describe, expect, it } from 'vitest';
import { isPrintable, lengthOf, visibleText } from '@/lib/text';

/** From code points, so that the test is readable. */
const of = (...points: number[]) => String.fromCodePoint(...points);

describe('an invisible name', () => {
  it.each([
    ['nothing', ''],
    ['spaces', ' \u00A0\u3000\u2003'],
    ['a zero-width space', '\u200B'],
    ['a Hangul filler', '\u3164'],
    ['an empty Braille pattern', '\u2800'],
    ['a bidirectional control', '\u202E'],
    ['isolates', '\u2066\u2069'],
    ['directional marks', '\u200E\u200F\u061C'],
    ['a byte order mark', '\uFEFF'],
    ['Hangul choseong and jungseong fillers', '\u115F\u1160'],
    ['a halfwidth Hangul filler', '\uFFA0'],
    ['a soft hyphen', '\u00AD'],
    ['joiners', '\u200C\u200D'],
    ['tags', of(0xe0041, 0xe0042, 0xe007f)],
    ['a lone combining mark', '\u0301'],
    ['a lone variation selector', '\uFE0F'],
    ['an ideographic variation selector', of(0xe0100)],
    ['a word joiner', '\u2060'],
    ['a combining grapheme joiner', '\u034F'],
    ['a Mongolian vowel separator', '\u180E'],
    ['Khmer inherent vowels', '\u17B4\u17B5'],
    ['an unassigned code point', '\u0378'],
    ['a noncharacter', '\uFFFF'],
    ['a private-use character', '\uE000'],
    ['an empty notehead', of(0x1d159)],
    ['the object replacement character', '\uFFFC'],
    ['all of them', ' \u200B\u3164\u2800\u202E\uFEFF\u0301\uFE0F\u0378 '],
  ])('made of %s is empty', (_what, name) => {
    expect(visibleText(name)).toBe('');
  });
});

describe('a name', () => {
  it.each([
    ['is trimmed of spaces', ' Ada \u3000', 'Ada'],
    ['is trimmed of invisible characters', '\uFEFF\u200B Ada\u3164\u2800 \u00AD', 'Ada'],
    ['keeps its spaces inside', 'Ada  King', 'Ada  King'],
    ['loses bidirectional controls', 'Ada\u202EnimdA\u2069', 'AdanimdA'],
    ['is normalized to NFC', 'Zoe\u0308', 'Zo\u00EB'],
    ['keeps the joiners of Persian', 'می\u200Cخواهم', 'می\u200Cخواهم'],
    ['keeps the joiners of Indic scripts', 'क्\u200Dष', 'क्\u200Dष'],
    ['keeps the joiners of emoji', '👩\u200D👩\u200D👧', '👩\u200D👩\u200D👧'],
    ['keeps a selector at its end', 'Ada ❤\uFE0F', 'Ada ❤\uFE0F'],
    [
      'keeps the tags of a flag',
      of(0x1f3f4, 0xe0067, 0xe0062, 0xe0065, 0xe006e, 0xe0067, 0xe007f),
      of(0x1f3f4, 0xe0067, 0xe0062, 0xe0065, 0xe006e, 0xe0067, 0xe007f),
    ],
    ['keeps the line-break opportunities of Thai', 'สม\u200Bชาย', 'สม\u200Bชาย'],
    ['may be one letter', 'ꙮ', 'ꙮ'],
    ['may be a digit, a mark or a symbol', '٣', '٣'],
    ['may be a letter with marks', 'a\u0323\u0302', 'ậ'],
    ['may have unassigned code points', 'Ada \u0378', 'Ada \u0378'],
  ])('%s', (_what, name, kept) => {
    expect(visibleText(name)).toBe(kept);
    expect(visibleText(kept)).toBe(kept);
  });

  it('is trimmed in time linear in its length', () => {
    expect(visibleText(`a${'\u200B '.repeat(30_000)}a`)).toHaveLength(60_002);
  });

  it.each(['\0', 'a\nb', 'a\u2028b', 'a\u2029', '\x9f', '\uD800', 'a\uDC00'])('that has %j is not printable', (name) => {
    expect(isPrintable(name)).toBe(false);
  });

  it.each(['Ada', '👩\u200D👩\u200D👧', 'می\u200Cخواهم', ''])('such as %j is printable', (name) => {
    expect(isPrintable(name)).toBe(true);
  });
});

it.each([
  ['12345678', 8],
  ['🐎🐎🐎🐎', 4],
  ['e\u0301', 1],
  ['👩\u200D👩', 3],
  ['', 0],
])('%j has %i characters', (text, length) => {
  expect(lengthOf(text)).toBe(length);
});
