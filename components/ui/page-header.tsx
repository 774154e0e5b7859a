import type { ReactNode, Ref } from 'react';
import { HeadingText } from './heading-text';

interface PageHeaderProps {
  title: string;
  about?: ReactNode;
  /** The heading receives the focus when a focused part of the page disappears. */
  headingRef?: Ref<HTMLHeadingElement>;
  /** Beside the heading. */
  actions?: ReactNode;
}

/** Says where a person is, and what the page is for. */
export function PageHeader({ title, about, headingRef, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        <h1 ref={headingRef} tabIndex={headingRef ? -1 : undefined} className="break-words font-semibold text-2xl">
          <HeadingText>{title}</HeadingText>
        </h1>
        {about && <p className="mt-2 max-w-2xl text-muted">{about}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
