import type { ReactNode } from 'react';

/** In place of a list without rows: what would be here, and how to begin. */
export function EmptyState({ title, icon, children }: { title: string; icon?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-control-line/60 border-dashed px-6 py-10 text-center">
      {icon && (
        <span className="mb-3 flex size-11 items-center justify-center rounded-full bg-sunken text-muted [&_svg]:size-5">{icon}</span>
      )}
      <p className="font-medium">{title}</p>
      {children && <div className="mt-1 max-w-sm text-muted text-sm">{children}</div>}
    </div>
  );
}
