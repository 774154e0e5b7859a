import { acceptedLanguage } from '@/lib/languages/accepted-language';
import { LANGUAGE_COOKIE } from '@/lib/languages/language-cookie';
import { directionOf, type Language, languageOf } from '@/lib/languages/languages';
import ar from '@/messages/ar/unavailable.json';
import de from '@/messages/de/unavailable.json';
import en from '@/messages/en/unavailable.json';
import es from '@/messages/es/unavailable.json';
import fr from '@/messages/fr/unavailable.json';
import ja from '@/messages/ja/unavailable.json';
import zhHans from '@/messages/zh-Hans/unavailable.json';
import { cookie } from '../credentials';

/** The catalogues of pages that are sent without Next.js: at their time nothing else can be read. */
const AREAS = { unavailable: { en, de, fr, es, ja, 'zh-Hans': zhHans, ar } } satisfies Record<string, Record<Language, object>>;

/** The texts of a page, in the language of the visitor’s choice or of the browser. The choice of an account is in the database. */
export function earlyTexts(
  area: keyof typeof AREAS,
  request: Request,
): { language: Language; direction: string; textOf: (name: keyof typeof en) => string } {
  const chosen = languageOf(cookie(request, LANGUAGE_COOKIE)) ?? acceptedLanguage(request.headers.get('accept-language'));
  const language = chosen ?? 'en';
  return { language, direction: directionOf(language), textOf: (name) => AREAS[area][language][name] };
}
