'use client';

import { type ReactNode, useEffect, useRef } from 'react';

const TEXT_FIELDS = 'textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=range], [type=file], [type=submit])';

/**
 * An error, a warning or news beside the control that it is about. Errors interrupt screen readers (assertive); the others wait (polite).
 * An error that an act of the person led to comes into view: the button of a long form is far below it.
 */
export function Notice({ kind, children }: { kind: 'error' | 'warning' | 'info' | 'success'; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<string>(undefined);

  // After every render: only the document knows whether `children` reads differently.
  useEffect(() => {
    const { current } = box;
    if (kind !== 'error' || !current || current.textContent === shown.current) return;
    shown.current = current.textContent;
    const { activeElement } = document;
    const isOwn = current.closest('form')?.contains(activeElement) ?? false;
    // Scrolling away from the caret interrupts a person who types somewhere else.
    if (!isOwn && activeElement?.matches(TEXT_FIELDS)) return;
    // Activation lasts for some seconds; a request that fails later leaves the focus on the button that sent it.
    if (isOwn || navigator.userActivation?.isActive) current.scrollIntoView({ block: 'nearest' });
  });

  return (
    <div ref={box} role={kind === 'error' ? 'alert' : 'note'} className={`ui-notice ui-notice-${kind} scroll-my-4`}>
      <div className="min-w-0 flex-1 space-y-2">{children}</div>
    </div>
  );
}
