import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copyable';
import { useUnsaved } from '../unsaved-changes/store';
import { UNCOPIED_KEY, useManualCopy } from './manual-copy';
import { ReadyCommands } from './ready-commands';

interface CreatedKeySectionProps {
  apiKey: string;
  canWrite: boolean;
  onDone: () => void;
}

/** A new key, shown only this once, with commands that use it. */
export function CreatedKeySection({ apiKey, canWrite, onDone }: CreatedKeySectionProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [isCopied, setCopied] = useState(false);
  useUnsaved(!isCopied, UNCOPIED_KEY);
  useManualCopy(apiKey, () => setCopied(true));
  useEffect(() => heading.current?.focus(), []);

  return (
    <section
      aria-labelledby="shown-key-heading"
      className="space-y-6 rounded-2xl border-2 border-accent bg-surface p-card shadow-raised motion-safe:animate-rise"
    >
      <div>
        <h2 ref={heading} id="shown-key-heading" tabIndex={-1} className="font-semibold text-lg">
          Your new key
        </h2>
        <p className="mt-1 text-muted text-sm">Copy it now. It is shown only once: we store a hash of it, not the key.</p>
      </div>
      <Copyable label="key" text={apiKey} testId="new-key" onCopied={() => setCopied(true)} />
      <ReadyCommands apiKey={apiKey} canWrite={canWrite} />
      <div className="flex justify-end">
        <Button onClick={onDone}>Done</Button>
      </div>
    </section>
  );
}
