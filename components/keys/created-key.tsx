import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copyable';
import { useUnsaved } from '../unsaved-changes/store';
import { UNCOPIED_KEY, useManualCopy } from './manual-copy';

/** A new key, shown only this once, with a usage example. */
export function CreatedKeySection({ apiKey, onDone }: { apiKey: string; onDone: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const example = `curl -X PUT ${window.location.origin}/api/me/avatar \\\n  -H "Authorization: Bearer ${apiKey}" \\\n  -F image=@me.jpg`;

  const [isCopied, setCopied] = useState(false);
  useUnsaved(!isCopied, UNCOPIED_KEY);
  useManualCopy(apiKey, () => setCopied(true));
  useEffect(() => heading.current?.focus(), []);

  return (
    <section aria-labelledby="shown-key-heading" className="space-y-4 rounded-xl border border-accent bg-accent-soft p-5 sm:p-6">
      <div>
        <h2 ref={heading} id="shown-key-heading" tabIndex={-1} className="font-medium text-lg">
          Your new key
        </h2>
        <p className="mt-1 text-sm">Copy it now. It is shown only once: we store a hash of it, not the key.</p>
      </div>
      <Copyable label="key" text={apiKey} testId="new-key" onCopied={() => setCopied(true)} />
      <Copyable label="example" text={example} testId="curl-example" onCopied={() => setCopied(true)} />
      <Button onClick={onDone}>Done</Button>
    </section>
  );
}
