import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts';
import { measureStrength } from './strength';

const COLOURS = ['bg-danger', 'bg-danger', 'bg-warning', 'bg-accent', 'bg-accent'];

const WORDS = ['short', 'easy', 'fair', 'good', 'strong'] as const;

/** Four bars and a word. Screen readers are told of the word when it changes. */
export default function StrengthMeter({ password, personal }: { password: string; personal: readonly string[] }): ReactNode {
  const t = useTexts('password');
  const { level, missing } = measureStrength(password, personal);
  return (
    <div className="flex items-center gap-3 pt-0.5">
      <div className="flex flex-1 gap-1" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={clsx(
              'h-1 flex-1 rounded-full border border-transparent motion-safe:transition-colors forced-colors:border-[CanvasText]',
              step <= Math.max(level, 1) ? COLOURS[level] : 'bg-line',
              step <= Math.max(level, 1) && 'forced-colors:bg-[Highlight]',
            )}
          />
        ))}
      </div>
      <p role="status" className="text-muted text-xs">
        {t(WORDS[level], { count: missing })}
      </p>
    </div>
  );
}
