import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../texts/texts';
import { shownCrop, type Work } from '../work';
import { useWarnings } from './use-warnings';
import type { Warning } from './warnings';

/** Below the frame, so that they are seen in every window and never cover it. */
export function Warnings({ work, url }: { work: Work; url: string }) {
  const t = useTexts('crop.warnings');
  const warnings = useWarnings(work, url);
  const { width } = shownCrop(work);
  const spoken = useSpokenOnce(warnings, (warning) => t(warning, { side: width }));
  return (
    <div className="editor-warnings">
      {warnings.map((warning) => (
        <p key={warning} role="note" className="editor-glass editor-warning">
          <TriangleAlert className="size-3.5 shrink-0 text-[#ffd479]" aria-hidden="true" /> {t(warning, { side: width })}
        </p>
      ))}
      <p role="status" aria-live="polite" className="sr-only" data-testid="warning-announcement">
        {spoken}
      </p>
    </div>
  );
}

/** The texts of warnings that have come up first now: each is announced once, however often it goes and comes back. */
function useSpokenOnce(warnings: readonly Warning[], textOf: (warning: Warning) => string): string {
  const [known, setKnown] = useState<readonly Warning[]>([]);
  const [spoken, setSpoken] = useState('');
  const fresh = warnings.filter((warning) => !known.includes(warning));
  const key = fresh.join();
  const text = fresh.map(textOf).join(' ');
  useEffect(() => {
    if (key === '') return;
    setKnown((before) => [...before, ...fresh]);
    setSpoken(text);
  });
  return spoken;
}
