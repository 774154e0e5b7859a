import { type Language, languageOf } from './languages';

/** Cookie with the choice of a visitor. The choice of an account comes first. */
export const LANGUAGE_COOKIE = 'likeness-language';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** @param tag of the choice; a tag that is no language of ours ends the choice */
export function languageCookie(tag: string | null, isSecure: boolean): string {
  const language: Language | null = languageOf(tag);
  const age = language === null ? 0 : YEAR_SECONDS;
  return `${LANGUAGE_COOKIE}=${language ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
