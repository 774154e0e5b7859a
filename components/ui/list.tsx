import { Children, type ReactNode } from 'react';

/** A framed list. @param empty text instead of a list without rows */
export function List({ empty, children }: { empty?: string; children: ReactNode }) {
  if (empty !== undefined && Children.count(children) === 0) {
    return <p className="rounded-xl border border-line border-dashed p-6 text-center text-muted text-sm">{empty}</p>;
  }
  return <ul className="divide-y divide-line rounded-xl border border-line bg-surface">{children}</ul>;
}
