import { useEffect, useEffectEvent } from 'react';

/** Name of the mark in the state of history entries. Next.js keeps it beside its own state. */
const MARK = 'dialog';

/** `page`: the entry of the page below its dialogs. `open` and `closed`: the entry that all dialogs of the page share. */
type Mark = 'page' | 'open' | 'closed';

/** Asks an open dialog to close. It may stay open, as to ask whether an edit may be lost. */
type RequestClose = () => void;

/** Open dialogs, the uppermost last. */
const open: RequestClose[] = [];
/** The mark of the entry that the tab was at when this module last looked. */
let last: Mark | undefined;
let isListening = false;

const current = (): Mark | undefined => (window.history.state as { [MARK]?: Mark } | null)?.[MARK];

function mark(as: Mark): void {
  window.history.replaceState({ ...window.history.state, [MARK]: as }, '');
}

/**
 * Makes the history fit the dialogs. The entry of closed dialogs stays, because removing it takes a traversal, which would undo a link that
 * is pressed meanwhile. Back skips it, and the next dialog uses it again.
 */
function update(): void {
  const entry = current();
  if (open.length > 0 && entry === 'closed') mark('open');
  else if (open.length > 0 && entry !== 'open') {
    mark('page');
    window.history.pushState({ [MARK]: 'open' }, '');
  } else if (open.length === 0 && entry === 'open') mark('closed');
  last = current();
}

function popState(): void {
  const before = last;
  const uppermost = open.at(-1);
  if (!uppermost || current() === 'open') {
    update();
    // Back from the entry of closed dialogs, or of one that closed before `update` ran.
    if (!uppermost && last === 'page' && (before === 'open' || before === 'closed')) window.history.back();
    return;
  }
  last = current();
  uppermost();
  // A dialog that stays open gets its entry back. A new one would need a press within the page for browsers to stop at this one.
  setTimeout(() => {
    if (open.length > 0 && current() === 'page') window.history.forward();
  });
}

/**
 * Makes an open dialog one history entry: Back closes it as Escape does. After a dialog that has closed, Back leaves the page at once.
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
