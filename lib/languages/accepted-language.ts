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
  if (!header) return null;
  const tags = new Negotiator({ headers: { 'accept-language': header } }).languages().slice(0, MAX_TAGS);
  for (const tag of tags) {
    const wanted = languageAndScript(tag);
    const found = wanted === null ? undefined : OURS.get(wanted);
    if (found) return found;
  }
  return null;
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
