'use client';

import format, { type CompiledMessage, type FormatOptions } from 'icu-minify/format';
import { createContext, createElement, Fragment, type ReactNode, useContext, useMemo } from 'react';
import type { MessageKeys, NamespaceKeys, NestedKeyOf, NestedValueOf } from 'use-intl/core';
import { type Language, localeOf } from '@/lib/languages/languages';
import type { ClientMessages, PageMessages } from './catalogues';

interface Known {
  locale: string;
  messages: ClientMessages;
}

const Context = createContext<Known>({ locale: localeOf('en'), messages: {} });

interface TextsProps {
  language: Language;
  /** The texts that the parts of the page need, as the server compiled them. Texts of the providers around this one are known as well. */
  messages: ClientMessages;
  children: ReactNode;
}

/** Gives texts to the parts of a page that run in the browser. */
export function Texts({ language, messages, children }: TextsProps) {
  const above = useContext(Context);
  const known = useMemo(() => ({ locale: localeOf(language), messages: merged(above.messages, messages) }), [above, language, messages]);
  return <Context value={known}>{children}</Context>;
}

/** Parts of one area may come from several providers. */
function merged(above: ClientMessages, messages: ClientMessages): ClientMessages {
  const areas = Object.entries(messages).map(([area, texts]) => [area, { ...above[area as keyof ClientMessages], ...texts }]);
  return { ...above, ...Object.fromEntries(areas) };
}

/** The language of the page, as a locale for dates and numbers. */
export function useLocale(): string {
  return useContext(Context).locale;
}

type Part = NamespaceKeys<PageMessages, NestedKeyOf<PageMessages>>;
type KeyOf<P extends Part> = MessageKeys<NestedValueOf<PageMessages, P>, NestedKeyOf<NestedValueOf<PageMessages, P>>>;
type Values = Record<string, string | number>;

export interface PartTexts<P extends Part> {
  (key: KeyOf<P>, values?: Values): string;
  /** Whether the page sent this text: for keys that the server names. */
  has(key: string): key is KeyOf<P>;
  /** A text with elements, as functions of what is in them. */
  rich(key: KeyOf<P>, values: Record<string, string | number | ((inner: ReactNode) => ReactNode)>): ReactNode;
}

/**
 * The texts of a part of a catalogue, such as `sign-in.form`. As `useTranslations` of use-intl, which would be 3 kB of every page: this
 * formats compiled messages alone.
 */
export function useTexts<P extends Part>(part: P): PartTexts<P> {
  const { locale, messages } = useContext(Context);
  return useMemo(() => {
    const found = (key: string) => requireText(compiledAt(messages, `${part}.${key}`), `${part}.${key}`);
    const text = (key: KeyOf<P>, values?: Values) => [format<string>(found(key), locale, values, OPTIONS)].flat().join('');
    const rich: PartTexts<P>['rich'] = (key, values) => {
      const wrapped = Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'function' ? (inner: readonly ReactNode[]) => value(createElement(Fragment, null, ...inner)) : value,
      ]);
      const parts = format<ReactNode>(found(key), locale, Object.fromEntries(wrapped), OPTIONS);
      return Array.isArray(parts) ? createElement(Fragment, null, ...parts) : parts;
    };
    const has: PartTexts<P>['has'] = (key): key is KeyOf<P> => compiledAt(messages, `${part}.${key}`) !== undefined;
    return Object.assign(text, { rich, has });
  }, [part, locale, messages]);
}

const OPTIONS: FormatOptions = {
  formatters: {
    getDateTimeFormat: (...options) => new Intl.DateTimeFormat(...options),
    getNumberFormat: (...options) => new Intl.NumberFormat(...options),
    getPluralRules: (...options) => new Intl.PluralRules(...options),
  },
};

/** @returns undefined if the page did not send the text */
function compiledAt(messages: ClientMessages, path: string): CompiledMessage | undefined {
  let value: unknown = messages;
  for (const name of path.split('.'))
    value = value !== null && typeof value === 'object' && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  return typeof value === 'string' || Array.isArray(value) ? (value as CompiledMessage) : undefined;
}

function requireText(text: CompiledMessage | undefined, path: string): CompiledMessage {
  if (text !== undefined) return text;
  throw new Error(`Expected the text ${path} among those of the page, got none. Name its part in ClientTexts.`);
}
