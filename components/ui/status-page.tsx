import type { ReactNode } from 'react';

/** A page without content: an illustration, a message, and a link onwards. */
export function StatusPage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-1 flex-col items-center justify-center px-4 py-20 text-center">
      <svg viewBox="0 0 120 96" className="mb-7 h-24 w-30" fill="none" aria-hidden="true">
        <circle cx="60" cy="48" r="46" fill="var(--sunken)" />
        <circle cx="60" cy="48" r="34" stroke="var(--control-line)" strokeWidth="1.5" strokeDasharray="4 5" />
        <circle cx="60" cy="41" r="9" fill="var(--line)" />
        <path d="M42 66a18 18 0 0 1 36 0" fill="var(--line)" />
        <path
          d="M14 20V8h12M106 20V8H94M14 76v12h12M106 76v12H94"
          stroke="var(--accent)"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="mt-2 mb-7 text-muted">{text}</p>
      {children}
    </div>
  );
}
