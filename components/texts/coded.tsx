import { createElement, Fragment, type ReactNode } from 'react';
import { sentenceSpaceOf } from '@/lib/languages/languages';
import type { CodedText } from '../api/resource';
import { useLocale, useTexts } from './texts';

interface CodedProps {
  part: 'health.observations' | 'health.remedies' | 'import.problems';
  /** undefined: the server is of an earlier version. */
  sentences: readonly CodedText[] | undefined;
  /** The same in English, for a code that this page does not know: the server may be of another version. */
  english: string;
}

/** Sentences of the server in the language of the page. Settings, commands and addresses in them are read from left to right. */
export function Coded({ part, sentences = [], english }: CodedProps) {
  const t = useTexts(part);
  const space = sentenceSpaceOf(useLocale());
  const texts = sentences.map(({ code, params }) => (t.has(code) ? t.rich(code, { ...shown(params), code: verbatim }) : null));
  if (texts.length === 0 || texts.includes(null)) {
    return (
      <span lang="en" dir="ltr">
        {english}
      </span>
    );
  }
  // Children of their own, as in JSX, which need no keys.
  return createElement(Fragment, null, ...texts.flatMap((text, at) => (at > 0 ? [space, text] : [text])));
}

/** Settings, commands, addresses, answers of other servers: the same in every language, and read from left to right. */
export const verbatim = (text: ReactNode) => (
  <code dir="ltr" className="font-mono text-[0.9em] leading-none">
    {text}
  </code>
);

/** Lists are of names, such as of migrations. */
function shown(params: CodedText['params']): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? value.join(', ') : value]));
}
