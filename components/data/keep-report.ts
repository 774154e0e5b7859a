/** Key in sessionStorage: the report of an account that this tab has deleted, until it was shown. */
export const REPORT_KEY = 'likeness-deletion-report';

/** The report of a deletion, in the language of the account, which is that of no later page. */
export interface KeptReport {
  title: string;
  /** Sentences. */
  text: string[];
  /** Of the texts, as of the page that they were written for. */
  lang: string;
  dir: string;
}

/** Keeps the report for the next page: that of the account cannot stay open. */
export function keepReport(texts: Pick<KeptReport, 'title' | 'text'>): void {
  try {
    const { lang, dir } = document.documentElement;
    sessionStorage.setItem(REPORT_KEY, JSON.stringify({ ...texts, lang, dir } satisfies KeptReport));
  } catch {
    // Storage is blocked: the page for visitors says enough.
  }
}
