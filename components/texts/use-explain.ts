import { useMemo } from 'react';
import type { Failure, FieldProblems, ReadProblem } from '../api/failure';
import { valuesOf } from './failure-values';
import { useLocale, useTexts } from './texts';

/** A failure of a request, as far as a person is told of it. */
interface Explained {
  code: string;
  details?: ReadProblem;
}

/**
 * Says in the language of the page what failed, by the code of the failure and its details. The sentences of the server are for developers.
 * The codes that visitors can get are in `common.errors`; the settings send those of `failures` as well.
 */
export function useExplain() {
  const common = useTexts('common.errors');
  const others = useTexts('failures');
  const field = useTexts('common.fields');
  const locale = useLocale();

  return useMemo(
    () => ({
      /** A failure that concerns no single field. */
      failure({ code, details = {} }: Explained): string {
        const values = valuesOf(details, locale);
        if (common.has(code)) return common(code, values);
        return others.has(code) ? others(code, values) : common('other');
      },
      /**
       * The problem of each field. Empty for a failure that concerns none.
       * @param own texts of the form, in place of those of the codes
       */
      fields({ fieldProblems }: Pick<Failure, 'fieldProblems'>, own: Record<string, string> = {}): Record<string, string> {
        const textOf = ([name, { code, limit = 0 }]: [string, FieldProblems[string]]) =>
          own[name] ?? field(field.has(code) ? code : 'invalid', { limit, field: name });
        return Object.fromEntries(Object.entries(fieldProblems).map((problem) => [problem[0], textOf(problem)]));
      },
      connection: () => common('connection'),
    }),
    [common, others, field, locale],
  );
}
