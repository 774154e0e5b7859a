'use client';

import { useState } from 'react';
import { useTexts } from '../texts/texts';
import { cn } from './cn';

interface CopyableProps {
  /** Name of the button, such as `Copy the key`. */
  label: string;
  text: string;
  testId: string;
  onCopied?: () => void;
  /** Commands are broken at spaces if they can be; text such as a key anywhere. */
  isCommand?: boolean;
}

/** Text to take along, with a button that copies it. */
export function Copyable({ label, text, testId, onCopied, isCommand = false }: CopyableProps) {
  const t = useTexts('controls');
  /** The outcome is of a text: another one has not been copied. */
  const [tried, setTried] = useState<{ text: string; outcome: 'copied' | 'failed' } | null>(null);
  const outcome = tried?.text === text ? tried.outcome : null;

  async function copy() {
    // Browsers offer the clipboard only in secure contexts; elsewhere people select the text.
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setTried({ text, outcome: done ? 'copied' : 'failed' });
    if (done) onCopied?.();
  }

  return (
    <div>
      {/* Commands, keys and addresses read from left to right in every language. */}
      <div dir="ltr" className="relative rounded-xl border border-line bg-sunken">
        <pre
          data-testid={testId}
          className={cn(
            'select-all whitespace-pre-wrap py-3 ps-4 pe-14 font-mono text-[0.8125rem] leading-6',
            isCommand ? 'wrap-anywhere' : 'break-all',
          )}
        >
          {text}
        </pre>
        <button
          type="button"
          onClick={copy}
          aria-label={label}
          className="absolute end-1.5 top-1.5 flex size-9 items-center justify-center rounded-lg border border-line bg-surface text-muted motion-safe:transition-colors hover:text-ink"
        >
          <svg
            viewBox="0 0 16 16"
            className="size-4"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
            aria-hidden="true"
          >
            {outcome === 'copied' ? (
              <path d="m3 8.5 3.2 3.2L13 4.6" />
            ) : (
              <>
                <rect x="5.5" y="5.5" width="8" height="8" rx="1.8" />
                <path d="M10.5 3.6v-.1a1.3 1.3 0 0 0-1.3-1.3H3.8a1.6 1.6 0 0 0-1.6 1.6v5.4a1.3 1.3 0 0 0 1.3 1.3h.1" />
              </>
            )}
          </svg>
        </button>
      </div>
      <p role="status" className="mt-1 text-muted text-sm empty:hidden">
        {outcome === 'copied' && t('copied')}
        {outcome === 'failed' && t('copyFailed')}
      </p>
    </div>
  );
}
