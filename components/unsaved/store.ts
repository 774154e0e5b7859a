import { useEffect, useSyncExternalStore } from 'react';

/** What would be lost if the page were left, in words: of the dialog that asks first, and of the notice that the session has ended. */
export interface Loss {
  title: string;
  text: string;
  /** On the button that leaves. */
  leave: string;
  /** What to do on a page that stays after a sign-out, or a sign-in to another account, in another tab. */
  whenSignedOut: string;
  whenSwitched: string;
}

export const UNSAVED_CHANGES: Loss = {
  title: 'Discard unsaved changes?',
  text: 'If you leave now, the changes that you have not saved are lost.',
  leave: 'Discard changes',
  whenSignedOut: 'Your unsaved changes are still here: sign in in a new tab, then save them.',
  whenSwitched: 'Your unsaved changes are still here: switch back to your account in a new tab, then save them.',
};

/** One entry for each part of the page that holds something that would be lost. */
const holders = new Map<symbol, Loss>();
const listeners = new Set<() => void>();

/** Waits for the person to answer whether the changes may be lost. */
let resolveAnswer: ((leave: boolean) => void) | null = null;
/** The person has agreed, and the page is being left. */
let isLeaving = false;

function notify(): void {
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const hasUnsaved = (): boolean => holders.size > 0 && !isLeaving;

export const isAsking = (): boolean => resolveAnswer !== null;

/** What the dialog asks about. Of several losses, the one that was held first. */
export function currentLoss(): Loss {
  const [first = UNSAVED_CHANGES] = holders.values();
  return first;
}

/** Has the person asked before the page is left. @returns stops that */
export function holdUnsaved(loss: Loss = UNSAVED_CHANGES): () => void {
  const holder = Symbol();
  holders.set(holder, loss);
  notify();
  return () => {
    holders.delete(holder);
    if (holders.size === 0) isLeaving = false;
    notify();
  };
}

/**
 * Counts the calling component among those that hold unsaved changes, for as long as `isUnsaved` is true.
 * @param loss a constant
 */
export function useUnsaved(isUnsaved: boolean, loss: Loss = UNSAVED_CHANGES): void {
  useEffect(() => (isUnsaved ? holdUnsaved(loss) : undefined), [isUnsaved, loss]);
}

/** Asks the person before unsaved changes are lost. @returns true at once if there are none */
export function confirmLeaving(): Promise<boolean> {
  if (!hasUnsaved()) return Promise.resolve(true);
  resolveAnswer?.(false);
  return new Promise((resolve) => {
    resolveAnswer = resolve;
    notify();
  });
}

/** The person's answer to {@link confirmLeaving}. */
export function answer(leave: boolean): void {
  const resolve = resolveAnswer;
  // Closing the dialog is an answer as well, and comes after that of a button.
  if (!resolve) return;
  resolveAnswer = null;
  isLeaving = leave;
  notify();
  resolve(leave);
}

/** Undoes a "leave" that came to nothing, as when signing out fails. */
export function stay(): void {
  isLeaving = false;
  notify();
}

const no = () => false;

export const useHasUnsaved = (): boolean => useSyncExternalStore(subscribe, hasUnsaved, no);
export const useIsAsking = (): boolean => useSyncExternalStore(subscribe, isAsking, no);
export const useCurrentLoss = (): Loss => useSyncExternalStore(subscribe, currentLoss, () => UNSAVED_CHANGES);
