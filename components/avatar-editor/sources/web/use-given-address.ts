import { useEffect, useEffectEvent } from 'react';
import { addressIn, draggedAddress } from './web-address';

/** Text fields keep what is pasted into them. */
const TEXT_FIELDS = 'input, textarea, select, [contenteditable]';

/** Passes on addresses that are pasted anywhere in the page but in a text field, or dropped from another window without a file. */
export function useGivenAddress(onAddress: (address: string) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const { clipboardData, target } = event;
    if (!clipboardData || clipboardData.files.length > 0 || (target instanceof Element && target.closest(TEXT_FIELDS))) return;
    const address = addressIn(clipboardData.getData('text/plain'));
    if (!address) return;
    event.preventDefault();
    onAddress(address);
  });
  const drop = useEffectEvent(({ dataTransfer }: DragEvent) => {
    if (!dataTransfer || dataTransfer.files.length > 0) return;
    const address = draggedAddress(dataTransfer.getData('text/uri-list'));
    if (address) onAddress(address);
  });
  useEffect(() => {
    document.addEventListener('paste', paste);
    // The window comes after the document, where WindowDrop stops what it does not take.
    window.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('paste', paste);
      window.removeEventListener('drop', drop);
    };
  }, []);
}
