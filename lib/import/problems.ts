import { englishTexts, type TextValues, type ValuesOf } from '@/lib/languages/english-texts';
import english from '@/messages/en/import.json';

export type ProblemCode = keyof typeof english.problems;

/** Why a row was not imported, or why an import ended. */
export interface Problem {
  /** In English. */
  problem: string;
  /** For pages, which show the text of the code in their language. */
  code: string;
  params: TextValues;
}

interface Columns {
  expected: number;
  got: number;
}

/** The values of the problems that have some. */
interface ProblemValues {
  too_many_rows: { limit: number };
  too_many_failed_rows: { count: number };
  too_many_failed_pictures: { count: number };
  /** Number of the earlier row. */
  same_address: { earlier: number };
  csv_row_too_long: { limit: number };
  too_few_columns: Columns;
  too_many_columns: Columns;
  line_too_long: { limit: number };
  reserved_domain: { domain: string };
  invalid_domain: { domain: string };
  no_text: { column: string };
  no_utf8: { column: string };
  name_too_long: { limit: number };
  invalid_role: { role: string };
}

const problemText = englishTexts(english.problems);

export function problemOf<Code extends ProblemCode>(code: Code, ...[values]: ValuesOf<Code, ProblemValues>): Problem {
  const params = { ...values };
  return { problem: problemText({ code, params }), code, params };
}
