'use client';

import { type ReactNode, use } from 'react';
import { type Language, languageOf } from '@/lib/languages/languages';
import type { ClientMessages } from '../../texts/catalogues';
import { Texts } from '../../texts/texts';

const CATALOGUES: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('@/messages/en/crop.json?compiled'),
  de: () => import('@/messages/de/crop.json?compiled'),
  fr: () => import('@/messages/fr/crop.json?compiled'),
  es: () => import('@/messages/es/crop.json?compiled'),
  ja: () => import('@/messages/ja/crop.json?compiled'),
  'zh-Hans': () => import('@/messages/zh-Hans/crop.json?compiled'),
  ar: () => import('@/messages/ar/crop.json?compiled'),
};

const loaded = new Map<Language, Promise<ClientMessages>>();

/** The texts of the editor, loaded once for each language. */
function cropTexts(language: Language): Promise<ClientMessages> {
  const known = loaded.get(language);
  if (known) return known;
  const messages = CATALOGUES[language]().then((catalogue) => ({ crop: catalogue.default as ClientMessages['crop'] }));
  loaded.set(language, messages);
  // Without a connection they are loaded when they are needed again.
  messages.catch(() => loaded.delete(language));
  return messages;
}

/** The editor is rendered in browsers alone. */
const pageLanguage = (): Language => languageOf(document.documentElement.lang) ?? 'en';

/** Loads the texts of the editor, in the language of the page, before it opens. */
export const preloadCropTexts = (): Promise<unknown> => cropTexts(pageLanguage());

/** Gives its texts to the editor. They come with it: a page for looking at the picture has none of them. Suspends until they are there. */
export function CropTexts({ children }: { children: ReactNode }) {
  const language = pageLanguage();
  return (
    <Texts language={language} messages={use(cropTexts(language))}>
      {children}
    </Texts>
  );
}
