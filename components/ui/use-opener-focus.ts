import { useRef } from 'react';

/**
 * For dialogs that no button of their own opens: Radix returns the focus to its trigger, and without one the focus is lost.
 * @returns handlers of the content, which return the focus to the control that had it before
 */
export function useOpenerFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus() {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    },
  };
}
