import type { ReactNode } from 'react';

/** A narrow column with a heading: the layout of the sign-in pages. */
export function AuthCard({ title, children, below }: { title: string; children: ReactNode; below?: ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-md px-4 py-10 sm:py-16">
      <div className="rounded-2xl border border-line bg-surface p-6 shadow-raised sm:p-8">
        <h1 className="mb-6 font-semibold text-2xl tracking-tight">{title}</h1>
        {children}
      </div>
      {below && <p className="mt-6 text-center text-muted text-sm">{below}</p>}
    </div>
  );
}
