'use client';

import { useEffect, useState } from 'react';
import { type KeptReport, REPORT_KEY } from './keep-report';

/** Says what was deleted, on the first page after it. Stays until the page is left. */
export function DeletionReport() {
  const [report, setReport] = useState<KeptReport | null>(null);

  useEffect(() => {
    try {
      const kept = sessionStorage.getItem(REPORT_KEY);
      sessionStorage.removeItem(REPORT_KEY);
      if (kept !== null) setReport(JSON.parse(kept));
    } catch {
      // Storage is blocked.
    }
  }, []);

  return (
    <div role="status">
      {report && (
        <div lang={report.lang} dir={report.dir} className="mb-8 max-w-2xl rounded-2xl border border-line bg-surface p-card shadow-card">
          <p className="font-semibold">{report.title}</p>
          {report.text.map((text) => (
            <p key={text} className="mt-1 text-muted text-sm">
              {text}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}
