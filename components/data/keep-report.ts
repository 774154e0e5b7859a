import type { DeletionReport } from '../api/resource';

/** Key in sessionStorage: the report of an account that this tab has deleted, until it was shown. */
export const REPORT_KEY = 'likeness-deletion-report';

/** Keeps the report for the next page: that of the account cannot stay open. */
export function keepReport(report: DeletionReport): void {
  try {
    sessionStorage.setItem(REPORT_KEY, JSON.stringify(report));
  } catch {
    // Storage is blocked: the page for visitors says enough.
  }
}
