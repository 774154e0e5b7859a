import { useEffect, useEffectEvent } from 'react';

/** Whether a selection contains all of `key`. Browsers may insert line breaks. */
export function isKeySelected(selection: Pick<Selection, 'toString'> | null, key: string): boolean {
  return selection?.toString().replace(/\s/g, '').includes(key) ?? false;
}

/** Detects a manual copy of the key: over plain HTTP, browsers offer no clipboard API. */
export function useManualCopy(key: string, onCopied: () => void): void {
  const copy = useEffectEvent(() => {
    if (isKeySelected(document.getSelection(), key)) onCopied();
  });
  useEffect(() => {
    const listener = () => copy();
    document.addEventListener('copy', listener);
    return () => document.removeEventListener('copy', listener);
  }, []);
}
