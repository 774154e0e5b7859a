import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIELD_CODES } from '@/lib/field-problems';
import { nativeErrors } from '@/lib/http/problem';
import { LANGUAGES } from '@/lib/languages/languages';
import { areasOf, argumentsOf, messagesOf, pluralsOf, wordsOf } from './catalogues';
import { ROOT, readSource, sourceFiles } from './imports';

const AREAS = areasOf('en');
const TRANSLATED = LANGUAGES.filter((language) => language !== 'en');
const english = new Map(AREAS.map((area) => [area, messagesOf('en', area)]));

/** Texts that are the same in another language: product words, names and cognates. */
const SAME: Record<string, readonly string[]> = {
  de: ['Monster', 'Name', 'Person', 'Domains', 'Problem', 'Zoom', 'Zoom {zoom}.', 'Transparent', 'Animation'],
  fr: ['Pages', 'Action', 'Sessions', 'Zoom', 'Zoom {zoom}.', 'Animation', 'Rotation', 'Ctrl'],
  es: ['Personal', 'Zoom', 'Ctrl'],
  ja: ['Ctrl'],
  'zh-Hans': ['Ctrl'],
  ar: ['Ctrl'],
};

/** The key of the visible label for that of an accessible name: `fit` for `fitLong`, `left` for `turnLeft`. */
const labelOf = (key: string) => key.replace(/(?:Of|To|Long)$/, '').replace(/turn(?:Left|Right)$/, (turn) => turn.slice(4).toLowerCase());

const spoken = (text: string) => text.replaceAll('\u00ad', '').toLowerCase();

/** Width of a text in columns: letters of Chinese and Japanese take two. */
const columnsOf = (text: string) =>
  [...text].reduce(
    (columns, letter) => columns + (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\u30fc\uff01-\uff60]/u.test(letter) ? 2 : 1),
    0,
  );

/** Each message of a language with its place and its English original. */
const all = (language: string) =>
  AREAS.flatMap((area) =>
    [...messagesOf(language, area)].map(([key, message]) => ({
      place: `${area}: ${key}`,
      message,
      original: english.get(area)?.get(key),
    })),
  );

it('the languages of the catalogues are those of the code', () => {
  expect(readdirSync(join(ROOT, 'messages')).filter((name) => !name.includes('.'))).toEqual([...LANGUAGES].sort());
  expect(AREAS).toContain('mail');
});

describe.each(TRANSLATED)('the catalogues of %s', (language) => {
  it('have every area and every key of English, in its order, and no others', () => {
    expect(areasOf(language)).toEqual(AREAS);
    for (const area of AREAS) expect([...messagesOf(language, area).keys()]).toEqual([...(english.get(area)?.keys() ?? [])]);
  });

  it('have the arguments of English', () => {
    const wrong = all(language)
      .map(({ place, message, original = '' }) => ({ place, got: argumentsOf(message), expected: argumentsOf(original) }))
      .filter(({ got, expected }) => String(got) !== String(expected));
    expect(wrong).toEqual([]);
  });

  it('are translated', () => {
    const copies = all(language).filter(({ message, original }) => message === original && /\p{L}{2}/u.test(wordsOf(message)));
    expect(copies.map(({ message }) => message).filter((message) => !SAME[language]?.includes(message))).toEqual([]);
  });
});

/** Settings, commands, paths and names of headers in a text, which are the same in every language. */
const verbatim = (text: string) => [...new Set([...text.matchAll(/<code>(.*?)<\/code>/g)].map(([, shown]) => shown))].sort();

it.each(TRANSLATED)('the texts of %s have the settings, commands and paths of English', (language) => {
  const wrong = all(language).filter(({ message, original = '' }) => String(verbatim(message)) !== String(verbatim(original)));
  expect(wrong).toEqual([]);
});

describe.each(LANGUAGES)('the texts of %s', (language) => {
  it('have the plurals of the language', () => {
    const rules = new Intl.PluralRules(language);
    // Some categories are for compact millions alone, such as `many` of French.
    const needed = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
    const known: string[] = rules.resolvedOptions().pluralCategories;
    const wrong = all(language).filter(({ message }) =>
      pluralsOf(message).some(
        (categories) =>
          [...needed, 'other'].some((category) => !categories.includes(category)) ||
          categories.some((category) => !known.includes(category)),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('name buttons with the words that stand on them, as people say them to their computer', () => {
    const wrong = AREAS.flatMap((area) => {
      const messages = messagesOf(language, area);
      return [...messages].filter(([key, message]) => {
        const label = messages.get(labelOf(key)) ?? '';
        return !label.includes('{') && !spoken(message).includes(spoken(label));
      });
    });
    expect(wrong).toEqual([]);
  });

  it('have an example of a key’s name of at most 30 columns, which fit into a field of a narrow window', () => {
    const columns = columnsOf(messagesOf(language, 'keys').get('form.example') ?? '');
    expect(columns).toBeGreaterThan(0);
    expect(columns).toBeLessThanOrEqual(30);
  });

  it('have typographic apostrophes and quotes, and neither spaces around nor double ones', () => {
    expect(all(language).filter(({ message }) => /["'`]|^\s|\s$| {2}|\.\.\./.test(message.replaceAll("''", '')))).toEqual([]);
  });
});

it('French has unbreakable spaces before two-part punctuation', () => {
  const plain = (message: string) => message.replace(/<code>.*?<\/code>/g, 'x').replace(/\{[^{}]*\}/g, 'x');
  expect(all('fr').filter(({ message }) => /(?:^|[^\u00a0\u202f])[?!;:»](?!\/)/.test(plain(message)))).toEqual([]);
});

it('Chinese and Japanese have full-width punctuation after their own letters', () => {
  const own = ['ja', 'zh-Hans'].flatMap(all);
  expect(own.filter(({ message }) => /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}][,.!?;:]/u.test(message))).toEqual([]);
});

/** Texts of failures are chosen by the codes of the server. */
const CODES: Partial<Record<string, readonly string[]>> = {
  common: [...Object.keys(nativeErrors), ...FIELD_CODES, 'offline', 'unreachable', 'timeout'],
  failures: Object.keys(nativeErrors),
};

describe('no text is left over:', () => {
  const sources = ['app', 'components', 'lib'].flatMap(sourceFiles).map((path) => ({ path, text: readSource(path) }));

  it.each(AREAS)('%s', (area) => {
    // The files that name the area or a part of it, and the rooms of its name.
    const using = sources.filter(
      ({ path, text }) =>
        path.startsWith(`lib/${area}/`) || path.startsWith(`components/avatar-editor/${area}/`) || new RegExp(`'${area}['.]`).test(text),
    );
    const named = using.flatMap(({ text }) => text.match(/(?<=['"`])[\w.-]+(?=['"`])/g) ?? []);
    const literals = new Set([...named, ...(CODES[area] ?? [])]);
    // `form.submit` is `submit` where the part `form` was chosen.
    const names = (key: string) => key.split('.').map((_, at, segments) => segments.slice(at).join('.'));
    expect([...(english.get(area)?.keys() ?? [])].filter((key) => !names(key).some((name) => literals.has(name)))).toEqual([]);
  });
});

/** Pages and parts that are translated. */
const TRANSLATED_PARTS = /^(?:app|components)\//;

it('what is translated reads from right to left too: no utility names a side', () => {
  const parts = ['app', 'components'].flatMap(sourceFiles).filter((path) => TRANSLATED_PARTS.test(path));
  const SIDES = /(?<=["'`\s:])-?(?:[mp][lr]-|(?:left|right)-|text-(?:left|right)\b|border-[lr](?:-|\b)|rounded-[lr]-|scroll-[mp][lr]-)/;
  expect(parts.length).toBeGreaterThan(30);
  expect(parts.filter((path) => SIDES.test(readSource(path)))).toEqual([]);
});
