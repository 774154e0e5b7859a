import { ShieldCheck } from 'lucide-react';
import type { Removed } from '../api/resource';

const NAMES: Record<Removed['kind'], string> = {
  location: 'Where it was taken',
  device: 'Camera or phone',
  editor: 'Programs',
  names: 'Names',
  dates: 'Dates',
  text: 'Descriptions',
  thumbnail: 'A small copy of the picture as it was before',
  video: 'A short video that was taken with the picture',
  other: 'Other data of the camera or program',
};

/** What the file that was just saved said beside the picture. Only whoever saved it sees this, and only now. */
export function Receipt({ removed }: { removed: readonly Removed[] }) {
  if (removed.length === 0) return null;
  return (
    <section
      aria-labelledby="receipt-heading"
      data-testid="receipt"
      className="max-w-xl rounded-xl border border-line bg-sunken p-4 text-sm"
    >
      <h2 id="receipt-heading" className="flex items-center gap-2 font-medium">
        <ShieldCheck className="size-4 shrink-0 text-accent" aria-hidden="true" /> Removed for your privacy
      </h2>
      <dl className="mt-3 grid gap-x-4 gap-y-1.5 sm:grid-cols-[fit-content(10rem)_minmax(0,1fr)]">
        {removed.map(({ kind, values }) => (
          <div key={kind} className="contents">
            <dt className="text-muted">{NAMES[kind]}</dt>
            <dd className="wrap-anywhere mb-1.5 sm:mb-0">{values.length > 0 ? values.join(', ') : 'was in the file'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
