import type { Failure } from '../api/failure';
import type { PageTexts } from '../texts/catalogues';
import { valuesOf } from '../texts/failure-values';

/** Says what failed, for parts that the server renders (components/texts/use-explain.ts). */
export function explainWith(common: PageTexts<'common'>, failures: PageTexts<'failures'>, locale: string) {
  return ({ code, details }: Pick<Failure, 'code' | 'details'>): string => {
    const values = valuesOf(details, locale);
    const inCommon = `errors.${code}` as 'errors.other';
    if (common.has(inCommon)) return common(inCommon, values);
    const inOthers = code as 'no_file';
    return failures.has(inOthers) ? failures(inOthers, values) : common('errors.other');
  };
}
