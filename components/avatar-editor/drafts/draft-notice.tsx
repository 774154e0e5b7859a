import { History } from 'lucide-react';
import { Button } from '../../ui/button';
import type { Draft } from './draft';

interface DraftNoticeProps {
  draft: Draft;
  onContinue: () => void;
  onDiscard: () => void;
}

/** Offers an edit that was neither saved nor discarded. */
export function DraftNotice({ draft, onContinue, onDiscard }: DraftNoticeProps) {
  return (
    <section
      aria-label="Unsaved picture"
      className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-2xl border border-line bg-accent-soft/60 px-5 py-3.5"
    >
      <History className="size-5 shrink-0 text-accent" aria-hidden="true" />
      <div className="min-w-48 flex-1">
        <p className="font-medium">Continue with your unsaved picture?</p>
        <p className="wrap-anywhere text-muted text-sm">
          {draft.fileName ?? 'A new framing of your picture'}, edited {age(Date.now() - draft.savedAt)}. Only this browser has it.
        </p>
      </div>
      <div className="flex gap-2">
        <Button onClick={onDiscard}>Discard</Button>
        <Button variant="primary" onClick={onContinue}>
          Continue
        </Button>
      </div>
    </section>
  );
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago, in the largest unit: `2 hours ago`. */
export function age(milliseconds: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(milliseconds / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
