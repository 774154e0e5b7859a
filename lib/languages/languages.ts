/** The languages of pages and mail, as BCP 47 tags. `messages/` has a folder for each. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'zh-Hans', 'ar'] as const;

export type Language = (typeof LANGUAGES)[number];

/** @returns null for a tag that is none of {@link LANGUAGES}, such as one that an earlier version had */
export function languageOf(tag: string | null | undefined): Language | null {
  return LANGUAGES.find((language) => language === tag) ?? null;
}

/** The direction of the script. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The locale of dates and numbers. English without a region would have American dates. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language;
}

/** Between two sentences. Chinese and Japanese have none: their full stop is as wide as a letter. */
export function sentenceSpaceOf(locale: string): '' | ' ' {
  return /^(?:ja|zh)\b/.test(locale) ? '' : ' ';
}
