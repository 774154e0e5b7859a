'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/**
 * An error, a warning or news beside the control that it is about. Errors interrupt screen readers (assertive); the others wait (polite).
 * An error that an act of the person led to comes into view: the button of a long form is far below it.
 */
export function Notice({ kind, children }: { kind: 'error' | 'warning' | 'info' | 'success'; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const { current } = box;
    if (kind !== 'error' || !current) return;
    // Activation lasts for some seconds; a request that fails later leaves the focus on the button that sent it.
    const isCaused = navigator.userActivation?.isActive || current.closest('form')?.contains(document.activeElement);
    if (isCaused) current.scrollIntoView({ block: 'nearest' });
  }, [kind]);

  return (
    <div ref={box} role={kind === 'error' ? 'alert' : 'note'} className={`ui-notice ui-notice-${kind} scroll-my-4`}>
      <div className="min-w-0 flex-1 space-y-2">{children}</div>
    </div>
  );
}
