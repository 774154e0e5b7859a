import { acceptedLanguage } from '@/lib/languages/accepted-language';
import { LANGUAGE_COOKIE } from '@/lib/languages/language-cookie';
import { type Language, languageOf } from '@/lib/languages/languages';
import arCommon from '@/messages/ar/common.json';
import ar from '@/messages/ar/unavailable.json';
import deCommon from '@/messages/de/common.json';
import de from '@/messages/de/unavailable.json';
import enCommon from '@/messages/en/common.json';
import en from '@/messages/en/unavailable.json';
import esCommon from '@/messages/es/common.json';
import es from '@/messages/es/unavailable.json';
import frCommon from '@/messages/fr/common.json';
import fr from '@/messages/fr/unavailable.json';
import jaCommon from '@/messages/ja/common.json';
import ja from '@/messages/ja/unavailable.json';
import zhHansCommon from '@/messages/zh-Hans/common.json';
import zhHans from '@/messages/zh-Hans/unavailable.json';
import { cookie } from '../credentials';

interface Areas {
  unavailable: typeof en;
  'common.leave': (typeof enCommon)['leave'];
  'common.notFound': (typeof enCommon)['notFound'];
}

const COMMON = { en: enCommon, de: deCommon, fr: frCommon, es: esCommon, ja: jaCommon, 'zh-Hans': zhHansCommon, ar: arCommon };

function commonTexts<Name extends 'leave' | 'notFound'>(name: Name): Record<Language, (typeof enCommon)[Name]> {
  const { en, de, fr, es, ja, 'zh-Hans': zhHans, ar } = COMMON;
  return { en: en[name], de: de[name], fr: fr[name], es: es[name], ja: ja[name], 'zh-Hans': zhHans[name], ar: ar[name] };
}

/** The catalogues of pages that are sent without Next.js: at their time nothing else can be read. */
const AREAS: { [Area in keyof Areas]: Record<Language, Areas[Area]> } = {
  unavailable: { en, de, fr, es, ja, 'zh-Hans': zhHans, ar },
  'common.leave': commonTexts('leave'),
  'common.notFound': commonTexts('notFound'),
};

/** The texts of a page, in the language of the visitor’s choice or of the browser. The choice of an account is in the database. */
export function earlyTexts<Area extends keyof Areas>(
  area: Area,
  request: Request,
): { language: Language; textOf: (name: keyof Areas[Area]) => string } {
  const chosen = languageOf(cookie(request, LANGUAGE_COOKIE)) ?? acceptedLanguage(request.headers.get('accept-language'));
  const language = chosen ?? 'en';
  const texts = AREAS[area][language];
  return { language, textOf: (name) => String(texts[name]) };
}
