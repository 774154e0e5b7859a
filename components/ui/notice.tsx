import type { ReactNode } from 'react';

const KINDS = {
  error: { role: 'alert', box: 'bg-danger-soft', icon: 'text-danger', path: 'M8 4.75v3.5M8 11h.01', shape: 'circle' },
  warning: { role: 'note', box: 'bg-warning-soft', icon: 'text-warning', path: 'M8 6v3M8 11.4h.01', shape: 'triangle' },
  info: { role: 'note', box: 'bg-accent-soft', icon: 'text-accent', path: 'M8 11.25v-3.5M8 5h.01', shape: 'circle' },
  success: { role: 'note', box: 'bg-accent-soft', icon: 'text-accent', path: 'm5.25 8.25 2 2 3.5-4', shape: 'circle' },
} as const;

/**
 * An error, a warning or news beside the control that it is about. Errors interrupt screen readers (assertive); the others wait (polite).
 * The icons are drawn here, since every page has this part and few have the icon library.
 */
export function Notice({ kind, children }: { kind: keyof typeof KINDS; children: ReactNode }) {
  const { role, box, icon, path, shape } = KINDS[kind];
  return (
    <div role={role} className={`ui-notice motion-safe:animate-appear ${box}`}>
      <svg
        viewBox="0 0 16 16"
        className={`mt-0.5 size-4.5 shrink-0 ${icon}`}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {shape === 'circle' ? <circle cx="8" cy="8" r="6.5" /> : <path d="M8 2.2 14.6 13.6H1.4Z" />}
        <path d={path} />
      </svg>
      <div className="min-w-0 flex-1 space-y-2">{children}</div>
    </div>
  );
}
