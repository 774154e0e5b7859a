import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { ClientMessages, PageMessages } from '@/components/texts/catalogues';
import { Texts } from '@/components/texts/texts';
import { compileTexts } from '@/lib/languages/compile-texts';
import type { Language } from '@/lib/languages/languages';
import { messages as arabic } from '@/messages/ar';
import { messages as german } from '@/messages/de';
import { messages as english } from '@/messages/en';
import { messages as spanish } from '@/messages/es';
import { messages as french } from '@/messages/fr';
import { messages as japanese } from '@/messages/ja';
import { messages as chinese } from '@/messages/zh-Hans';

const CATALOGUES: Record<Language, PageMessages> = {
  ar: arabic,
  de: german,
  en: english,
  es: spanish,
  fr: french,
  ja: japanese,
  'zh-Hans': chinese,
};

/** The markup of a part of a page that gets every text. */
export function renderPart(part: ReactElement, language: Language = 'en'): string {
  const catalogue = CATALOGUES[language];
  const messages: ClientMessages = Object.fromEntries(Object.entries(catalogue).map(([area, texts]) => [area, compileTexts(texts)]));
  return renderToStaticMarkup(
    <Texts language={language} messages={messages}>
      {part}
    </Texts>,
  );
}

/** The value of a hook in such a page. */
export function renderHook<T>(use: () => T, language: Language = 'en'): T {
  const values: T[] = [];
  renderPart(<Hook use={() => values.push(use())} />, language);
  const [value] = values;
  if (value === undefined) throw new Error('Expected the hook to return a value, got undefined.');
  return value;
}

function Hook({ use }: { use: () => unknown }) {
  use();
  return null;
}
