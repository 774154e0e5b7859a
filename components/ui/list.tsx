import { Children, type ReactNode } from 'react';
import { cn } from './cn';
import { EmptyState } from './empty-state';

interface ListProps {
  /** Text instead of a list without rows. */
  empty?: string;
  /** An icon and advice for the same. */
  emptyIcon?: ReactNode;
  emptyAbout?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A framed list. */
export function List({ empty, emptyIcon, emptyAbout, className, children }: ListProps) {
  if (empty !== undefined && Children.count(children) === 0) {
    return (
      <EmptyState title={empty} icon={emptyIcon}>
        {emptyAbout}
      </EmptyState>
    );
  }
  return <ul className={cn('divide-y divide-line rounded-xl border border-line bg-surface', className)}>{children}</ul>;
}

interface RowProps {
  /** A picture or an icon. */
  leading?: ReactNode;
  title: ReactNode;
  /** Badges beside the title. */
  badges?: ReactNode;
  about?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** A row of a list: what it is, what to know of it, and what to do with it. */
export function Row({ leading, title, badges, about, actions, children }: RowProps) {
  return (
    <li className="p-4 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-60 items-start gap-3.5">
          {leading}
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
              <span className="wrap-anywhere min-w-0">{title}</span>
              {badges}
            </p>
            {about && <p className="wrap-anywhere mt-0.5 text-muted text-sm">{about}</p>}
          </div>
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </li>
  );
}

/** An icon before a row. */
export function RowIcon({ children }: { children: ReactNode }) {
  return (
    <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-sunken text-muted [&_svg]:size-5">{children}</span>
  );
}
