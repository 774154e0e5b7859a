import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { createTranslator } from 'use-intl/core';
import type { messages as english } from '@/messages/en';
import { app } from '../app';
import { signedIn } from '../pages';
import { acceptedLanguage, acceptedLocale } from './accepted-language';
import { compileTexts } from './compile-texts';
import { LANGUAGE_COOKIE } from './language-cookie';
import { type Language, languageOf, localeOf } from './languages';

type PageMessages = typeof english;
export type Area = keyof PageMessages;

/** A catalogue is loaded with the first page in its language. */
const CATALOGUES: Record<Language, () => Promise<{ messages: PageMessages }>> = {
  en: () => import('@/messages/en'),
  de: () => import('@/messages/de'),
  fr: () => import('@/messages/fr'),
  es: () => import('@/messages/es'),
  ja: () => import('@/messages/ja'),
  'zh-Hans': () => import('@/messages/zh-Hans'),
  ar: () => import('@/messages/ar'),
};

/** The language of the page: the person’s choice, else that of the visitor, else that of the browser, else the default. One answer for each request. */
export const pageLanguage = cache(async (): Promise<Language> => {
  // While the database does not answer, the person is unknown, and the page that says so still needs a language.
  const person = await signedIn().catch(() => null);
  const accepted = acceptedLanguage((await headers()).get('accept-language'));
  const chosen = languageOf((await cookies()).get(LANGUAGE_COOKIE)?.value);
  return languageOf(person?.profile.language) ?? chosen ?? accepted ?? (await app()).env.defaultLanguage;
});

/**
 * The locale of dates on the page: of its language, with the region that the browser names for it.
 * @param chosen the language of the person’s choice, which has the region that we gave it
 */
export async function dateLocale(chosen: string | null): Promise<string> {
  const language = await pageLanguage();
  const accepted = languageOf(chosen) === null ? acceptedLocale((await headers()).get('accept-language'), language) : null;
  return accepted ?? localeOf(language);
}

/** The texts of an area for a page, in its language. */
export async function texts<Name extends Area>(area: Name) {
  const language = await pageLanguage();
  const { messages } = await CATALOGUES[language]();
  return createTranslator<PageMessages, Name>({ locale: localeOf(language), messages, namespace: area });
}

/** A part of an area for the browser, such as `sign-in.form`, or a whole one. */
export type Part = Area | { [Name in Area]: `${Name}.${Extract<keyof PageMessages[Name], string>}` }[Area];

/** The texts that a page sends to the browser. */
export async function clientTexts(parts: readonly Part[]): Promise<{ language: Language; messages: Partial<Record<Area, object>> }> {
  const language = await pageLanguage();
  const { messages } = await CATALOGUES[language]();
  const picked: Partial<Record<Area, object>> = {};
  for (const part of parts) {
    const [area, name] = split(part);
    const whole = compiled(language, area, messages[area]);
    picked[area] = name === undefined ? whole : { ...picked[area], [name]: whole[name] };
  }
  return { language, messages: picked };
}

/** Compiled catalogues, by language and area. */
const compiledAreas = new Map<string, Record<string, unknown>>();

function compiled(language: Language, area: Area, messages: object): Record<string, unknown> {
  const name = `${language}/${area}`;
  const known = compiledAreas.get(name) ?? compileTexts(messages);
  compiledAreas.set(name, known);
  return known;
}

function split(part: Part): [Area, string?] {
  const [area, name] = part.split('.');
  return [area as Area, name];
}
