import { IntlMessageFormat } from 'intl-messageformat';
import { localeOf } from './languages';

/** Values of a text, as JSON has them. */
export type TextValues = Record<string, string | number | string[]>;

/** A sentence by the code of its text, which pages show in their language. A text with other values has another code. */
export interface CodedText<Code extends string = string> {
  code: Code;
  params: TextValues;
}

/** The values of a text: none unless `All` names them. */
export type ValuesOf<Code extends string, All> = Code extends keyof All ? [params: All[Code]] : [];

/** Formats texts of an English catalogue for the API and for commands. The content of `<code>` is shown as it is. */
export function englishTexts<Code extends string>(texts: Readonly<Record<Code, string>>): (text: CodedText<Code>) => string {
  const parsed = new Map<Code, IntlMessageFormat>();
  return ({ code, params }) => {
    const format = parsed.get(code) ?? new IntlMessageFormat(texts[code], localeOf('en'));
    parsed.set(code, format);
    const values = Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? value.join(', ') : value]);
    return String(format.format({ ...Object.fromEntries(values), code: (parts) => parts.join('') }));
  };
}
