import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A short state of the thing beside it. @param className the background; by default the accent */
export function Badge({ className = 'bg-accent-soft', children }: { className?: string; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex items-center whitespace-nowrap rounded-full border border-transparent px-2 py-px font-medium text-ink text-xs',
        className,
      )}
    >
      {children}
    </span>
  );
}
