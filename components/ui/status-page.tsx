import type { ReactNode } from 'react';

/** A page without content: an illustration, a message, and a link onwards. */
export function StatusPage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-20 text-center">
      <svg viewBox="0 0 96 96" className="mb-6 size-24 text-control-line" fill="none" aria-hidden="true">
        <rect x="2" y="2" width="92" height="92" rx="22" stroke="currentColor" strokeWidth="2" strokeDasharray="6 6" />
        <circle cx="48" cy="48" r="30" stroke="currentColor" strokeWidth="2" strokeDasharray="4 5" />
      </svg>
      <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
      <p className="mt-2 mb-6 text-muted">{text}</p>
      {children}
    </div>
  );
}
