import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button';
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

interface CopyableProps {
  label: string;
  text: string;
  testId: string;
  onCopied: () => void;
}

function Copyable({ label, text, testId, onCopied }: CopyableProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  async function copy() {
    // Browsers offer the clipboard only in secure contexts; elsewhere people select the text.
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setState(done ? 'copied' : 'failed');
    if (done) onCopied();
  }

  return (
    <div>
      <div className="flex items-start gap-2">
        <pre
          data-testid={testId}
          className="min-w-0 flex-1 select-all whitespace-pre-wrap break-all rounded-lg border border-line bg-surface p-2.5 font-mono text-sm"
        >
          {text}
        </pre>
        <Button size="icon" onClick={copy} aria-label={`Copy the ${label}`}>
          {state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        </Button>
      </div>
      <p role="status" className="text-sm">
        {state === 'copied' && 'Copied.'}
        {state === 'failed' && 'Copying failed. Select the text and copy it yourself.'}
      </p>
    </div>
  );
}
