import { ShieldCheck } from 'lucide-react';
import type { Removed } from '../../api/resource';
import { reportRows, technicalFields } from './format-report';

/** The metadata removed from the file that was just saved. Shown once, only to the person who saved it. */
export function MetadataReport({ removed }: { removed: readonly Removed[] }) {
  if (removed.length === 0) return null;
  const rows = reportRows(removed);
  const technical = technicalFields(removed);
  return (
    <section
      aria-labelledby="report-heading"
      data-testid="metadata-report"
      className="max-w-xl rounded-xl border border-line bg-sunken p-4 text-sm"
    >
      <h2 id="report-heading" className="flex items-center gap-2 font-medium">
        <ShieldCheck className="size-4 shrink-0 text-accent" aria-hidden="true" /> Removed for your privacy
      </h2>
      {rows.length > 0 && (
        <dl className="mt-3 grid gap-x-4 gap-y-1.5 sm:grid-cols-[fit-content(10rem)_minmax(0,1fr)]">
          {rows.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="wrap-anywhere mb-1.5 sm:mb-0">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {technical && (
        <details className="mt-2">
          <summary className="w-fit rounded py-1 text-muted">{technical.summary}</summary>
          <p className="wrap-anywhere mt-1 text-muted">{technical.names}</p>
        </details>
      )}
    </section>
  );
}
