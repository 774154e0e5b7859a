'use client';

import { type ReactNode, useState } from 'react';
import { FoldChevron } from './fold-chevron';

interface DisclosureProps {
  title: string;
  /** Before the title. */
  icon?: ReactNode;
  /** At the end of the line, such as a number. */
  aside?: ReactNode;
  testId?: string;
  /** Rendered from the first time that it is opened. */
  children: ReactNode;
}

/** A part that is folded until a person opens it: the native element, which find-in-page and screen readers know. */
export function Disclosure({ title, icon, aside, testId, children }: DisclosureProps) {
  const [wasOpen, setWasOpen] = useState(false);
  return (
    <details
      data-testid={testId}
      onToggle={({ currentTarget }) => currentTarget.open && setWasOpen(true)}
      className="group min-w-0 rounded-2xl border border-line bg-surface shadow-card"
    >
      <summary className="flex min-h-14 list-none items-center gap-3 rounded-2xl px-card py-3 font-medium hover:bg-sunken/60 [&::-webkit-details-marker]:hidden">
        {icon && (
          <span className="shrink-0 text-accent [&_svg]:size-5" aria-hidden="true">
            {icon}
          </span>
        )}
        <span className="min-w-0 flex-1">{title}</span>
        {aside && <span className="text-muted text-sm tabular-nums">{aside}</span>}
        <FoldChevron />
      </summary>
      {wasOpen && <div className="space-y-5 px-card pt-1 pb-card">{children}</div>}
    </details>
  );
}
