import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';

interface CopyableProps {
  /** Of the button, such as `key`. */
  label: string;
  text: string;
  testId: string;
  onCopied?: () => void;
}

/** Text that is shown once, with a button that copies it. */
export function Copyable({ label, text, testId, onCopied }: CopyableProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  async function copy() {
    // Browsers offer the clipboard only in secure contexts; elsewhere people select the text.
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setState(done ? 'copied' : 'failed');
    if (done) onCopied?.();
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
