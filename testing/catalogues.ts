import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  isArgumentElement,
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';
import { ROOT, readFile } from './imports';

/** The messages of a catalogue by key, such as `reset-password.subject`. */
export type Messages = Map<string, string>;

/** The areas of a language: each is a file of `messages/<language>`. */
export function areasOf(language: string): string[] {
  return readdirSync(join(ROOT, 'messages', language))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

export function messagesOf(language: string, area: string): Messages {
  return new Map(flattened(JSON.parse(readFile(`messages/${language}/${area}.json`)), ''));
}

function flattened(value: unknown, prefix: string): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]];
  if (value === null || typeof value !== 'object') throw new Error(`Expected a text at ${prefix}, got ${JSON.stringify(value)}`);
  return Object.entries(value).flatMap(([key, inner]) => flattened(inner, prefix === '' ? key : `${prefix}.${key}`));
}

/**
 * The arguments and tags of a message with their types, each once, sorted: `count plural`, `link tag`, `name argument`. An argument that is
 * in the options of another counts as well.
 */
export function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  visit(parse(message), (element) => {
    if (isLiteralElement(element) || isPoundElement(element)) return;
    found.add(`${element.value} ${kindOf(element)}`);
  });
  return [...found].sort();
}

function kindOf(element: MessageFormatElement): string {
  if (isArgumentElement(element)) return 'argument';
  if (isTagElement(element)) return 'tag';
  // A language may need a plural where English needs the number alone.
  if (isPluralElement(element)) return 'number';
  if (isSelectElement(element)) return `select ${Object.keys(element.options).sort()}`;
  return ['literal', 'argument', 'number', 'date', 'time'][element.type] ?? 'other';
}

/** The categories of each plural of a message, without exact numbers such as `=0`. */
export function pluralsOf(message: string): string[][] {
  const plurals: string[][] = [];
  visit(parse(message), (element) => {
    if (isPluralElement(element)) plurals.push(Object.keys(element.options).filter((category) => !category.startsWith('=')));
  });
  return plurals;
}

/** The text of a message without arguments, for comparisons. */
export function wordsOf(message: string): string {
  const words: string[] = [];
  visit(parse(message), (element) => {
    if (isLiteralElement(element)) words.push(element.value);
  });
  return words.join(' ').trim();
}

function visit(elements: readonly MessageFormatElement[], see: (element: MessageFormatElement) => void): void {
  for (const element of elements) {
    see(element);
    if (isTagElement(element)) visit(element.children, see);
    if (isPluralElement(element) || isSelectElement(element)) for (const { value } of Object.values(element.options)) visit(value, see);
  }
}
