import { Children, type ReactNode } from 'react';

/** Rows in one frame. @param empty in place of it, if there is none */
export function List({ empty, children }: { empty?: string; children: ReactNode }) {
  if (empty !== undefined && Children.count(children) === 0) {
    return <p className="rounded-xl border border-line border-dashed p-6 text-center text-muted text-sm">{empty}</p>;
  }
  return <ul className="divide-y divide-line rounded-xl border border-line bg-surface">{children}</ul>;
}
