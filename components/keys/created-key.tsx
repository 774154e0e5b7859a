import { useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../texts/texts';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copyable';
import { useUnsaved } from '../unsaved-changes/store';
import { useManualCopy } from './manual-copy';
import { ReadyCommands } from './ready-commands';

interface CreatedKeySectionProps {
  apiKey: string;
  canWrite: boolean;
  onDone: () => void;
}

/** A new key, shown only this once, with commands that use it. */
export function CreatedKeySection({ apiKey, canWrite, onDone }: CreatedKeySectionProps) {
  const t = useTexts('keys.created');
  const heading = useRef<HTMLHeadingElement>(null);
  const [isCopied, setCopied] = useState(false);
  const unsaved = useMemo(
    () => ({
      title: t('leaveTitle'),
      text: t('leaveText'),
      leave: t('leave'),
      whenSignedOut: t('stillHere'),
      whenSwitched: t('stillHere'),
    }),
    [t],
  );
  useUnsaved(!isCopied, unsaved);
  useManualCopy(apiKey, () => setCopied(true));
  useEffect(() => heading.current?.focus(), []);

  return (
    <section
      aria-labelledby="shown-key-heading"
      className="space-y-6 rounded-2xl border-2 border-accent bg-surface p-card shadow-raised motion-safe:animate-rise"
    >
      <div>
        <h2 ref={heading} id="shown-key-heading" tabIndex={-1} className="font-semibold text-lg">
          {t('title')}
        </h2>
        <p className="mt-1 text-muted text-sm">{t('about')}</p>
      </div>
      <Copyable label={t('copy')} text={apiKey} testId="new-key" onCopied={() => setCopied(true)} />
      <ReadyCommands apiKey={apiKey} canWrite={canWrite} />
      <div className="flex justify-end">
        <Button onClick={onDone}>{t('done')}</Button>
      </div>
    </section>
  );
}
