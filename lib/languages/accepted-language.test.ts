import { expect, it } from 'vitest';
import { acceptedLanguage, acceptedLocale } from './accepted-language';

it.each([
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-US,en;q=0.9', 'en'],
  ['fr;q=0.4, es-419;q=0.9', 'es'],
  ['it-IT, it;q=0.9, ja;q=0.5', 'ja'],
  ['zh-CN', 'zh-Hans'],
  ['zh', 'zh-Hans'],
  ['zh-SG, en;q=0.1', 'zh-Hans'],
  ['zh-Hans-TW', 'zh-Hans'],
  ['ar-EG', 'ar'],
  ['DE-de', 'de'],
])('a browser that accepts %s reads %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

it.each([
  ['zh-TW, zh-Hant;q=0.9', 'Traditional Chinese is another script'],
  ['it, pt-BR;q=0.9', 'languages that we do not have'],
  ['*', 'a wildcard'],
  ['de;q=0', 'German excluded'],
  ['d€, -, ;q=1, x', 'malformed tags'],
  ['', 'nothing'],
  [null, 'no header'],
])('%j gives no language: %s', (header, _reason) => {
  expect(acceptedLanguage(header)).toBeNull();
});

it('a long header is read as far as a person could configure it', () => {
  expect(acceptedLanguage(`${'it,'.repeat(15)}de`)).toBe('de');
  expect(acceptedLanguage(`${'it,'.repeat(10_000)}de`)).toBeNull();
});

it.each([
  ['de-AT,de;q=0.9', 'de', 'de-AT'],
  ['de,de-CH;q=0.5', 'de', 'de-CH'],
  ['it-IT,en-US;q=0.9,en;q=0.8', 'en', 'en-US'],
  ['zh-CN', 'zh-Hans', 'zh-CN'],
  ['ar-EG-u-nu-latn', 'ar', 'ar-EG'],
] as const)('a browser that accepts %s reads dates of a page in %s as in %s', (header, language, locale) => {
  expect(acceptedLocale(header, language)).toBe(locale);
});

it.each([
  ['de', 'de', 'no region'],
  ['it-IT', 'en', 'another language'],
  ['zh-TW', 'zh-Hans', 'another script'],
  ['*, d€', 'de', 'malformed tags'],
  [null, 'en', 'no header'],
] as const)('%j names no region for a page in %s: %s', (header, language, _reason) => {
  expect(acceptedLocale(header, language)).toBeNull();
});
