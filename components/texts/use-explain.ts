import { useMemo } from 'react';
import type { Failure, FieldProblems, ReadProblem } from '../api/failure';
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
       * What is wrong with each field. Empty for a failure that concerns none.
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

/** `none` where the failure has no such detail: texts select by it. */
function valuesOf({ retryAfterSeconds, limitBytes, lockedUntil, limitPixels, limit, reason, domains }: ReadProblem, locale: string) {
  const amount = (value: number, unit: string, unitDisplay: 'long' | 'short' = 'long') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(value);
  const seconds = Math.ceil(Number(retryAfterSeconds));
  return {
    // None on the server.
    origin: globalThis.location?.origin ?? '',
    wait: seconds > 120 ? amount(Math.ceil(seconds / 60), 'minute') : seconds > 0 ? amount(seconds, 'second') : 'none',
    size: typeof limitBytes === 'number' ? amount(limitBytes / 1024 ** 2, 'megabyte', 'short') : 'none',
    until:
      typeof lockedUntil === 'string' ? new Date(lockedUntil).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' }) : 'none',
    megapixels: typeof limitPixels === 'number' ? limitPixels / 1e6 : 0,
    limit: Number(limit ?? 0),
    reason: typeof reason === 'string' ? reason : 'none',
    domains: Array.isArray(domains) ? domains.join(', ') : '',
  };
}
