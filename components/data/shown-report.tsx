import type { ReactNode } from 'react';
import type { DeletionReport } from '../api/resource';
import { count } from './count';

/** The report of an account that this tab has deleted. */
export default function ShownReport({ report }: { report: DeletionReport }): ReactNode {
  return (
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
  );
}
