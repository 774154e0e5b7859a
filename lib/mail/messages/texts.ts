import { IntlMessageFormat } from 'intl-messageformat';
import { type Language, localeOf } from '@/lib/languages/languages';
import ar from '@/messages/ar/mail.json';
import de from '@/messages/de/mail.json';
import en from '@/messages/en/mail.json';
import es from '@/messages/es/mail.json';
import fr from '@/messages/fr/mail.json';
import ja from '@/messages/ja/mail.json';
import zhHans from '@/messages/zh-Hans/mail.json';

const CATALOGUES: Record<Language, typeof en> = { en, de, fr, es, ja, 'zh-Hans': zhHans, ar };

/** The paths of the texts of a catalogue, such as `invite.subject`. */
type Paths<Texts> = {
  [Name in keyof Texts & string]: Texts[Name] extends string ? Name : `${Name}.${Paths<Texts[Name]>}`;
}[keyof Texts & string];

export type MailKey = Paths<typeof en>;
/** Fills a text in. @throws Error if a value is missing, which must not reach a person as the name of the value */
export type Translator = (key: MailKey, values?: Record<string, string>) => string;

/** Parsed texts, by language and key. */
const parsed = new Map<string, IntlMessageFormat>();

/**
 * The texts of messages in a language. By the formatter of `use-intl` and not by its translator: that loads React, and with it the part of
 * Next.js that renders pages, into a server which may never send one.
 */
export function textsOf(language: Language): Translator {
  return (key, values) => {
    const id = `${language} ${key}`;
    const format = parsed.get(id) ?? new IntlMessageFormat(textAt(CATALOGUES[language], key), localeOf(language));
    parsed.set(id, format);
    return String(format.format(values));
  };
}

function textAt(catalogue: object, key: MailKey): string {
  const text = key
    .split('.')
    .reduce<unknown>((texts, name) => Object.entries(texts ?? {}).find(([found]) => found === name)?.[1], catalogue);
  if (typeof text !== 'string') throw new Error(`Expected a text for ${key}.`);
  return text;
}
