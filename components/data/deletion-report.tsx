'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { REPORT_KEY } from './keep-report';

/** Says what was deleted, on the first page after it. Stays until the page is left. Few visitors load what shows it. */
export function DeletionReport() {
  const [shown, setShown] = useState<ReactNode>(null);

  useEffect(() => {
    let kept: string | null = null;
    try {
      kept = sessionStorage.getItem(REPORT_KEY);
      sessionStorage.removeItem(REPORT_KEY);
    } catch {
      // Storage is blocked.
    }
    if (kept === null) return;
    const report = JSON.parse(kept);
    void import('./shown-report').then(({ default: ShownReport }) => setShown(<ShownReport report={report} />)).catch(() => {});
  }, []);

  return <div role="status">{shown}</div>;
}
