import { useEffect, useSyncExternalStore } from 'react';

/** What would be lost if the page were left now: one entry for each part of the page that holds unsaved changes. */
const holders = new Set<symbol>();
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

/** Counts the calling component among those that hold unsaved changes, for as long as `isUnsaved` is true. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const holder = Symbol();
    holders.add(holder);
    notify();
    return () => {
      holders.delete(holder);
      if (holders.size === 0) isLeaving = false;
      notify();
    };
  }, [isUnsaved]);
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
