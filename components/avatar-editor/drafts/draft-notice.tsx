import { History } from 'lucide-react';
import { useLocale, useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import type { Draft } from './draft';

interface DraftNoticeProps {
  draft: Draft;
  onContinue: () => void;
  onDiscard: () => void;
}

/** Offers an edit that was neither saved nor discarded. */
export function DraftNotice({ draft, onContinue, onDiscard }: DraftNoticeProps) {
  const t = useTexts('picture.draft');
  const age = formatAge(Date.now() - draft.savedAt, useLocale()) ?? t('now');
  return (
    <section
      aria-label={t('label')}
      className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-2xl border border-line bg-accent-soft/60 px-5 py-3.5"
    >
      <History className="size-5 shrink-0 text-accent" aria-hidden="true" />
      <div className="min-w-48 flex-1">
        <p className="font-medium">{t('title')}</p>
        <p className="wrap-anywhere text-muted text-sm">
          {draft.fileName === null ? t('framing', { age }) : t('file', { name: draft.fileName, age })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onDiscard}>{t('discard')}</Button>
        <Button variant="primary" onClick={onContinue}>
          {t('continue')}
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

/** How long ago, in the largest unit: `2 hours ago`. @returns null below a minute */
function formatAge(milliseconds: number, locale: string): string | null {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(milliseconds / length);
    if (count > 0) return new Intl.RelativeTimeFormat(locale).format(-count, unit);
  }
  return null;
}
