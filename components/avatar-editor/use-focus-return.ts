import { type RefObject, useEffect, useRef } from 'react';

/**
 * Where the focus goes when the editor closes: back to the control that opened it, or to the heading after a save and if that control is
 * gone.
 */
export function useFocusReturn(heading: RefObject<HTMLElement | null>, isSaved: boolean) {
  const opener = useRef<Element | null>(null);
  // The dialog closes with the properties of the render before.
  const saved = useRef(isSaved);
  useEffect(() => {
    saved.current = isSaved;
  }, [isSaved]);

  return {
    onOpenFocus() {
      opener.current = document.activeElement;
    },
    onCloseFocus(event: Event) {
      event.preventDefault();
      const { current: before } = opener;
      const canReturn = !saved.current && before instanceof HTMLElement && before !== document.body && before.isConnected;
      (canReturn ? before : heading.current)?.focus();
    },
  };
}
