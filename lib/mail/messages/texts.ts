import { createTranslator } from 'use-intl/core';
import { type Language, localeOf } from '@/lib/languages/languages';
import ar from '@/messages/ar/mail.json';
import de from '@/messages/de/mail.json';
import en from '@/messages/en/mail.json';
import es from '@/messages/es/mail.json';
import fr from '@/messages/fr/mail.json';
import ja from '@/messages/ja/mail.json';
import zhHans from '@/messages/zh-Hans/mail.json';

const CATALOGUES: Record<Language, typeof en> = { en, de, fr, es, ja, 'zh-Hans': zhHans, ar };

const open = (language: Language) =>
  createTranslator({
    locale: localeOf(language),
    messages: CATALOGUES[language],
    // A key or a value that is missing is a mistake of ours, which must not reach a person as the name of the key.
    onError(error) {
      throw error;
    },
  });

export type Translator = ReturnType<typeof open>;
export type MailKey = Parameters<Translator>[0];

const opened = new Map<Language, Translator>();

/** The texts of messages in a language. */
export function textsOf(language: Language): Translator {
  const texts = opened.get(language) ?? open(language);
  opened.set(language, texts);
  return texts;
}
