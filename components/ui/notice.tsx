import type { ReactNode } from 'react';

/** An error, a warning or news beside the control that it is about. Errors interrupt screen readers (assertive); the others wait (polite). */
export function Notice({ kind, children }: { kind: 'error' | 'warning' | 'info' | 'success'; children: ReactNode }) {
  return (
    <div role={kind === 'error' ? 'alert' : 'note'} className={`ui-notice ui-notice-${kind}`}>
      <div className="min-w-0 flex-1 space-y-2">{children}</div>
    </div>
  );
}
