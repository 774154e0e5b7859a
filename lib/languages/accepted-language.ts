import Negotiator from 'negotiator';
import { LANGUAGES, type Language } from './languages';

/** More languages than a person configures. Each costs a look-up in the data of Intl. */
const MAX_TAGS = 20;

/**
 * The language of `Accept-Language` (RFC 9110 section 12.5.4) with the highest quality value that we have. A region selects no other
 * language (`de-AT` is German), a script does: `zh-CN` is Simplified Chinese and `zh-TW` is not.
 *
 * @returns null if we have none of them
 */
export function acceptedLanguage(header: string | null | undefined): Language | null {
  for (const tag of tagsOf(header)) {
    const wanted = languageAndScript(tag);
    const found = wanted === null ? undefined : OURS.get(wanted);
    if (found) return found;
  }
  return null;
}

/**
 * The locale of `Accept-Language` for dates on a page in `language`, with the region of the reader: `de-AT` on a page in German.
 *
 * @returns null if the browser names no region for that language
 */
export function acceptedLocale(header: string | null | undefined, language: Language): string | null {
  const wanted = languageAndScript(language);
  const found = tagsOf(header).find((tag) => languageAndScript(tag) === wanted && new Intl.Locale(tag).region !== undefined);
  return found === undefined ? null : new Intl.Locale(found).baseName;
}

/** The tags of the header, the most wanted first. */
function tagsOf(header: string | null | undefined): string[] {
  return header ? new Negotiator({ headers: { 'accept-language': header } }).languages().slice(0, MAX_TAGS) : [];
}

/** Such as `zh-Hans` of `zh-CN`, with the likely script (UTS #35). null: malformed, or a wildcard. */
function languageAndScript(tag: string): string | null {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return null;
  }
}

const OURS = new Map(LANGUAGES.map((language) => [languageAndScript(language), language]));
