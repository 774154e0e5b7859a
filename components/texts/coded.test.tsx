import { describe, expect, it } from 'vitest';
import { englishTexts } from '@/lib/languages/english-texts';
import { LANGUAGES } from '@/lib/languages/languages';
import { messages as english } from '@/messages/en';
import { argumentsOf } from '@/testing/catalogues';
import { renderPart } from '@/testing/page-texts';
import { Coded } from './coded';

const PARTS = {
  'health.observations': english.health.observations,
  'health.remedies': english.health.remedies,
  'import.problems': english.import.problems,
} as const;

type Part = keyof typeof PARTS;

const sentences = Object.entries(PARTS).flatMap(([part, texts]) =>
  Object.entries(texts).map(([code, text]) => ({ part: part as Part, code, text, params: paramsFor(text) })),
);

/** A value for each argument of a text. */
function paramsFor(text: string): Record<string, string | number> {
  const values = argumentsOf(text).map((argument): [string, string | number] => {
    const [name = '', type = ''] = argument.split(' ');
    return [name, type === 'number' ? 1234 : 'x.y'];
  });
  return Object.fromEntries(values.filter(([name]) => name !== 'code'));
}

const plain = (markup: string) => markup.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&');

it.each(LANGUAGES)('every sentence of the server has a text in %s, and none shows the English one elsewhere', (language) => {
  const own = englishTexts(Object.fromEntries(sentences.map(({ code, text }) => [code, text])));
  const shown = sentences.map(({ part, code, params }) => ({
    text: plain(renderPart(<Coded part={part} sentences={[{ code, params }]} english="The server says so." />, language)),
    english: own({ code, params }),
  }));
  expect(shown.length).toBeGreaterThan(150);
  expect(shown.filter(({ text }) => text.includes('The server says so.') || /[{}<>]/.test(text))).toEqual([]);
  expect(shown.filter(({ text, english }) => (text === english) !== (language === 'en'))).toEqual([]);
});

describe('sentences of the server', () => {
  const warm = { code: 'clock_wrong', params: {} };
  const differs = { code: 'clock_differs', params: { other: 'proxy', seconds: 1234 } };
  const show = (language: 'de' | 'ja' | 'ar', ...shown: { code: string; params: object }[]) =>
    renderPart(<Coded part="health.observations" sentences={JSON.parse(JSON.stringify(shown))} english="In English." />, language);

  it('have numbers of the language, and what is typed as it is', () => {
    expect(show('de', differs)).toMatch(
      /^Diese Uhr weicht von der des Proxys unter <code dir="ltr" class="[^"]*">BASE_URL<\/code> um 1\.234 Sekunden ab\.$/,
    );
    expect(plain(show('ar', { code: 'database_lacks', params: { migrations: ['0001_a', '0002_b'] } }))).toBe(
      'تنقص قاعدةَ البيانات ترحيلات: 0001_a, 0002_b.',
    );
  });

  it('are apart by a space where the language has one', () => {
    expect(plain(show('de', warm, warm))).toBe(
      'Links und Sitzungen enden zu falschen Zeiten. Links und Sitzungen enden zu falschen Zeiten.',
    );
    expect(plain(show('ja', warm, warm))).not.toContain(' ');
  });

  it('are in English, marked as such, if one of them is not known', () => {
    for (const unknown of [[warm, { code: 'of_a_later_version', params: {} }], []])
      expect(show('de', ...unknown)).toBe('<span lang="en" dir="ltr">In English.</span>');
  });
});
