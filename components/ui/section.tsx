import { clsx } from 'clsx';
import type { ReactNode, Ref } from 'react';

interface SectionProps {
  /** Of the heading, for `aria-labelledby` and links. */
  id: string;
  title: string;
  about?: ReactNode;
  /** The heading receives the focus when a focused part of the section disappears. */
  headingRef?: Ref<HTMLHeadingElement>;
  /** Beside the heading. */
  actions?: ReactNode;
  tone?: 'plain' | 'danger';
  className?: string;
  children?: ReactNode;
}

/** A part of a page: a card with a heading. */
export function Section({ id, title, about, headingRef, actions, tone = 'plain', className, children }: SectionProps) {
  return (
    <section
      aria-labelledby={id}
      className={clsx(
        'min-w-0 rounded-2xl border bg-surface p-card shadow-card',
        tone === 'danger' ? 'border-danger/35' : 'border-line',
        className,
      )}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-xl">
          <h2 ref={headingRef} id={id} tabIndex={-1} className="font-semibold text-lg">
            {title}
          </h2>
          {about && <div className="mt-1 text-pretty text-muted text-sm">{about}</div>}
        </div>
        {actions}
      </div>
      {children && <div className="mt-5 space-y-5">{children}</div>}
    </section>
  );
}

/** The end of a form in a section: what it did at the left, its actions at the right. */
export function SectionFooter({ status, children }: { status?: ReactNode; children: ReactNode }) {
  return (
    <div className="-mx-card -mb-card flex min-h-16 flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-b-2xl border-line border-t bg-sunken/60 px-card py-3">
      {status !== undefined && (
        <p role="status" className="min-w-0 text-muted text-sm">
          {status}
        </p>
      )}
      <div className="ms-auto flex flex-wrap justify-end gap-2">{children}</div>
    </div>
  );
}
