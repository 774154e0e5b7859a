import { expect, it } from 'vitest';
import { areasOf, messagesOf } from '@/testing/catalogues';
import { compileTexts } from './compile-texts';
import { LANGUAGES } from './languages';

/** Values that server components can pass to parts in the browser: texts, numbers, arrays and plain objects. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (value === null || typeof value !== 'object') return true;
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

it.each(LANGUAGES)('the texts of %s are compiled to what a page can send, without syntax of ICU messages', (language) => {
  for (const area of areasOf(language)) {
    const compiled = compileTexts(Object.fromEntries(messagesOf(language, area)));
    expect(isPlain(compiled)).toBe(true);
    expect(JSON.stringify(compiled)).not.toMatch(/\{\w+\}|<\/|, plural,/);
  }
});
