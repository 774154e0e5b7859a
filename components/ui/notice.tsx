import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** An error or warning beside the control that it is about. Errors interrupt screen readers (assertive); warnings wait (polite). */
export function Notice({ kind, children }: { kind: 'error' | 'warning'; children: ReactNode }) {
  const Icon = kind === 'error' ? CircleAlert : TriangleAlert;
  return (
    <div
      role={kind === 'error' ? 'alert' : 'note'}
      className={cn(
        'flex gap-3 rounded-lg border border-transparent p-3 text-ink text-sm',
        kind === 'error' ? 'bg-danger-soft' : 'bg-warning-soft',
      )}
    >
      <Icon className={cn('mt-0.5 size-4 shrink-0', kind === 'error' && 'text-danger')} aria-hidden="true" />
      <div className="min-w-0 space-y-2">{children}</div>
    </div>
  );
}
