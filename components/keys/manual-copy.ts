import { useEffect, useEffectEvent } from 'react';
import type { UnsavedChanges } from '../unsaved-changes/store';

const NOT_COPIED_YET = 'Your new key is still here: copy it before you leave this page.';

export const UNCOPIED_KEY: UnsavedChanges = {
  title: 'Leave without copying your key?',
  text: 'Your new key has not been copied. It is shown only once: if you leave now, you cannot see it again.',
  leave: 'Leave without it',
  whenSignedOut: NOT_COPIED_YET,
  whenSwitched: NOT_COPIED_YET,
};

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
