import { useEffect, useEffectEvent } from 'react';

/** Marks the history entry of open dialogs. Next.js keeps it beside its own state. */
const MARK = 'isDialog';

/** Asks an open dialog to close. It may stay open, as to ask whether an edit may be lost. */
type RequestClose = () => void;

/** Open dialogs, the uppermost last. All of them share one history entry. */
const open: RequestClose[] = [];
/** A traversal of this module is under way; its `popstate` is not a press of Back. */
let isTraversing = false;
let isListening = false;

const isAtEntry = (): boolean => (window.history.state as { [MARK]?: boolean } | null)?.[MARK] === true;

/** Makes the history fit the dialogs: with an open one at the entry, without one in front of it. */
function update(): void {
  if (isTraversing) return;
  if (open.length > 0 && !isAtEntry()) window.history.pushState({ [MARK]: true }, '');
  else if (open.length === 0 && isAtEntry()) traverse(-1);
}

function traverse(steps: 1 | -1): void {
  isTraversing = true;
  window.history.go(steps);
}

function popState(): void {
  if (isTraversing) {
    isTraversing = false;
    update();
    return;
  }
  const uppermost = open.at(-1);
  // Forward to the entry of a dialog that has closed.
  if (!uppermost || isAtEntry()) {
    update();
    return;
  }
  uppermost();
  // A dialog that stays open gets its entry back. A new one would need a press within the page for browsers to stop at this one.
  setTimeout(() => {
    if (open.length > 0 && !isTraversing) traverse(1);
  });
}

/**
 * Makes an open dialog one history entry: Back closes it as Escape does, and no entry is left when it closes in another way.
 * @param requestClose called on Back
 */
export function useDialogHistory(isOpen: boolean, requestClose: RequestClose): void {
  const close = useEffectEvent(requestClose);
  useEffect(() => {
    if (!isListening) window.addEventListener('popstate', popState);
    isListening = true;
    // A page that was reloaded while a dialog was open is at its entry.
    if (!isOpen) {
      setTimeout(update);
      return;
    }
    const dialog = () => close();
    open.push(dialog);
    update();
    return () => {
      open.splice(open.indexOf(dialog), 1);
      // One dialog often opens as another one closes.
      setTimeout(update);
    };
  }, [isOpen]);
}
