'use client';

import { useEffect, useState } from 'react';
import type { DeletionReport } from '../api/resource';
import { count } from './count';

/** Key in sessionStorage: the report of an account that this tab has deleted, until it was shown. */
const REPORT_KEY = 'likeness-deletion-report';

/** Keeps the report for the next page: that of the account cannot stay open. */
export function keepReport(report: DeletionReport): void {
  try {
    sessionStorage.setItem(REPORT_KEY, JSON.stringify(report));
  } catch {
    // Storage is blocked: the page for visitors says enough.
  }
}

/** Says what was deleted, on the first page after it. Stays until the page is left. */
export function ShownReport() {
  const [report, setReport] = useState<DeletionReport | null>(null);

  useEffect(() => {
    try {
      const kept = sessionStorage.getItem(REPORT_KEY);
      if (kept !== null) setReport(JSON.parse(kept));
      sessionStorage.removeItem(REPORT_KEY);
    } catch {
      // As above.
    }
  }, []);

  return (
    <div role="status" className="empty:hidden">
      {report && (
        <div className="mb-8 max-w-2xl rounded-2xl border border-line bg-surface p-card shadow-card">
          <p className="font-semibold">Your account was deleted.</p>
          <p className="mt-1 text-muted text-sm">
            Gone: {count(report.versions, 'picture')}, {count(report.keys, 'API key')}, {count(report.sessions, 'sign-in')} and{' '}
            {count(report.objects, 'stored file')}.{' '}
            {report.objectsLeft === 0
              ? 'The storage was listed afterwards: nothing of you is left.'
              : `${count(report.objectsLeft, 'stored file')} could not be deleted yet. The server tries again every hour.`}
          </p>
        </div>
      )}
    </div>
  );
}
