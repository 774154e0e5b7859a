import { useEffect, useSyncExternalStore } from 'react';

/**
 * Texts about changes that would be lost by leaving the page: for the confirmation dialog, and for the notice that the session has ended.
 * Those that are missing are the common ones, in `session.unsaved`.
 */
export interface UnsavedChanges {
  title?: string;
  text?: string;
  /** Label of the button that leaves. */
  leave?: string;
  /** Advice on a page that stays open after a sign-out, or a sign-in to another account, in another tab. */
  whenSignedOut?: string;
  whenSwitched?: string;
}

export const UNSAVED_CHANGES: UnsavedChanges = {};

/** One entry per component with unsaved changes. */
const entries = new Map<symbol, UnsavedChanges>();
const listeners = new Set<() => void>();

/** Resolves the open confirmation dialog. */
let resolveAnswer: ((leave: boolean) => void) | null = null;
/** The person confirmed, and the page is being left. */
let isLeaving = false;

function notify(): void {
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const hasUnsaved = (): boolean => entries.size > 0 && !isLeaving;

export const isAsking = (): boolean => resolveAnswer !== null;

/** Texts of the dialog. If several components have unsaved changes, those of the first one. */
export function currentUnsaved(): UnsavedChanges {
  const [first = UNSAVED_CHANGES] = entries.values();
  return first;
}

/** Registers unsaved changes: leaving the page needs a confirmation. @returns a function that unregisters them */
export function registerUnsaved(unsaved: UnsavedChanges = UNSAVED_CHANGES): () => void {
  const entry = Symbol();
  entries.set(entry, unsaved);
  notify();
  return () => {
    entries.delete(entry);
    if (entries.size === 0) isLeaving = false;
    notify();
  };
}

/**
 * Registers unsaved changes of the calling component while `isUnsaved` is true.
 * @param unsaved the same object at each rendering
 */
export function useUnsaved(isUnsaved: boolean, unsaved: UnsavedChanges = UNSAVED_CHANGES): void {
  useEffect(() => (isUnsaved ? registerUnsaved(unsaved) : undefined), [isUnsaved, unsaved]);
}

/** Asks for confirmation before unsaved changes are lost. @returns true at once if there are none */
export function confirmLeaving(): Promise<boolean> {
  if (!hasUnsaved()) return Promise.resolve(true);
  resolveAnswer?.(false);
  return new Promise((resolve) => {
    resolveAnswer = resolve;
    notify();
  });
}

/** Answers {@link confirmLeaving}. */
export function answerDialog(leave: boolean): void {
  const resolve = resolveAnswer;
  // Closing the dialog also answers, after the answer of a button.
  if (!resolve) return;
  resolveAnswer = null;
  isLeaving = leave;
  notify();
  resolve(leave);
}

/** Reverts a confirmed leave that failed, as when signing out fails. */
export function cancelLeaving(): void {
  isLeaving = false;
  notify();
}

const alwaysFalse = () => false;

export const useHasUnsaved = (): boolean => useSyncExternalStore(subscribe, hasUnsaved, alwaysFalse);
export const useIsAsking = (): boolean => useSyncExternalStore(subscribe, isAsking, alwaysFalse);
export const useCurrentUnsaved = (): UnsavedChanges => useSyncExternalStore(subscribe, currentUnsaved, () => UNSAVED_CHANGES);
