import { useEffect, useEffectEvent } from 'react';
import type { Loss } from '../unsaved/store';

const STILL_HERE = 'Your new key is still here: copy it before you leave this page.';

export const UNCOPIED_KEY: Loss = {
  title: 'Leave without copying your key?',
  text: 'Your new key has not been copied. It is shown only once: if you leave now, you cannot see it again.',
  leave: 'Leave without it',
  whenSignedOut: STILL_HERE,
  whenSwitched: STILL_HERE,
};

/** Whether copying a selection copies all of `key`. Browsers may break the lines of what they select. */
export function isKeySelected(selection: Pick<Selection, 'toString'> | null, key: string): boolean {
  return selection?.toString().replace(/\s/g, '').includes(key) ?? false;
}

/** Watches for people who select the key and copy it themselves: over plain http, browsers offer pages no clipboard. */
export function useCopiedByHand(key: string, onCopied: () => void): void {
  const copy = useEffectEvent(() => {
    if (isKeySelected(document.getSelection(), key)) onCopied();
  });
  useEffect(() => {
    const listener = () => copy();
    document.addEventListener('copy', listener);
    return () => document.removeEventListener('copy', listener);
  }, []);
}
